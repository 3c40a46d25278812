package mesh

import (
	"fmt"
	"maps"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
)

// addEndpoints adds the EndpointSlices of Services with a selector: one for each set of port numbers that its Pods have.
func (m *Mesh) addEndpoints() {
	pods := m.ofKind("", "Pod")
	for _, service := range m.ofKind("", "Service") {
		selector, _, _ := unstructured.NestedStringMap(service.Object, "spec", "selector")
		kind, _, _ := unstructured.NestedString(service.Object, "spec", "type")
		if len(selector) == 0 || kind == "ExternalName" {
			continue
		}
		byPorts := map[string][]any{}
		ports := map[string][]any{}
		for _, pod := range pods {
			if pod.GetNamespace() != service.GetNamespace() || !labels.SelectorFromSet(selector).Matches(labels.Set(pod.GetLabels())) {
				continue
			}
			found := endpointPorts(service, pod)
			id := fmt.Sprint(found)
			ports[id] = found
			byPorts[id] = append(byPorts[id], endpoint(pod))
		}
		for i, id := range slices.Sorted(maps.Keys(byPorts)) {
			m.Objects = append(m.Objects, endpointSlice(service, i, ports[id], byPorts[id]))
		}
	}
}

func endpointSlice(service *manifest.Object, index int, ports, endpoints []any) *manifest.Object {
	slice := manifest.New(endpointsKind, service.GetNamespace(), fmt.Sprintf("%s-%d", service.GetName(), index))
	slice.SetLabels(map[string]string{"kubernetes.io/service-name": service.GetName()})
	slice.SetCreationTimestamp(created)
	slice.Object["addressType"] = "IPv4"
	slice.Object["ports"] = ports
	slice.Object["endpoints"] = endpoints
	return slice
}

func endpoint(pod *manifest.Object) map[string]any {
	ip, _, _ := unstructured.NestedString(pod.Object, "status", "podIP")
	ready := isReady(pod)
	return map[string]any{
		"addresses":  []any{ip},
		"conditions": map[string]any{"ready": ready, "serving": ready},
		"targetRef":  map[string]any{"kind": "Pod", "namespace": pod.GetNamespace(), "name": pod.GetName()},
	}
}

func isReady(pod *manifest.Object) bool {
	conditions, _, _ := unstructured.NestedSlice(pod.Object, "status", "conditions")
	for _, item := range conditions {
		if condition, ok := item.(map[string]any); ok && condition["type"] == "Ready" {
			return condition["status"] == "True"
		}
	}
	return false
}

// endpointPorts are the Service's ports with the numbers that they have on that Pod; named ones that it lacks are left out.
func endpointPorts(service, pod *manifest.Object) []any {
	declared, _, _ := unstructured.NestedSlice(service.Object, "spec", "ports")
	var found []any
	for _, item := range declared {
		port, ok := item.(map[string]any)
		if !ok {
			continue
		}
		number := port["targetPort"]
		if name, named := number.(string); named {
			number = containerPort(pod, name)
		}
		if number == nil {
			continue
		}
		name, _ := port["name"].(string)
		found = append(found, map[string]any{"name": name, "port": number, "protocol": port["protocol"]})
	}
	return found
}

func containerPort(pod *manifest.Object, name string) any {
	containers, _, _ := unstructured.NestedSlice(pod.Object, "spec", "containers")
	for _, item := range containers {
		container, _ := item.(map[string]any)
		ports, _ := container["ports"].([]any)
		for _, item := range ports {
			if port, ok := item.(map[string]any); ok && port["name"] == name {
				return port["containerPort"]
			}
		}
	}
	return nil
}
