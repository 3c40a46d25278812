package reading

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"
)

// Mesh is what ztunnel's policies depend on, read from manifests. It is not changed after Load.
type Mesh struct {
	rootNamespace string
	namespaces    map[string]metadata
	policies      []authorizationPolicy
	peers         []peerAuthentication
	workloads     map[string]Workload
}

// Problem is a document that could not be read. The others of the file still count.
type Problem struct {
	// Line is the line of the file on which the document begins, from 1.
	Line int
	Err  error
}

func (p Problem) Error() string { return fmt.Sprintf("line %d: %v", p.Line, p.Err) }

// Load reads the YAML documents of one mesh, as Kubernetes reads YAML (version 1.1). Objects that the API server or Istio's
// webhook would refuse have to be left out by the caller: they are not looked for. rootNamespace is Istio's, and policies in
// it without selector hold for the whole mesh.
func Load(text, rootNamespace string) (*Mesh, []Problem) {
	mesh := &Mesh{rootNamespace: rootNamespace, namespaces: map[string]metadata{}, workloads: map[string]Workload{}}
	var problems []Problem
	for _, doc := range split(text) {
		object, err := yaml.YAMLToJSON([]byte(doc.text))
		if err == nil {
			err = mesh.add(object)
		}
		if err != nil {
			problems = append(problems, Problem{Line: doc.line, Err: err})
		}
	}
	return mesh, problems
}

// LeaveOut takes a policy out of the mesh that the API server or Istio's webhook refuses.
func (m *Mesh) LeaveOut(kind, namespace, name string) {
	named := func(meta metadata) bool { return meta.Namespace == namespace && meta.Name == name }
	switch kind {
	case "AuthorizationPolicy":
		m.policies = slices.DeleteFunc(m.policies, func(p authorizationPolicy) bool { return named(p.Metadata) })
	case "PeerAuthentication":
		m.peers = slices.DeleteFunc(m.peers, func(p peerAuthentication) bool { return named(p.Metadata) })
	}
}

type document struct {
	line int
	text string
}

// split cuts a YAML stream at the lines that begin with three dashes.
func split(text string) []document {
	docs := []document{{line: 1}}
	for i, line := range strings.SplitAfter(text, "\n") {
		if strings.HasPrefix(line, "---") {
			docs = append(docs, document{line: i + 2})
			continue
		}
		docs[len(docs)-1].text += line
	}
	return docs
}

// add takes one object over, or each item of a list.
func (m *Mesh) add(object []byte) error {
	var head struct {
		APIVersion string            `json:"apiVersion"`
		Kind       string            `json:"kind"`
		Items      []json.RawMessage `json:"items"`
	}
	if err := json.Unmarshal(object, &head); err != nil {
		return fmt.Errorf("not an object: %w", err)
	}
	if strings.HasSuffix(head.Kind, "List") && head.Items != nil {
		for _, item := range head.Items {
			if err := m.add(item); err != nil {
				return err
			}
		}
		return nil
	}
	group, _, grouped := strings.Cut(head.APIVersion, "/")
	if !grouped {
		group = ""
	}
	if err := m.addKind(group, head.Kind, object); err != nil {
		return fmt.Errorf("%s: %w", head.Kind, err)
	}
	return nil
}

func (m *Mesh) addKind(group, kind string, object []byte) error {
	switch group + "/" + kind {
	case "/Namespace":
		return decode(object, func(o named) { m.namespaces[o.Metadata.Name] = o.Metadata })
	case "/Pod":
		return decode(object, m.addPod)
	case "apps/Deployment", "apps/StatefulSet", "apps/DaemonSet":
		return decode(object, m.addPodSet)
	case "networking.istio.io/WorkloadEntry":
		return decode(object, m.addWorkloadEntry)
	case "networking.istio.io/ServiceEntry":
		return decode(object, m.addServiceEntry)
	case "security.istio.io/AuthorizationPolicy":
		return decode(object, func(o authorizationPolicy) {
			if inRevision(o.Metadata) {
				m.policies = append(m.policies, o)
			}
		})
	case "security.istio.io/PeerAuthentication":
		return decode(object, func(o peerAuthentication) {
			if inRevision(o.Metadata) {
				m.peers = append(m.peers, o)
			}
		})
	}
	return nil
}

// decode hands the typed object on.
func decode[T any](object []byte, add func(T)) error {
	var typed T
	if err := json.Unmarshal(object, &typed); err != nil {
		return err
	}
	add(typed)
	return nil
}

// inRevision tells whether the default revision of istiod reads an object: it has no revision label, or that one.
func inRevision(m metadata) bool {
	revision, labelled := m.Labels["istio.io/rev"]
	return !labelled || revision == "default"
}
