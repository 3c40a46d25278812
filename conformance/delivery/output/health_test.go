package output

import (
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

func gateway(generation int64, conditions ...any) *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: map[string]any{
		"metadata": map[string]any{"generation": generation}, "spec": map[string]any{}, "status": map[string]any{"conditions": conditions},
	}}
}

func TestHealth(t *testing.T) {
	condition := func(kind, status string) string {
		return "has(status.conditions) && status.conditions.exists(c, c.type == '" + kind + "' && c.status == '" + status + "' && c.observedGeneration == metadata.generation)"
	}
	checks := []any{map[string]any{"current": condition("Programmed", "True"), "failed": condition("Accepted", "False")}}
	health, err := NewHealth(&unstructured.Unstructured{Object: map[string]any{"spec": map[string]any{"healthCheckExprs": checks}}})
	if err != nil {
		t.Fatal(err)
	}
	reported := func(kind, status string) map[string]any {
		return map[string]any{"type": kind, "status": status, "observedGeneration": int64(2)}
	}
	cases := map[string]struct {
		live *unstructured.Unstructured
		want string
	}{
		"fresh":             {gateway(1, map[string]any{"type": "Programmed", "status": "Unknown"}), "in progress"},
		"programmed":        {gateway(2, reported("Accepted", "True"), reported("Programmed", "True")), "current"},
		"programmed before": {gateway(3, reported("Programmed", "True")), "in progress"},
		"refused":           {gateway(2, reported("Accepted", "False")), "failed"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			if got, err := health.of(test.live); got != test.want {
				t.Errorf("got %q (%v), expected %q", got, err, test.want)
			}
		})
	}
	if _, err := NewHealth(&unstructured.Unstructured{Object: map[string]any{}}); err == nil {
		t.Error("no health check, and no error")
	}
}
