package health

import (
	"context"
	"fmt"

	"github.com/fluxcd/cli-utils/pkg/kstatus/polling/engine"
	"github.com/fluxcd/pkg/apis/kustomize"
	"github.com/fluxcd/pkg/runtime/cel"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
)

// Flux has the health checks of a Kustomization, read by the library of its controller.
type Flux struct {
	reader engine.StatusReader
}

// NewFlux compiles the healthCheckExprs of a Kustomization.
func NewFlux(kustomization *unstructured.Unstructured) (*Flux, error) {
	read := struct {
		Spec struct {
			HealthCheckExprs []kustomize.CustomHealthCheck `json:"healthCheckExprs"`
		} `json:"spec"`
	}{}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(kustomization.Object, &read); err != nil {
		return nil, err
	}
	if len(read.Spec.HealthCheckExprs) == 0 {
		return nil, fmt.Errorf("%s has no healthCheckExprs", kustomization.GetName())
	}
	newReader, err := cel.NewStatusReader(read.Spec.HealthCheckExprs)
	if err != nil {
		return nil, err
	}
	return &Flux{newReader(meta.NewDefaultRESTMapper(nil))}, nil
}

// Of says what Flux thinks of an object: Current once it goes on.
func (f *Flux) Of(ctx context.Context, object *unstructured.Unstructured) (string, error) {
	status, err := f.reader.ReadStatusForObject(ctx, nil, object)
	if err != nil {
		return "", err
	}
	return status.Status.String(), nil
}
