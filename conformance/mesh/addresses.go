package mesh

import (
	"fmt"

	networkingapi "istio.io/api/networking/v1alpha3"
	networkingv1 "istio.io/client-go/pkg/apis/networking/v1"
	"istio.io/istio/pilot/pkg/networking/serviceentry"
	"istio.io/istio/pkg/config/host"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
)

// addresses hands out the next free addresses of the cluster.
type addresses struct {
	services, pods, hosts, balancers int
	taken                            map[string]bool
}

func (a *addresses) next(count *int, prefix string) string {
	for {
		*count++
		ip := fmt.Sprintf("%s.%d.%d", prefix, *count/256, *count%256)
		if !a.taken[ip] {
			a.taken[ip] = true
			return ip
		}
	}
}

func (a *addresses) service() string { return a.next(&a.services, "10.96") }
func (a *addresses) pod() string     { return a.next(&a.pods, "10.244") }
func (a *addresses) host() string    { return a.next(&a.hosts, "240.240") }

// balancer is an address outside of the cluster, of a network that is reserved for tests.
func (a *addresses) balancer() string { return a.next(&a.balancers, "198.18") }

// addAddresses completes Services, Pods and ServiceEntries.
func (m *Mesh) addAddresses() *addresses {
	a := &addresses{services: 10, taken: map[string]bool{}}
	for _, service := range m.ofKind("", "Service") {
		ip, _, _ := unstructured.NestedString(service.Object, "spec", "clusterIP")
		a.taken[ip] = true
	}
	for _, pod := range m.ofKind("", "Pod") {
		ip, _, _ := unstructured.NestedString(pod.Object, "status", "podIP")
		a.taken[ip] = true
	}
	for _, service := range m.ofKind("", "Service") {
		completeService(service, a)
	}
	for _, pod := range m.ofKind("", "Pod") {
		m.completePod(pod, a)
	}
	for _, entry := range m.ofKind(networking, "ServiceEntry") {
		completeServiceEntry(entry, a)
	}
	return a
}

// completeService fills in what the API server does (type, ports and the cluster IP), and the address of a load balancer.
func completeService(service *manifest.Object, a *addresses) {
	spec := child(service.Object, "spec")
	setDefault(spec, "type", "ClusterIP")
	ports, _ := spec["ports"].([]any)
	for _, item := range ports {
		if port, ok := item.(map[string]any); ok {
			setDefault(port, "protocol", "TCP")
			setDefault(port, "targetPort", port["port"])
		}
	}
	if spec["type"] == "ExternalName" {
		return
	}
	if ip, _ := spec["clusterIP"].(string); ip == "" {
		spec["clusterIP"] = a.service()
	}
	setDefault(spec, "clusterIPs", []any{spec["clusterIP"]})
	if spec["type"] == "LoadBalancer" {
		balancer := child(child(service.Object, "status"), "loadBalancer")
		if balancer["ingress"] == nil {
			balancer["ingress"] = []any{map[string]any{"ip": a.balancer()}}
		}
	}
}

// completePod makes the Pod run, unless its status says what it does, and notes on it what the CNI agent would.
func (m *Mesh) completePod(pod *manifest.Object, a *addresses) {
	setDefault(child(pod.Object, "spec"), "serviceAccountName", "default")
	status := child(pod.Object, "status")
	setDefault(status, "phase", "Running")
	setDefault(status, "conditions", []any{map[string]any{"type": "Ready", "status": "True"}})
	if ip, _ := status["podIP"].(string); ip == "" {
		status["podIP"] = a.pod()
	}
	setDefault(status, "podIPs", []any{map[string]any{"ip": status["podIP"]}})
	if m.captured(pod) {
		annotations := pod.GetAnnotations()
		if annotations == nil {
			annotations = map[string]string{}
		}
		annotations["ambient.istio.io/redirection"] = "enabled"
		pod.SetAnnotations(annotations)
	}
}

// captured tells whether the CNI agent redirects the Pod's traffic to ztunnel.
func (m *Mesh) captured(pod *manifest.Object) bool {
	if host, _, _ := unstructured.NestedBool(pod.Object, "spec", "hostNetwork"); host {
		return false
	}
	if _, sidecar := pod.GetAnnotations()["sidecar.istio.io/status"]; sidecar {
		return false
	}
	switch pod.GetLabels()["istio.io/dataplane-mode"] {
	case "ambient":
		return true
	case "none":
		return false
	}
	ns := m.find(manifest.Key{Kind: "Namespace", Name: pod.GetNamespace()})
	return ns != nil && ns.GetLabels()["istio.io/dataplane-mode"] == "ambient"
}

// completeServiceEntry gives each host an address where istiod's allocator would.
func completeServiceEntry(entry *manifest.Object, a *addresses) {
	if given, _, _ := unstructured.NestedSlice(entry.Object, "status", "addresses"); len(given) > 0 {
		return
	}
	typed, err := typedObject(entry)
	if err != nil || !serviceentry.ShouldV2AutoAllocateIP(typed.(*networkingv1.ServiceEntry)) {
		return
	}
	spec := &typed.(*networkingv1.ServiceEntry).Spec
	var given []any
	for _, name := range spec.Hosts {
		// As keepHost of istiod's allocator.
		if !host.Name(name).IsWildCarded() || spec.Resolution == networkingapi.ServiceEntry_DYNAMIC_DNS {
			given = append(given, map[string]any{"host": name, "value": a.host()})
		}
	}
	child(entry.Object, "status")["addresses"] = given
}

// child returns the object in a field, which is made if it is absent.
func child(parent map[string]any, name string) map[string]any {
	value, ok := parent[name].(map[string]any)
	if !ok {
		value = map[string]any{}
		parent[name] = value
	}
	return value
}

func setDefault(object map[string]any, name string, value any) {
	if object[name] == nil {
		object[name] = value
	}
}
