package cluster

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/wait"
)

// establishLimit bounds the time until the server serves new kinds.
const establishLimit = time.Minute

// InstallDefinitions installs the custom resource definitions of a folder and waits until they are served. They have one
// version each and say nothing of status; it is added, and for Gateways with the default that Gateway API gives it.
func (c *Cluster) InstallDefinitions(ctx context.Context, folder string) error {
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("no definitions in %s", folder)
	}
	var installed []*unstructured.Unstructured
	for _, file := range files {
		definitions, err := ReadFile(file)
		if err != nil {
			return err
		}
		for _, definition := range definitions {
			if err := complete(definition); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			if err := c.Create(ctx, definition, "conformance"); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
		}
		installed = append(installed, definitions...)
	}
	err = wait.PollUntilContextTimeout(ctx, 100*time.Millisecond, establishLimit, true, func(ctx context.Context) (bool, error) {
		for len(installed) > 0 {
			live, err := c.Get(ctx, installed[0])
			if err != nil || !isEstablished(live) {
				return false, err
			}
			installed = installed[1:]
		}
		return true, nil
	})
	if err != nil && len(installed) > 0 {
		return errors.Join(fmt.Errorf("%s is not served", Name(installed[0])), err)
	}
	return err
}

func isEstablished(definition *unstructured.Unstructured) bool {
	conditions, _, _ := unstructured.NestedSlice(definition.Object, "status", "conditions")
	for _, condition := range conditions {
		fields, ok := condition.(map[string]any)
		if ok && fields["type"] == "Established" && fields["status"] == "True" {
			return true
		}
	}
	return false
}

// complete lets objects have a status, stores them in the only version that there is, and names the approval that the API
// server asks for in groups of Kubernetes.
func complete(definition *unstructured.Unstructured) error {
	definition.SetAnnotations(map[string]string{"api-approved.kubernetes.io": "unapproved, for conformance"})
	versions, _, err := unstructured.NestedSlice(definition.Object, "spec", "versions")
	if err != nil {
		return err
	}
	for _, version := range versions {
		status := map[string]any{"type": "object", "x-kubernetes-preserve-unknown-fields": true}
		if definition.GetName() == "gateways.gateway.networking.k8s.io" {
			status["default"] = map[string]any{"conditions": []any{waiting("Accepted"), waiting("Programmed")}}
		}
		fields, isMap := version.(map[string]any)
		if !isMap {
			return fmt.Errorf("%s: a version is no object", definition.GetName())
		}
		fields["storage"] = true
		if err := unstructured.SetNestedField(fields, status, "schema", "openAPIV3Schema", "properties", "status"); err != nil {
			return err
		}
	}
	return unstructured.SetNestedSlice(definition.Object, versions, "spec", "versions")
}

func waiting(condition string) map[string]any {
	return map[string]any{
		"type": condition, "status": "Unknown", "reason": "Pending", "message": "Waiting for controller", "lastTransitionTime": "1970-01-01T00:00:00Z",
	}
}
