package answer

import (
	"slices"
	"strings"

	"istio.io/istio/pilot/pkg/serviceregistry/ambient"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/mesh"
)

const gatewayAPI = "gateway.networking.k8s.io"

// gateways answers for each Gateway: its status, and how it can be used as a waypoint.
func (w *writer) gateways(statuses *mesh.Statuses) Record {
	waypoints := map[string]ambient.Waypoint{}
	for _, waypoint := range w.istiod.WaypointInfos() {
		waypoints[waypoint.ResourceName()] = waypoint
	}
	all := Record{}
	for name, gateway := range w.ofKind(gatewayAPI, "Gateway") {
		class, _, _ := unstructured.NestedString(gateway.Object, "spec", "gatewayClassName")
		status, written := statuses.Gateways[manifest.KeyOf(gateway)]
		record := Record{"class": class, "writtenByIstiod": written}
		if written {
			record["conditions"] = w.gatewayConditions(status)
			record["listeners"] = listeners(status)
		}
		if waypoint, found := waypoints[name]; found {
			record["waypoint"] = waypointRecord(waypoint)
		}
		all[name] = record
	}
	return all
}

// gatewayConditions leaves Programmed out in mode Status: nothing is deployed there.
func (w *writer) gatewayConditions(status gatewayv1.GatewayStatus) Record {
	written := statusConditions(status.Conditions)
	if w.mesh.Mode == mesh.Status {
		delete(written, string(gatewayv1.GatewayConditionProgrammed))
	}
	return written
}

func listeners(status gatewayv1.GatewayStatus) Record {
	all := Record{}
	for _, listener := range status.Listeners {
		all[string(listener.Name)] = Record{
			"attachedRoutes": listener.AttachedRoutes,
			"conditions":     statusConditions(listener.Conditions),
		}
	}
	return all
}

func waypointRecord(waypoint ambient.Waypoint) Record {
	allowed := Record{"from": waypoint.AllowedRoutes.FromNamespaces}
	if selector := waypoint.AllowedRoutes.Selector; selector != nil && waypoint.AllowedRoutes.FromNamespaces == gatewayv1.NamespacesFromSelector {
		allowed["selector"], allowed["matchesAll"] = selector.String(), selector.Empty()
	}
	record := Record{"trafficType": waypoint.TrafficType, "allowedRoutes": allowed}
	if binding := waypoint.DefaultBinding; binding != nil {
		record["binding"] = Record{"protocol": binding.Protocol.String(), "port": binding.Port}
	}
	return record
}

// routes answers for each route: its parents, in Istio's order.
func (w *writer) routes(statuses *mesh.Statuses) Record {
	all := Record{}
	for _, kind := range []string{"HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute"} {
		for name, route := range w.ofKind(gatewayAPI, kind) {
			parents := []Record{}
			for _, parent := range statuses.Routes[manifest.KeyOf(route)] {
				parents = append(parents, Record{"parentRef": parent.ParentRef, "conditions": statusConditions(parent.Conditions)})
			}
			all[kind+"/"+name] = Record{"parents": parents}
		}
	}
	return all
}

func statusConditions(list []metav1.Condition) Record {
	all := Record{}
	for _, condition := range list {
		message := condition.Message
		switch gatewayv1.RouteConditionReason(condition.Reason) {
		case gatewayv1.RouteReasonNotAllowedByListeners, gatewayv1.RouteReasonNoMatchingListenerHostname, gatewayv1.RouteReasonNoMatchingParent:
			message = sortedParts(message)
		}
		all[condition.Type] = Record{"status": condition.Status, "reason": condition.Reason, "message": message}
	}
	return all
}

// sortedParts sorts the parts of a message that Istio puts together in random order.
func sortedParts(message string) string {
	parts := strings.Split(message, "; ")
	slices.Sort(parts)
	return strings.Join(parts, "; ")
}
