package output

import (
	"context"
	"encoding/json"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/cluster"
)

// conditions are what controllers report of objects that do well, by kind.
var conditions = map[schema.GroupKind][]string{
	{Group: "gateway.networking.k8s.io", Kind: "Gateway"}:   {"Accepted", "Programmed"},
	{Group: "autoscaling", Kind: "HorizontalPodAutoscaler"}: {"AbleToScale", "ScalingActive"},
}

// play does for objects what controllers do once all is well.
func (r *run) play(ctx context.Context, objects []*unstructured.Unstructured) error {
	for _, object := range objects {
		live, err := r.Cluster.Get(ctx, object)
		if err != nil {
			return err
		}
		if live == nil {
			continue
		}
		if err := play(ctx, r.Cluster, live); err != nil {
			return err
		}
	}
	return nil
}

func play(ctx context.Context, in *cluster.Cluster, live *unstructured.Unstructured) error {
	kinds := conditions[live.GroupVersionKind().GroupKind()]
	if len(kinds) == 0 || has(live, kinds[len(kinds)-1]) {
		return nil
	}
	resource, err := in.Resource(live)
	if err != nil {
		return err
	}
	var reported []any
	for _, kind := range kinds {
		condition := map[string]any{"type": kind, "status": "True", "reason": kind, "message": "", "lastTransitionTime": "2026-01-01T00:00:00Z"}
		if isGateway(live) {
			condition["observedGeneration"] = live.GetGeneration()
		}
		reported = append(reported, condition)
	}
	patch, err := json.Marshal(map[string]any{"status": map[string]any{"conditions": reported}})
	if err != nil {
		return err
	}
	_, err = resource.Patch(ctx, live.GetName(), types.MergePatchType, patch, metav1.PatchOptions{FieldManager: "controller"}, "status")
	return err
}

// has says whether a condition is True of the present form of an object.
func has(object *unstructured.Unstructured, condition string) bool {
	reported, _, _ := unstructured.NestedSlice(object.Object, "status", "conditions")
	for _, one := range reported {
		fields, _ := one.(map[string]any)
		generation, isSaid := fields["observedGeneration"]
		if fields["type"] == condition && fields["status"] == "True" && (!isSaid || generation == object.GetGeneration()) {
			return true
		}
	}
	return false
}

func isGateway(object *unstructured.Unstructured) bool {
	return object.GroupVersionKind().GroupKind() == schema.GroupKind{Group: "gateway.networking.k8s.io", Kind: "Gateway"}
}
