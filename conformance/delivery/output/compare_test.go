package output

import (
	"reflect"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

func object(apiVersion, kind string, spec map[string]any) *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": apiVersion, "kind": kind, "metadata": map[string]any{"name": "cart"}, "spec": spec,
	}}
}

func TestCompareDefaults(t *testing.T) {
	cases := map[string]struct {
		manifest, live *unstructured.Unstructured
		want           []string
	}{
		"complete": {
			object("gateway.networking.k8s.io/v1", "HTTPRoute", map[string]any{"rules": []any{map[string]any{"weight": int64(1)}}}),
			object("gateway.networking.k8s.io/v1", "HTTPRoute", map[string]any{"rules": []any{map[string]any{"weight": float64(1)}}}),
			nil,
		},
		"completed by the server": {
			object("gateway.networking.k8s.io/v1", "HTTPRoute", map[string]any{"rules": []any{map[string]any{}}}),
			object("gateway.networking.k8s.io/v1", "HTTPRoute", map[string]any{"rules": []any{map[string]any{"weight": int64(1)}}}),
			[]string{"HTTPRoute cart: the server completes spec.rules"},
		},
		"a kind of Kubernetes": {
			object("v1", "Service", map[string]any{}), object("v1", "Service", map[string]any{"type": "ClusterIP"}), nil,
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			r := &run{}
			r.compareDefaults(test.manifest, test.live)
			if !reflect.DeepEqual(r.findings, test.want) {
				t.Errorf("got %q, expected %q", r.findings, test.want)
			}
		})
	}
}

func TestNamespacesComeFirst(t *testing.T) {
	ordered := inOrder([]*unstructured.Unstructured{object("v1", "Service", nil), object("v1", "Namespace", nil), object("v1", "Pod", nil)})
	var kinds []string
	for _, one := range ordered {
		kinds = append(kinds, one.GetKind())
	}
	if want := []string{"Namespace", "Service", "Pod"}; !reflect.DeepEqual(kinds, want) {
		t.Errorf("got %q, expected %q", kinds, want)
	}
}
