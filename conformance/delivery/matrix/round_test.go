package matrix

import (
	"errors"
	"reflect"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

func service(labels map[string]any, spec map[string]any) *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "Service", "metadata": map[string]any{"name": "cart", "labels": labels}, "spec": spec,
	}}
}

func TestLacks(t *testing.T) {
	manifest := service(map[string]any{"team": "shop", "tier": "gold"}, map[string]any{"ports": []any{map[string]any{"port": int64(80)}}})
	cases := map[string]struct {
		live *unstructured.Unstructured
		want []string
	}{
		"more labels and defaults": {
			service(map[string]any{"team": "shop", "tier": "gold", "more": "1"}, map[string]any{"ports": []any{map[string]any{"port": int64(80), "protocol": "TCP"}}, "type": "ClusterIP"}),
			nil,
		},
		"another label": {
			service(map[string]any{"team": "pay", "tier": "gold"}, map[string]any{"ports": []any{map[string]any{"port": int64(80)}}}),
			[]string{"metadata.labels.team"},
		},
		"no label and another port": {
			service(map[string]any{"team": "shop"}, map[string]any{"ports": []any{map[string]any{"port": int64(81)}}}),
			[]string{"metadata.labels.tier", "spec.ports"},
		},
		"one port more": {
			service(map[string]any{"team": "shop", "tier": "gold"}, map[string]any{"ports": []any{map[string]any{"port": int64(80)}, map[string]any{"port": int64(81)}}}),
			[]string{"spec.ports"},
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			if got := lacks(test.live.Object, manifest.Object, ""); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %q, expected %q", got, test.want)
			}
		})
	}
}

func TestCompare(t *testing.T) {
	before := service(map[string]any{"team": "shop", "tier": "gold"}, map[string]any{"type": "ClusterIP"})
	before.SetAnnotations(map[string]string{lastApplied: "{}"})
	after := service(map[string]any{"team": "shop", "tier": "silver", "istio.io/use-waypoint": "waypoint"}, map[string]any{"type": "NodePort"})
	harm := newFindings([]*unstructured.Unstructured{before})
	left := compare("Service", "afterwards", before, after, harm)
	if want := []string{"label istio.io/use-waypoint"}; !reflect.DeepEqual(left, want) {
		t.Errorf("left %q, expected %q", left, want)
	}
	if want := []string{"Service: label tier is another afterwards", "Service: the spec is another afterwards"}; !reflect.DeepEqual(harm.sorted(), want) {
		t.Errorf("harm %q, expected %q", harm.sorted(), want)
	}
}

func TestFailureTellsWhatIsTheSameInEveryRun(t *testing.T) {
	harm := newFindings([]*unstructured.Unstructured{{Object: map[string]any{"kind": "Service"}}})
	harm.failure("the patch", nil)
	harm.failure("the patch", errors.New(`Service cart: Service "cart" is invalid: spec.ports: Required value`))
	harm.failure("the owner", errors.New(`Apply failed with 1 conflict: conflict with "mesh": .metadata.labels.team`))
	want := []string{"Service: the owner fails: conflict", "Service: the patch fails: spec.ports: Required value"}
	if got := harm.sorted(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, expected %q", got, want)
	}
}

func TestCellsGatherPlays(t *testing.T) {
	tool := Tool{Name: "flux"}
	plays := []*task{
		{owner: Owner{Name: "helm-cli", Way: "Helm 3"}, tool: tool, outcome: outcome{left: []string{"label b"}}},
		{owner: Owner{Name: "helm-cli", Way: "Helm 4"}, tool: tool, outcome: outcome{left: []string{"label a", "label b"}}},
		{owner: Owner{Name: "argocd", Way: "Application"}, tool: tool, kind: "Pod", outcome: outcome{harm: []string{"Pod: is gone"}}},
		{owner: Owner{Name: "argocd", Way: "Application"}, tool: tool, kind: "Service"},
	}
	got, err := cells(plays)
	want := []Cell{
		{Owner: "helm-cli", Tool: "flux", Safe: true, Left: []string{"label a", "label b"}, Plays: 2},
		{
			Owner: "argocd", Tool: "flux", Harm: map[string][]string{"Application": {"Pod: is gone"}},
			Unharmed: []string{"Application: Service"}, Plays: 2,
		},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v (%v), expected %+v", got, err, want)
	}
	if _, err := cells([]*task{{err: errors.New("no server")}}); err == nil {
		t.Error("a play that could not be played counts as one")
	}
}
