package cluster

import (
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const definition = `
metadata: {name: gateways.gateway.networking.k8s.io}
spec:
  versions:
    - name: v1
      storage: false
      schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object}}}}
---
---
metadata: {name: services.example.com}
spec: {versions: [{name: v1, schema: {openAPIV3Schema: {type: object, properties: {}}}}]}
`

func TestDefinitionsAreCompleted(t *testing.T) {
	parsed, err := Parse([]byte(definition))
	if err != nil || len(parsed) != 2 {
		t.Fatalf("got %d definitions (%v), expected 2", len(parsed), err)
	}
	for _, object := range parsed {
		if err := complete(object); err != nil {
			t.Fatal(err)
		}
		versions, _, _ := unstructured.NestedSlice(object.Object, "spec", "versions")
		version := versions[0].(map[string]any)
		status, hasStatus, _ := unstructured.NestedMap(version, "schema", "openAPIV3Schema", "properties", "status")
		if version["storage"] != true || !hasStatus {
			t.Errorf("%s is not completed: %v", object.GetName(), version)
		}
		_, hasDefault := status["default"]
		if isGateways := object.GetName() == "gateways.gateway.networking.k8s.io"; hasDefault != isGateways {
			t.Errorf("%s has a default status: %v", object.GetName(), hasDefault)
		}
	}
}

func TestAFileThatIsNoYAML(t *testing.T) {
	if _, err := Parse([]byte("kind: [")); err == nil {
		t.Error("no error")
	}
}
