package mesh

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"unsafe"

	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/pkg/serviceregistry/ambient"
	"istio.io/istio/pilot/pkg/status"
	"istio.io/istio/pkg/kube/krt"
)

// What istiod knows and writes to a cluster is kept in fields without accessors. Istio's version is pinned; with another
// one that lacks such a field, this panics and names it.

// internal reads a field of a field (and so on) of an object of Istio's.
func internal[T any](owner any, path ...string) T {
	value := reflect.ValueOf(owner)
	for _, name := range path {
		for value.Kind() == reflect.Pointer || value.Kind() == reflect.Interface {
			value = value.Elem()
		}
		parent := value.Type()
		if value = value.FieldByName(name); !value.IsValid() {
			panic(fmt.Sprintf("this version of Istio has no field %s in %s", name, parent))
		}
		value = reflect.NewAt(value.Type(), unsafe.Pointer(value.UnsafeAddr())).Elem()
	}
	return value.Interface().(T)
}

// WaypointInfos are the waypoints as istiod understands them, by name.
func (i *Istiod) WaypointInfos() []ambient.Waypoint {
	list := i.waypointCollection().List()
	slices.SortFunc(list, func(a, b ambient.Waypoint) int { return cmp.Compare(a.ResourceName(), b.ResourceName()) })
	return list
}

func (i *Istiod) waypointCollection() krt.Collection[ambient.Waypoint] {
	return internal[krt.Collection[ambient.Waypoint]](i.AmbientIndex, "waypoints", "Collection")
}

// Services are what ztunnel knows of Services and of hosts of ServiceEntries.
func (i *Istiod) Services() []model.ServiceInfo {
	return internal[krt.Collection[model.ServiceInfo]](i.AmbientIndex, "services", "Collection").List()
}

// Workloads are what ztunnel knows of Pods, WorkloadEntries and endpoints of ServiceEntries.
func (i *Istiod) Workloads() []model.WorkloadInfo {
	return internal[krt.Collection[model.WorkloadInfo]](i.AmbientIndex, "workloads", "Collection").List()
}

// ZtunnelPolicies are the policies that ztunnel gets; one that istiod rejects has no Authorization.
func (i *Istiod) ZtunnelPolicies() []model.WorkloadAuthorization {
	return internal[krt.Collection[model.WorkloadAuthorization]](i.AmbientIndex, "authorizationPolicies").List()
}

func (i *Istiod) gatewayStatuses() *status.StatusCollections {
	return internal[*status.StatusCollections](i.gateways, "status")
}
