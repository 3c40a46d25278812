package output

import (
	"context"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// compareWithDryRun says whether the server would change anything, which tools that compare so would show as drift.
func (r *run) compareWithDryRun(ctx context.Context, object, live *unstructured.Unstructured) {
	predicted, err := r.serverSide(ctx, object, true)
	if err != nil {
		r.find(object, "is refused in a dry run: %s", err)
		return
	}
	if !reflect.DeepEqual(comparable(predicted), comparable(live)) {
		r.find(object, "a dry run after apply differs from what is there")
	}
}

func comparable(object *unstructured.Unstructured) map[string]any {
	copied := object.DeepCopy()
	copied.SetManagedFields(nil)
	return copied.Object
}

// customGroups are what the groups of custom resources end with.
var customGroups = []string{"istio.io", "gateway.networking.k8s.io"}

// compareDefaults says whether the server added fields to the spec of a custom resource: tools that compare manifests with
// schemas show them as drift. They know those of Kubernetes itself.
func (r *run) compareDefaults(object, live *unstructured.Unstructured) {
	if !slices.ContainsFunc(customGroups, func(suffix string) bool { return strings.HasSuffix(object.GroupVersionKind().Group, suffix) }) {
		return
	}
	spec, hasSpec := object.Object["spec"].(map[string]any)
	if !hasSpec {
		return
	}
	liveSpec, _ := live.Object["spec"].(map[string]any)
	for _, key := range slices.Sorted(maps.Keys(liveSpec)) {
		if !sameJSON(spec[key], liveSpec[key]) {
			r.find(object, "the server completes spec.%s", key)
		}
	}
}

func sameJSON(a, b any) bool {
	first, errA := json.Marshal(a)
	second, errB := json.Marshal(b)
	return errA == nil && errB == nil && string(first) == string(second)
}
