// Package crosscheck holds the two readings of ztunnel's policies against one another: the manifests themselves, and what
// istiod makes of them. Where both give the same verdict, the manifests are read as istiod reads them.
package crosscheck

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"google.golang.org/protobuf/encoding/protojson"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pkg/config/schema/kind"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/mesh"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/ztunnel/reading"
)

// Converted returns what istiod sends to ztunnel.
func Converted(istiod *mesh.Istiod) (*reading.Converted, error) {
	type workload struct {
		Namespace             string   `json:"namespace"`
		AuthorizationPolicies []string `json:"authorizationPolicies"`
	}
	var sent struct {
		Policies  []json.RawMessage   `json:"policies"`
		Workloads map[string]workload `json:"workloads"`
	}
	for _, policy := range istiod.ZtunnelPolicies() {
		if policy.Authorization == nil {
			continue
		}
		text, err := protojson.Marshal(policy.Authorization)
		if err != nil {
			return nil, err
		}
		sent.Policies = append(sent.Policies, text)
	}
	sent.Workloads = map[string]workload{}
	for _, w := range istiod.Workloads() {
		sent.Workloads[keyOf(w)] = workload{w.Workload.Namespace, w.Workload.AuthorizationPolicies}
	}
	text, err := json.Marshal(sent)
	if err != nil {
		return nil, err
	}
	return reading.LoadConverted(text)
}

// keyOf names a Pod or a WorkloadEntry as package reading does. Endpoints of ServiceEntries get a name that it does not have.
func keyOf(w model.WorkloadInfo) string {
	if w.Source.Name == "" {
		return "endpoint/" + w.Workload.Uid
	}
	if w.Source.Kind == kind.Pod {
		return fmt.Sprintf("Pod/%s/%s", w.Source.Namespace, w.Source.Name)
	}
	return fmt.Sprintf("%s/%s/%s", w.Source.Kind, w.Source.Namespace, w.Source.Name)
}

// Difference is a connection of which the readings say different things.
type Difference struct {
	Connection        reading.Connection
	Manifests, Istiod reading.Answer
}

func (d Difference) String() string {
	text, err := json.Marshal(d)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// Compare asks both readings about random connections to each workload, near to what the policies name. It returns how many
// were compared. Pods that no ztunnel guards are left out: istiod does not tell.
func Compare(manifests *reading.Mesh, istiod *reading.Converted, words Words, random *rand.Rand, each int) (int, []Difference) {
	compared := 0
	var differences []Difference
	for _, key := range istiod.Keys() {
		for range each {
			connection := words.connection(random, key)
			expected, got := istiod.Decide(connection), manifests.Decide(connection)
			if got.Verdict == reading.NotCaptured || got.Verdict == reading.UnknownWorkload {
				continue
			}
			compared++
			if !same(expected, got) {
				differences = append(differences, Difference{connection, got, expected})
			}
		}
	}
	return compared, differences
}

// same compares all but the numbers of rules, which istiod does not keep.
func same(a, b reading.Answer) bool {
	if a.Verdict != b.Verdict || a.Why != b.Why || len(a.Matches) != len(b.Matches) {
		return false
	}
	for i := range a.Matches {
		if a.Matches[i].Policy != b.Matches[i].Policy {
			return false
		}
	}
	return true
}
