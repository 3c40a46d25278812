package health

import (
	"context"
	"os"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/cluster"
)

// state is something that a cluster may have, and what the tools are to think of it.
type state struct {
	Name   string                     `json:"name"`
	ArgoCD string                     `json:"argocd"`
	Flux   string                     `json:"flux"`
	Object *unstructured.Unstructured `json:"object"`
}

// TestStates asks the health checks that a test of the constructs holds equal to those in the output.
func TestStates(t *testing.T) {
	argo, err := NewArgoCD(readOne(t, "testdata/argocd-cm.patch.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	flux, err := NewFlux(readOne(t, "testdata/waypoints.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range readStates(t) {
		t.Run(state.Name, func(t *testing.T) {
			if said, err := argo.Of(state.Object); said != state.ArgoCD || err != nil {
				t.Errorf("Argo CD says %q (%v), expected %q", said, err, state.ArgoCD)
			}
			if state.Flux == "" {
				return
			}
			if said, err := flux.Of(context.Background(), state.Object); said != state.Flux || err != nil {
				t.Errorf("Flux says %q (%v), expected %q", said, err, state.Flux)
			}
		})
	}
}

func TestHealthChecksThatAreNone(t *testing.T) {
	nothing := &unstructured.Unstructured{Object: map[string]any{}}
	if _, err := NewArgoCD(nothing); err == nil {
		t.Error("a ConfigMap without health checks is taken")
	}
	if _, err := NewFlux(nothing); err == nil {
		t.Error("a Kustomization without health checks is taken")
	}
	for name, script := range map[string]string{"no Lua": "{", "no table": `return "Healthy"`, "no status": "return {}", "no end": "while true do end"} {
		checks := &ArgoCD{scripts: map[string]string{"_Thing": script}}
		if _, err := checks.Of(&unstructured.Unstructured{Object: map[string]any{"apiVersion": "v1", "kind": "Thing"}}); err == nil {
			t.Errorf("a script with %s is taken", name)
		}
	}
}

func readOne(t *testing.T, file string) *unstructured.Unstructured {
	t.Helper()
	object, err := cluster.ReadOne(file)
	if err != nil {
		t.Fatal(err)
	}
	return object
}

func readStates(t *testing.T) []state {
	t.Helper()
	text, err := os.ReadFile("testdata/states.yaml")
	if err != nil {
		t.Fatal(err)
	}
	read := struct {
		States []state `json:"states"`
	}{}
	if err := yaml.UnmarshalStrict(text, &read); err != nil {
		t.Fatal(err)
	}
	if len(read.States) == 0 {
		t.Fatal("there are no states")
	}
	return read.States
}
