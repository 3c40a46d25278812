package judge

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/mesh"
)

const (
	gatewayGroup   = "gateway.networking.k8s.io"
	waypointClass  = "istio-waypoint"
	meshController = "istio.io/mesh-controller"
	gatewayName    = "gateway.networking.k8s.io/gateway-name"
	managedBy      = "gateway.istio.io/managed"
)

// prepareRecorded adds to a mesh what was added when its answers were recorded: each Gateway of Istio's mesh controller, of
// whatever revision, has a Service and a Pod, and its Service's name as address if it has no address.
func prepareRecorded(objects []*manifest.Object) []*manifest.Object {
	classes := map[string]bool{waypointClass: true}
	known := map[manifest.Key]bool{}
	for _, o := range objects {
		known[manifest.KeyOf(o)] = true
		if manifest.Is(o, gatewayGroup, "GatewayClass") {
			classes[o.GetName()] = specText(o, "controllerName") == meshController
		}
	}
	prepared := objects
	for _, o := range objects {
		if !manifest.Is(o, gatewayGroup, "Gateway") || !classes[specText(o, "gatewayClassName")] {
			continue
		}
		addAddress(o)
		for _, child := range []*manifest.Object{waypointService(o), waypointPod(o)} {
			if !known[manifest.KeyOf(child)] {
				prepared = append(prepared, child)
			}
		}
	}
	return prepared
}

// takeRefused puts the objects that a cluster refuses into the mesh nevertheless: nothing was checked when answers were
// recorded.
func takeRefused(m *mesh.Mesh, objects []*manifest.Object) {
	for _, o := range objects {
		if _, refused := m.Rejected[manifest.KeyOf(o)]; refused {
			o.SetCreationTimestamp(m.Objects[0].GetCreationTimestamp())
			m.Objects = append(m.Objects, o)
		}
	}
}

func addAddress(gateway *manifest.Object) {
	if addresses, _, _ := unstructured.NestedSlice(gateway.Object, "status", "addresses"); len(addresses) > 0 {
		return
	}
	gateway.Object["status"] = map[string]any{"addresses": []any{map[string]any{
		"type": "Hostname", "value": gateway.GetName() + "." + gateway.GetNamespace() + ".svc.cluster.local",
	}}}
}

func waypointService(gateway *manifest.Object) *manifest.Object {
	service := manifest.New(schema.GroupVersionKind{Version: "v1", Kind: "Service"}, gateway.GetNamespace(), gateway.GetName())
	service.SetLabels(waypointLabels(gateway))
	service.Object["spec"] = map[string]any{
		"selector": map[string]any{gatewayName: gateway.GetName()},
		"ports":    []any{map[string]any{"name": "mesh", "port": int64(15008), "appProtocol": "hbone"}},
	}
	return service
}

func waypointPod(gateway *manifest.Object) *manifest.Object {
	pod := manifest.New(schema.GroupVersionKind{Version: "v1", Kind: "Pod"}, gateway.GetNamespace(), gateway.GetName()+"-0")
	pod.SetLabels(waypointLabels(gateway))
	pod.Object["spec"] = map[string]any{
		"serviceAccountName": gateway.GetName(),
		"containers": []any{map[string]any{
			"name": "istio-proxy", "image": "proxy", "args": []any{"proxy", "waypoint"},
		}},
	}
	return pod
}

func waypointLabels(gateway *manifest.Object) map[string]string {
	return map[string]string{gatewayName: gateway.GetName(), managedBy: "istio.io-mesh-controller", "istio.io/dataplane-mode": "none"}
}

func specText(o *manifest.Object, field string) string {
	text, _, _ := unstructured.NestedString(o.Object, "spec", field)
	return text
}
