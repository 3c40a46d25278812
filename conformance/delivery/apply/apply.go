// Package apply applies objects as the tools do that deliver or own them, by their own code. Every applier stands for one
// Application, Kustomization, release or person: it knows what it applied the last time, and takes away what is gone.
package apply

import (
	"context"
	"os"
	"path/filepath"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// Applier brings a cluster to a state.
type Applier interface {
	// Apply reconciles the cluster with the objects, which are not changed.
	Apply(ctx context.Context, objects []*unstructured.Unstructured) error
}

func copies(objects []*unstructured.Unstructured) []*unstructured.Unstructured {
	copied := make([]*unstructured.Unstructured, len(objects))
	for i, object := range objects {
		copied[i] = object.DeepCopy()
	}
	return copied
}

// writeObjects writes objects into a file that remove takes away again.
func writeObjects(objects []*unstructured.Unstructured) (file string, remove func(), err error) {
	folder, err := os.MkdirTemp("", "delivery-")
	if err != nil {
		return "", nil, err
	}
	remove = func() { os.RemoveAll(folder) }
	text, err := manifestOf(objects)
	if err == nil {
		file = filepath.Join(folder, "objects.yaml")
		err = os.WriteFile(file, text, 0o600)
	}
	if err != nil {
		remove()
		return "", nil, err
	}
	return file, remove, nil
}

func manifestOf(objects []*unstructured.Unstructured) ([]byte, error) {
	var text []byte
	for _, object := range objects {
		document, err := yaml.Marshal(object.Object)
		if err != nil {
			return nil, err
		}
		text = append(append(text, "---\n"...), document...)
	}
	return text, nil
}
