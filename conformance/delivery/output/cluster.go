package output

import (
	"context"
	"fmt"
	"sync"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/cluster"
)

// Warnings gathers what the API server warns of.
type Warnings struct {
	lock sync.Mutex
	seen []string
}

// HandleWarningHeader keeps a warning.
func (w *Warnings) HandleWarningHeader(code int, _ string, text string) {
	w.lock.Lock()
	defer w.lock.Unlock()
	w.seen = append(w.seen, text)
}

func (w *Warnings) take() []string {
	w.lock.Lock()
	defer w.lock.Unlock()
	seen := w.seen
	w.seen = nil
	return seen
}

// foreignSpecs are specs of objects that others own, for those that our label patches are for.
var foreignSpecs = map[string]map[string]any{
	"Namespace":     nil,
	"Service":       {"ports": []any{map[string]any{"port": int64(80)}}},
	"ServiceEntry":  {"hosts": []any{"example.com"}},
	"WorkloadEntry": {"address": "192.0.2.1"},
	"Pod":           {"containers": []any{map[string]any{"name": "app", "image": "app"}}},
	"Deployment":    podsSpec(),
	"StatefulSet":   podsSpec(),
	"DaemonSet":     podsSpec(),
}

// podsSpec is that of an object with pods.
func podsSpec() map[string]any {
	labels := map[string]any{"app": "shop"}
	return map[string]any{
		"selector": map[string]any{"matchLabels": labels},
		"template": map[string]any{
			"metadata": map[string]any{"labels": labels},
			"spec":     map[string]any{"containers": []any{map[string]any{"name": "app", "image": "app"}}},
		},
	}
}

// makeForeign makes what an output takes for granted: Namespaces, and the objects of others that it labels.
func (r *run) makeForeign(ctx context.Context) ([]*unstructured.Unstructured, error) {
	var made []*unstructured.Unstructured
	declared := map[string]bool{}
	for _, object := range r.all() {
		declared[cluster.Name(object)] = true
	}
	create := func(object *unstructured.Unstructured) error {
		if live, err := r.Cluster.Get(ctx, object); err != nil || live != nil {
			return err
		}
		made = append(made, object)
		return r.Cluster.Create(ctx, object, "owner")
	}
	for _, object := range r.all() {
		namespace := stub("v1", "Namespace", "", object.GetNamespace())
		if object.GetNamespace() != "" && !declared[cluster.Name(namespace)] {
			if err := create(namespace); err != nil {
				return nil, err
			}
		}
	}
	for _, stage := range r.stages {
		for _, object := range stage.objects {
			if stage.name != enrollment {
				continue
			}
			if err := create(stub(object.GetAPIVersion(), object.GetKind(), object.GetNamespace(), object.GetName())); err != nil {
				return nil, fmt.Errorf("make what %s is for: %w", cluster.Name(object), err)
			}
		}
	}
	return made, nil
}

func stub(apiVersion, kind, namespace, name string) *unstructured.Unstructured {
	object := &unstructured.Unstructured{Object: map[string]any{}}
	object.SetAPIVersion(apiVersion)
	object.SetKind(kind)
	object.SetNamespace(namespace)
	object.SetName(name)
	if spec := foreignSpecs[kind]; spec != nil {
		object.Object["spec"] = runtime.DeepCopyJSON(spec)
	}
	return object
}

// clean removes everything; first what is in Namespaces.
func (r *run) clean(ctx context.Context, everything []*unstructured.Unstructured) error {
	for _, isNamespace := range []bool{false, true} {
		for _, object := range everything {
			if (object.GetKind() == "Namespace") != isNamespace {
				continue
			}
			if err := r.Cluster.Remove(ctx, object); err != nil {
				return err
			}
		}
	}
	return nil
}
