package output

import (
	"context"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// findUnhealthy looks whether Flux thinks of each Gateway among objects what it should: that it is there once it is programmed.
func (r *run) findUnhealthy(ctx context.Context, objects []*unstructured.Unstructured) error {
	for _, object := range objects {
		if !isGateway(object) {
			continue
		}
		live, err := r.Cluster.Get(ctx, object)
		if err != nil || live == nil {
			return err
		}
		expected := "InProgress"
		if has(live, "Programmed") {
			expected = "Current"
		}
		if said, err := r.FluxHealth.Of(ctx, live); err != nil {
			r.find(object, "its health cannot be said: %s", err)
		} else if said != expected {
			r.find(object, "is %s for Flux, expected %s", said, expected)
		}
	}
	return nil
}
