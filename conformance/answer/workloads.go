package answer

import (
	"net/netip"

	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pkg/config/schema/kind"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
)

const gatewayNameLabel = "gateway.networking.k8s.io/gateway-name"

// workloads answers for traffic to Pods, WorkloadEntries and inline endpoints: those of the files, or the generated ones.
func (w *writer) workloads(generated bool) Record {
	all := Record{}
	for _, info := range w.istiod.Workloads() {
		source := info.Source
		pod := manifest.Key{Kind: "Pod", Namespace: source.Namespace, Name: source.Name}
		if (source.Kind == kind.Pod && w.isGenerated(pod)) == generated {
			all[workloadName(info)] = w.workload(info)
		}
	}
	return all
}

func workloadName(info model.WorkloadInfo) string {
	if isEndpoint(info) {
		return join(kind.ServiceEntry, info.Workload.GetNamespace(), info.Workload.GetName(), endpointName(info))
	}
	return join(info.Source.Kind, info.Source.Namespace, info.Source.Name)
}

// isEndpoint tells whether the workload is an inline endpoint of a ServiceEntry: istiod calls it a WorkloadEntry without a
// name.
func isEndpoint(info model.WorkloadInfo) bool {
	return info.Source.Kind == kind.WorkloadEntry && info.Source.Name == ""
}

// endpointName is the address of an inline endpoint, or its host name.
func endpointName(info model.WorkloadInfo) string {
	for _, address := range info.Workload.GetAddresses() {
		if ip, ok := netip.AddrFromSlice(address); ok {
			return ip.String()
		}
	}
	return info.Workload.GetHostname()
}

// labels are those by which istiod looks for the waypoint of a workload: of an inline endpoint its own, not those of the
// ServiceEntry.
func (w *writer) labels(info model.WorkloadInfo) map[string]string {
	if !isEndpoint(info) {
		return info.Labels
	}
	entry := w.ofKind("networking.istio.io", "ServiceEntry")[join(info.Workload.GetNamespace(), info.Workload.GetName())]
	endpoints, _, _ := unstructured.NestedSlice(entry.Object, "spec", "endpoints")
	for _, item := range endpoints {
		endpoint, _ := item.(map[string]any)
		if endpoint["address"] == endpointName(info) {
			labels, _, _ := unstructured.NestedStringMap(endpoint, "labels")
			return labels
		}
	}
	return nil
}

func (w *writer) workload(info model.WorkloadInfo) Record {
	record := Record{"authorizationPolicies": sorted(info.Workload.GetAuthorizationPolicies())}
	if name, known := w.nameOf(info.Workload.GetWaypoint()); known {
		record["waypoint"] = name
	}
	if info.Source.Kind == kind.WorkloadEntry && !isEndpoint(info) {
		if written := conditions(info.GetConditions(nil)); len(written) > 0 {
			record["conditions"] = written
		}
		if info.Waypoint.ResourceName != "" {
			record["waypoint"] = info.Waypoint.ResourceName
			if info.Workload.GetWaypoint() == nil {
				record["bypass"] = true
			}
		}
		explain(record, info.Waypoint.Error)
	}
	if gateway := w.labels(info)[gatewayNameLabel]; gateway != "" {
		for _, waypoint := range w.istiod.Waypoints() {
			if waypoint.Namespace == info.Workload.GetNamespace() && waypoint.Name == gateway {
				record["isWaypointInstanceOf"] = join(waypoint.Namespace, waypoint.Name)
			}
		}
	}
	if tunnel := info.Workload.GetApplicationTunnel(); tunnel != nil {
		record["applicationTunnel"] = Record{"protocol": tunnel.GetProtocol().String(), "port": tunnel.GetPort()}
	}
	return record
}
