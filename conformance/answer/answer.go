// Package answer writes down what an istiod says about a mesh, in the form of docs/conformance.md.
package answer

import (
	"fmt"
	"net/netip"
	"slices"

	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pkg/workloadapi"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/mesh"
)

// Istio is the release whose behaviour is answered.
const Istio = "1.31"

// Record is one object of an answer; which keys it has depends on what there is to say.
type Record map[string]any

// Of runs a mesh and returns the answer.
func Of(m *mesh.Mesh) (Record, error) {
	answer := Record{"istio": Istio, "mode": m.Mode, "rejected": rejected(m)}
	err := m.Run(func(istiod *mesh.Istiod) error {
		w := writer{mesh: m, istiod: istiod, waypoints: waypointsByAddress(istiod)}
		return w.write(answer)
	})
	return answer, err
}

// writer holds what the parts of an answer look up.
type writer struct {
	mesh   *mesh.Mesh
	istiod *mesh.Istiod
	// waypoints are the names of the waypoints with an address.
	waypoints map[string][]string
}

func (w *writer) write(answer Record) error {
	statuses, err := w.istiod.Statuses()
	if err != nil {
		return err
	}
	answer["gateways"] = w.gateways(statuses)
	answer["routes"] = w.routes(statuses)
	answer["services"], answer["serviceEntries"] = w.services(false), w.serviceEntries()
	answer["workloads"] = w.workloads(false)
	if w.mesh.Mode == mesh.Assume {
		answer["generated"] = Record{"services": w.services(true), "workloads": w.workloads(true)}
	}
	answer["ztunnelPolicies"] = w.ztunnelPolicies()
	answer["policies"], err = w.policies()
	return err
}

func rejected(m *mesh.Mesh) Record {
	all := Record{}
	for key, rejection := range m.Rejected {
		all[key.String()] = rejection
	}
	return all
}

// ofKind returns the objects of a kind by "namespace/name".
func (w *writer) ofKind(group, kind string) map[string]*manifest.Object {
	found := map[string]*manifest.Object{}
	for _, o := range w.mesh.Objects {
		if manifest.Is(o, group, kind) {
			found[o.GetNamespace()+"/"+o.GetName()] = o
		}
	}
	return found
}

func (w *writer) isGenerated(key manifest.Key) bool {
	_, generated := w.mesh.Generated[key]
	return generated
}

func waypointsByAddress(istiod *mesh.Istiod) map[string][]string {
	names := map[string][]string{}
	for _, waypoint := range istiod.WaypointInfos() {
		if waypoint.Address != nil {
			address := addressKey(waypoint.Address)
			names[address] = append(names[address], waypoint.ResourceName())
		}
	}
	return names
}

// addressKey is an address as text: a host name within its namespace, or an IP.
func addressKey(address *workloadapi.GatewayAddress) string {
	if hostname := address.GetHostname(); hostname != nil {
		return hostname.Namespace + "/" + hostname.Hostname
	}
	ip, _ := netip.AddrFromSlice(address.GetAddress().GetAddress())
	return address.GetAddress().GetNetwork() + "/" + ip.String()
}

// nameOf finds the waypoint with an address: nil for no address, known = false if two have it.
func (w *writer) nameOf(address *workloadapi.GatewayAddress) (name any, known bool) {
	if address == nil {
		return nil, true
	}
	names := w.waypoints[addressKey(address)]
	if len(names) != 1 {
		return nil, false
	}
	return names[0], true
}

// conditions are those that istiod writes; ones that it removes are left out.
func conditions(set model.ConditionSet) Record {
	written := Record{}
	for name, condition := range set {
		if condition != nil {
			written[string(name)] = Record{"status": truth(condition.Status), "reason": condition.Reason, "message": condition.Message}
		}
	}
	return written
}

func truth(value bool) string {
	if value {
		return "True"
	}
	return "False"
}

func sorted(values []string) []string {
	all := slices.Clone(values)
	slices.Sort(all)
	if all == nil {
		return []string{}
	}
	return all
}

func explain(record Record, message *model.StatusMessage) {
	if message != nil {
		record["reason"], record["message"] = message.Reason, message.Message
	}
}

func nullable(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func join(parts ...any) string {
	text := fmt.Sprint(parts[0])
	for _, part := range parts[1:] {
		text += "/" + fmt.Sprint(part)
	}
	return text
}
