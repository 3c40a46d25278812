package output

import (
	"context"
	"fmt"

	"github.com/google/cel-go/cel"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Health is what a Kustomization of Flux asks of Gateways, in CEL as kustomize-controller evaluates it.
type Health struct {
	current, failed cel.Program
}

// NewHealth compiles the first of the healthCheckExprs of a Kustomization.
func NewHealth(kustomization *unstructured.Unstructured) (*Health, error) {
	checks, _, err := unstructured.NestedSlice(kustomization.Object, "spec", "healthCheckExprs")
	if err != nil || len(checks) != 1 {
		return nil, fmt.Errorf("%s has %d healthCheckExprs, expected one: %v", kustomization.GetName(), len(checks), err)
	}
	check, _ := checks[0].(map[string]any)
	environment, err := cel.NewEnv(cel.Variable("metadata", cel.DynType), cel.Variable("spec", cel.DynType), cel.Variable("status", cel.DynType))
	if err != nil {
		return nil, err
	}
	health := &Health{}
	for field, program := range map[string]*cel.Program{"current": &health.current, "failed": &health.failed} {
		text, _ := check[field].(string)
		compiled, issues := environment.Compile(text)
		if issues.Err() != nil {
			return nil, fmt.Errorf("%s: %w", field, issues.Err())
		}
		if *program, err = environment.Program(compiled); err != nil {
			return nil, fmt.Errorf("%s: %w", field, err)
		}
	}
	return health, nil
}

// of says what Flux thinks of a live object.
func (h *Health) of(live *unstructured.Unstructured) (string, error) {
	said := ""
	for name, program := range map[string]cel.Program{"current": h.current, "failed": h.failed} {
		value, _, err := program.Eval(live.Object)
		if err != nil {
			return "", err
		}
		if value.Value() == true {
			said += name
		}
	}
	if said == "" {
		return "in progress", nil
	}
	return said, nil
}

// findUnhealthy looks whether Flux thinks of each Gateway among objects what it should.
func (r *run) findUnhealthy(ctx context.Context, objects []*unstructured.Unstructured, expected string) error {
	for _, object := range objects {
		if !isGateway(object) {
			continue
		}
		live, err := r.Cluster.Get(ctx, object)
		if err != nil || live == nil {
			return err
		}
		said, err := r.Health.of(live)
		if err != nil {
			r.find(object, "its health cannot be said: %s", err)
		} else if said != expected {
			r.find(object, "is %s for Flux, expected %s", said, expected)
		}
	}
	return nil
}
