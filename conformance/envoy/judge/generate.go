package judge

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
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
	services  []model.ServiceInfo
}

// generate runs istiod over a mesh and takes the configuration of all waypoints.
func (j *Judge) generate(file string) (*generation, error) {
	objects, errs := manifest.ReadFile(file)
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	for _, o := range objects {
		j.replaceKeys(o)
	}
	m, err := j.load(objects)
	if err != nil {
		return nil, err
	}
	found := &generation{waypoints: map[string]surgery.Generated{}, entrances: map[string]surgery.Entrances{}}
	err = m.Run(func(istiod *mesh.Istiod) error {
		found.services = istiod.Services()
		for _, waypoint := range istiod.Waypoints() {
			if err := found.take(istiod, m, waypoint); err != nil {
				return fmt.Errorf("waypoint %s/%s: %w", waypoint.Namespace, waypoint.Name, err)
			}
		}
		return nil
	})
	return found, err
}

func (j *Judge) load(objects []*manifest.Object) (*mesh.Mesh, error) {
	options := mesh.Options{Checker: j.checker, Mode: mesh.Assume}
	if !j.options.Recorded {
		return mesh.Load(objects, options)
	}
	options.Mode = mesh.Status
	m, err := mesh.Load(prepareRecorded(objects), options)
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

func (g *generation) take(istiod *mesh.Istiod, m *mesh.Mesh, waypoint manifest.Key) error {
	proxy := proxyOf(istiod, m, waypoint)
	if proxy == nil {
		return nil
	}
	name := waypoint.Namespace + "/" + waypoint.Name
	generated := surgery.Generated{
		Listeners: istiod.Listeners(proxy),
		Clusters:  istiod.Clusters(proxy),
		Endpoints: istiod.Endpoints(proxy),
	}
	entrances, err := surgery.EntrancesOf(generated.Listeners)
	if err != nil {
		return err
	}
	g.waypoints[name], g.entrances[name] = generated, entrances
	return nil
}

// proxyOf is a pod of the waypoint as istiod sees it, or nil if it has none.
func proxyOf(istiod *mesh.Istiod, m *mesh.Mesh, waypoint manifest.Key) *model.Proxy {
	for _, o := range m.Objects {
		labels := o.GetLabels()
		if !manifest.Is(o, "", "Pod") || o.GetNamespace() != waypoint.Namespace || labels["gateway.networking.k8s.io/gateway-name"] != waypoint.Name {
			continue
		}
		status, _ := o.Object["status"].(map[string]any)
		ip, _ := status["podIP"].(string)
		return istiod.SetupProxy(&model.Proxy{
			Type:            model.Waypoint,
			ID:              o.GetName() + "." + o.GetNamespace(),
			ConfigNamespace: o.GetNamespace(),
			IPAddresses:     []string{ip},
			Labels:          labels,
			Metadata: &model.NodeMetadata{
				Namespace: o.GetNamespace(), Labels: labels, IstioVersion: "1.31.0", ClusterID: "Kubernetes",
			},
		})
	}
	return nil
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

func (g *generation) service(name string) *model.ServiceInfo {
	for i, s := range g.services {
		if s.Source.Kind == kind.Service && name == s.Service.Name+"."+s.Service.Namespace {
			return &g.services[i]
		}
	}
	for i, s := range g.services {
		if strings.EqualFold(s.Service.Hostname, name) {
			return &g.services[i]
		}
	}
	return nil
}

// serving is the waypoint that takes requests to the destination, or "".
func (g *generation) serving(d destination) string {
	for name, entrances := range g.entrances {
		if entrances.Take(d.address, d.port) {
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
