package surgery

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"

	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	proxyprotocol "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/listener/proxy_protocol/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	"google.golang.org/protobuf/proto"
)

// OperateGateway makes a runnable ingress gateway that serves as a waypoint. ztunnel takes the tunnels for it, so that its
// listeners take plain connections: each listens on a loopback port of its own, and keeps its name.
func OperateGateway(generated Generated, options Options) (*Waypoint, error) {
	tables := newTables()
	routes := map[string]*route.RouteConfiguration{}
	for _, config := range generated.Routes {
		routes[config.Name] = config
	}
	var listeners []*listener.Listener
	for _, l := range openListeners(generated) {
		l = proto.Clone(l).(*listener.Listener)
		if err := operateEntrance(l, chainOptions{gateway: true, routes: routes, tables: tables, options: options}); err != nil {
			return nil, fmt.Errorf("listener %s: %w", l.Name, err)
		}
		listeners = append(listeners, l)
	}
	return &Waypoint{
		Bootstrap: bootstrap(listeners, stubs(generated, options.BackendPort), options.AdminSocket),
		Tables:    tables,
		Gateway:   true,
	}, nil
}

// IsOpen tells whether a gateway listens at all: for a port to which no route is attached istiod may generate no listener.
func IsOpen(gateway Generated) bool { return len(openListeners(gateway)) > 0 }

func openListeners(gateway Generated) []*listener.Listener {
	return slices.DeleteFunc(slices.Clone(gateway.Listeners), func(l *listener.Listener) bool {
		return l.GetAddress().GetSocketAddress() == nil
	})
}

// operateEntrance prepares a listener that takes plain connections, with the caller's address in front.
func operateEntrance(l *listener.Listener, with chainOptions) error {
	l.Address = loopback(0)
	l.AdditionalAddresses = nil
	l.ListenerFilters = append([]*listener.ListenerFilter{callerInFront()}, l.ListenerFilters...)
	l.AccessLog = accessLog(KindListener, "", requestOfAddress)
	for i, chain := range l.FilterChains {
		if err := inlineCertificates(chain, with.options); err != nil {
			return err
		}
		with.name = fmt.Sprintf("%s/%d", l.Name, i)
		if err := operateFilters(chain, with); err != nil {
			return fmt.Errorf("chain %d: %w", i, err)
		}
	}
	return nil
}

func callerInFront() *listener.ListenerFilter {
	return &listener.ListenerFilter{
		Name:       "envoy.filters.listener.proxy_protocol",
		ConfigType: &listener.ListenerFilter_TypedConfig{TypedConfig: pack(&proxyprotocol.ProxyProtocol{})},
	}
}

// inlineCertificates gives a chain that ends TLS the certificate of this run.
func inlineCertificates(chain *listener.FilterChain, options Options) error {
	packed := chain.GetTransportSocket().GetTypedConfig()
	if packed == nil {
		return nil
	}
	return edit(packed, &tls.DownstreamTlsContext{}, func(context *tls.DownstreamTlsContext) error {
		context.CommonTlsContext = &tls.CommonTlsContext{
			TlsCertificates: []*tls.TlsCertificate{{CertificateChain: inline(options.Certificate), PrivateKey: inline(options.Key)}},
		}
		return nil
	})
}

// inlineRoutes puts the routes into a connection manager that would ask istiod for them.
func inlineRoutes(m *hcm.HttpConnectionManager, routes map[string]*route.RouteConfiguration) error {
	name := m.GetRds().GetRouteConfigName()
	config, known := routes[name]
	if !known {
		return fmt.Errorf("istiod generated no routes %q", name)
	}
	m.RouteSpecifier = &hcm.HttpConnectionManager_RouteConfig{RouteConfig: proto.Clone(config).(*route.RouteConfiguration)}
	return nil
}

// EntranceOf is the name of the listener of a gateway that takes connections to a port.
func EntranceOf(port string) string { return "0.0.0.0_" + port }

// RequestFrom is the name in the access log of a gateway of what comes from an address on this host.
func RequestFrom(address net.Addr) string { return "from " + address.String() }

// EntrancesTo are the entrances to the ports of a service at an address.
func EntrancesTo(address netip.Addr, ports []uint32) Entrances {
	named := map[string]bool{}
	for _, port := range ports {
		named[strconv.Itoa(int(port))] = true
	}
	return Entrances{{block: netip.PrefixFrom(address, address.BitLen()), ports: named}}
}
