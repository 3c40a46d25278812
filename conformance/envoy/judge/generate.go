package judge

import (
	"fmt"
	"maps"
	"net"
	"net/netip"
	"slices"
	"strings"

	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pkg/config/schema/kind"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/surgery"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/mesh"
)

// generation is what istiod made of a mesh.
type generation struct {
	// waypoints are by namespace/name, with what they take.
	waypoints map[string]surgery.Generated
	entrances map[string]surgery.Entrances
	// gateways are those of the waypoints that are ingress gateways.
	gateways map[string]bool
	services []model.ServiceInfo
	rejected []string
}

// generate runs istiod over the objects of a mesh and takes the configuration of all waypoints.
func (j *Judge) generate(objects []*manifest.Object, mode mesh.Mode) (*generation, error) {
	for _, o := range objects {
		j.replaceKeys(o)
	}
	m, err := j.load(objects, mode)
	if err != nil {
		return nil, err
	}
	found := &generation{waypoints: map[string]surgery.Generated{}, entrances: map[string]surgery.Entrances{}, gateways: map[string]bool{}}
	for key := range m.Rejected {
		found.rejected = append(found.rejected, key.String())
	}
	err = m.Run(func(istiod *mesh.Istiod) error {
		if err := istiod.Settle(); err != nil {
			return err
		}
		found.services = istiod.Services()
		for _, waypoint := range istiod.Waypoints() {
			if err := found.take(istiod, waypoint); err != nil {
				return fmt.Errorf("waypoint %s/%s: %w", waypoint.Namespace, waypoint.Name, err)
			}
		}
		return nil
	})
	return found, err
}

func (j *Judge) load(objects []*manifest.Object, mode mesh.Mode) (*mesh.Mesh, error) {
	if mode != Recorded {
		return mesh.Load(objects, mesh.Options{Checker: j.checker, Mode: mode})
	}
	m, err := mesh.Load(prepareRecorded(objects), mesh.Options{Checker: j.checker, Mode: mesh.Status})
	if err == nil {
		takeRefused(m, objects)
	}
	return m, err
}

// replaceKeys takes the keys out of the rules for tokens: they are replaced anyway, and istiod need not fetch them.
func (j *Judge) replaceKeys(o *manifest.Object) {
	if !manifest.Is(o, "security.istio.io", "RequestAuthentication") {
		return
	}
	spec, _ := o.Object["spec"].(map[string]any)
	rules, _ := spec["jwtRules"].([]any)
	for _, item := range rules {
		if rule, ok := item.(map[string]any); ok {
			delete(rule, "jwksUri")
			rule["jwks"] = j.signer.JWKS()
		}
	}
}

// take keeps the configuration of a waypoint. Of Gateways that no Envoy of Istio's serves as a waypoint there is none.
func (g *generation) take(istiod *mesh.Istiod, waypoint manifest.Key) error {
	proxy, err := istiod.Proxy(waypoint)
	if err != nil || proxy.Type != model.Waypoint && proxy.Type != model.Router {
		return nil
	}
	name := waypoint.Namespace + "/" + waypoint.Name
	generated := surgery.Generated{
		Listeners: istiod.Listeners(proxy),
		Clusters:  istiod.Clusters(proxy),
		Endpoints: istiod.Endpoints(proxy),
	}
	var entrances surgery.Entrances
	if proxy.Type == model.Router {
		generated.Routes = istiod.RoutesFromListeners(proxy, generated.Listeners)
		entrances = g.entrancesThrough(name)
		g.gateways[name] = true
	} else if entrances, err = surgery.EntrancesOf(generated.Listeners); err != nil {
		return err
	}
	g.waypoints[name], g.entrances[name] = generated, entrances
	return nil
}

// entrancesThrough are the entrances to the services that a gateway serves as their waypoint: ztunnel sends it what is for their
// ports.
func (g *generation) entrancesThrough(name string) surgery.Entrances {
	var entrances surgery.Entrances
	for _, s := range g.services {
		if s.Waypoint.ResourceName != name {
			continue
		}
		var ports []uint32
		for _, port := range s.Service.Ports {
			ports = append(ports, port.ServicePort)
		}
		for _, a := range s.Service.Addresses {
			if address, ok := netip.AddrFromSlice(a.Address); ok {
				entrances = append(entrances, surgery.EntrancesTo(address, ports)...)
			}
		}
	}
	return entrances
}

// destination is what a caller dials.
type destination struct {
	address netip.Addr
	port    string
	// host is the name that callers send along if they send no other.
	host string
}

func (d destination) authority() string { return net.JoinHostPort(d.address.String(), d.port) }

// find returns what a caller dials for a target: service.namespace:port, a host with port, or an address with port.
func (g *generation) find(to string) (destination, error) {
	name, port, err := net.SplitHostPort(to)
	if err != nil {
		return destination{}, fmt.Errorf("to %q: expected a service, host or address with a port", to)
	}
	if address, err := netip.ParseAddr(name); err == nil {
		return destination{address: address, port: port, host: name}, nil
	}
	service := g.service(name)
	if service == nil {
		return destination{}, fmt.Errorf("to %q: there is no such service", to)
	}
	for _, a := range service.Service.Addresses {
		if address, ok := netip.AddrFromSlice(a.Address); ok {
			return destination{address: address, port: port, host: service.Service.Hostname}, nil
		}
	}
	return destination{}, fmt.Errorf("to %q: the service has no address", to)
}

// service finds what a target names: a Service by service.namespace, else a host, of a ServiceEntry rather than of a Service.
func (g *generation) service(name string) *model.ServiceInfo {
	var found *model.ServiceInfo
	for i, s := range g.services {
		if s.Source.Kind == kind.Service && name == s.Service.Name+"."+s.Service.Namespace {
			return &g.services[i]
		}
		if strings.EqualFold(s.Service.Hostname, name) && (found == nil || before(s, *found)) {
			found = &g.services[i]
		}
	}
	return found
}

// before orders those of one host: ServiceEntries first, then those that istiod prefers, then by name.
func before(a, b model.ServiceInfo) bool {
	if entryA, entryB := a.Source.Kind == kind.ServiceEntry, b.Source.Kind == kind.ServiceEntry; entryA != entryB {
		return entryA
	}
	if a.Service.Canonical != b.Service.Canonical {
		return a.Service.Canonical
	}
	return a.Source.String() < b.Source.String()
}

// serving is the waypoint that takes requests to the destination, or "". Of several, such as a waypoint and its canary, it is the
// first by name.
func (g *generation) serving(d destination) string {
	for _, name := range slices.Sorted(maps.Keys(g.entrances)) {
		if g.entrances[name].Take(d.address, d.port) {
			return name
		}
	}
	return ""
}

// identityOf is the SPIFFE identity of a waypoint.
func identityOf(name string) string {
	namespace, account, _ := strings.Cut(name, "/")
	return "cluster.local/ns/" + namespace + "/sa/" + account
}
