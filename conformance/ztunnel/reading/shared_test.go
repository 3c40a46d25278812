package reading

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"sort"
	"strings"
	"testing"
)

// shared holds meshes with what istiod made of them; it lies beside the project and may be missing.
const shared = "../../../../shared/vectors/random"

// observed is the part of an expectation that is about ztunnel's policies.
type observed struct {
	Rejected        map[string]any `json:"rejected"`
	ZtunnelPolicies map[string]struct {
		Scope    scope             `json:"scope"`
		Action   string            `json:"action"`
		Selector map[string]string `json:"selector"`
		Empty    bool              `json:"empty"`
	} `json:"ztunnelPolicies"`
	Workloads map[string]struct {
		AuthorizationPolicies []string `json:"authorizationPolicies"`
	} `json:"workloads"`
}

func TestSharedMeshes(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(shared, "*.expect.json"))
	if len(files) == 0 {
		t.Skip("no shared vectors beside the project")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".expect.json"), func(t *testing.T) { checkShared(t, file) })
	}
}

func checkShared(t *testing.T, file string) {
	var expect observed
	text, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, &expect)
	}
	if err != nil {
		t.Fatal(err)
	}
	manifests, err := os.ReadFile(strings.Replace(file, ".expect.json", ".yaml", 1))
	if err != nil {
		t.Fatal(err)
	}
	mesh, _ := Load(string(manifests), "istio-system")
	for key := range expect.Rejected {
		if parts := strings.Split(key, "/"); len(parts) == 3 {
			mesh.LeaveOut(parts[0], parts[1], parts[2])
		}
	}
	for _, p := range mesh.policies {
		istio, sent := expect.ZtunnelPolicies[p.Metadata.key()]
		if sent != p.atZtunnel() {
			t.Errorf("%s: at ztunnel %v, expected %v", p.Metadata.key(), p.atZtunnel(), sent)
		}
		if !sent {
			continue
		}
		if got := p.scope("istio-system"); got != istio.Scope || p.action() != istio.Action {
			t.Errorf("%s: got %s %s, expected %s %s", p.Metadata.key(), got, p.action(), istio.Scope, istio.Action)
		}
		if got := p.empty(); got != istio.Empty {
			t.Errorf("%s: empty %v, expected %v", p.Metadata.key(), got, istio.Empty)
		}
	}
	for key, istio := range expect.Workloads {
		if _, found := mesh.workloads[key]; !found {
			t.Errorf("%s: no such workload", key)
			continue
		}
		if got := mesh.selected(key); !reflect.DeepEqual(got, append([]string{}, istio.AuthorizationPolicies...)) {
			t.Errorf("%s: policies %v, expected %v", key, got, istio.AuthorizationPolicies)
		}
	}
}

// empty tells whether no rule is left at ztunnel.
func (p authorizationPolicy) empty() bool {
	for _, r := range p.Spec.Rules {
		if p.action() == actionDeny || !r.hasL7() {
			return false
		}
	}
	return true
}

// selected lists the policies that hold for a workload by selector.
func (m *Mesh) selected(key string) []string {
	w := m.workloads[key]
	names := []string{}
	for _, action := range []string{actionAllow, actionDeny} {
		for _, p := range m.policiesFor(w, action) {
			if p.scope(m.rootNamespace) == bySelector {
				names = append(names, p.Metadata.key())
			}
		}
	}
	for _, d := range m.peerDenials(w) {
		names = append(names, d.key)
	}
	sort.Strings(names)
	return names
}
