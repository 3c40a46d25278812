package manifest

import (
	"strings"
	"testing"
)

func TestDocumentsAfterABadOneAreRead(t *testing.T) {
	objects, errs := Parse("a.yaml", []byte("apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\n\nkind: [\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n"))
	if len(objects) != 2 || objects[1].GetName() != "b" {
		t.Errorf("objects: %v", objects)
	}
	if len(errs) != 1 || !strings.HasPrefix(errs[0].Error(), "a.yaml:6: ") {
		t.Errorf("errors: %v", errs)
	}
}

func TestYAMLIsReadAsKubernetesDoes(t *testing.T) {
	objects, errs := Parse("a.yaml", []byte("apiVersion: v1\nkind: Service\nmetadata: {name: a, labels: {ready: y}}\nspec: {ports: [{port: 80}]}\n"))
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	metadata := objects[0].Object["metadata"].(map[string]any)
	if value := metadata["labels"].(map[string]any)["ready"]; value != true {
		t.Errorf("y is %v", value)
	}
	port := objects[0].Object["spec"].(map[string]any)["ports"].([]any)[0].(map[string]any)["port"]
	if _, whole := port.(int64); !whole {
		t.Errorf("a port is a %T", port)
	}
}

func TestListsAreTakenApart(t *testing.T) {
	objects, errs := Parse("a.yaml", []byte("apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Namespace, metadata: {name: a}}\n- {apiVersion: v1, kind: Namespace, metadata: {name: b}}\n"))
	if len(errs) > 0 || len(objects) != 2 {
		t.Errorf("%v, %v", objects, errs)
	}
}
