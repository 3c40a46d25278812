package surgery

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	udpa "github.com/cncf/xds/go/udpa/type/v1"
	xdscore "github.com/cncf/xds/go/xds/core/v3"
	matcher "github.com/cncf/xds/go/xds/type/matcher/v3"
	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	endpoint "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	rbac "github.com/envoyproxy/go-control-plane/envoy/config/rbac/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	filterstate "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/common/set_filter_state/v3"
	jwt "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/jwt_authn/v3"
	rbachttp "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/rbac/v3"
	router "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/router/v3"
	statehttp "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/set_filter_state/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	tcp "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

var options = Options{Certificate: []byte("cert"), Key: []byte("key"), Root: []byte("root"), JWKS: "{mine}", BackendPort: 4321, AdminSocket: "/x/admin"}

func TestOperate(t *testing.T) {
	generated := waypoint()
	before, err := protojson.Marshal(generated.Listeners[1])
	if err != nil {
		t.Fatal(err)
	}
	operated, err := Operate(generated, options)
	if err != nil {
		t.Fatal(err)
	}
	if after, _ := protojson.Marshal(generated.Listeners[1]); string(after) != string(before) {
		t.Error("the generated configuration was changed")
	}
	listeners := operated.Bootstrap.StaticResources.Listeners
	if len(listeners) != 2 || listeners[0].Name != outerListener || listeners[1].Name != innerListener {
		t.Fatalf("got %d listeners", len(listeners))
	}
	t.Run("outer", func(t *testing.T) { checkOuter(t, listeners[0]) })
	t.Run("http", func(t *testing.T) { checkHTTP(t, listeners[1].FilterChains[0]) })
	t.Run("tcp", func(t *testing.T) { checkTCP(t, listeners[1].FilterChains[1], operated.Tables) })
	t.Run("routes", func(t *testing.T) { checkRoutes(t, operated.Routes) })
}

func checkOuter(t *testing.T, l *listener.Listener) {
	if got := l.Address.GetSocketAddress(); got.Address != "127.0.0.1" || got.GetPortValue() != 0 {
		t.Errorf("listens on %v", got)
	}
	if l.ListenerFilters[0].Name != "envoy.filters.listener.proxy_protocol" {
		t.Error("no PROXY protocol in front")
	}
	var context tls.DownstreamTlsContext
	unpack(t, l.FilterChains[0].TransportSocket.GetTypedConfig(), &context)
	validation := context.CommonTlsContext.GetValidationContext()
	if string(validation.GetTrustedCa().GetInlineBytes()) != "root" || len(validation.MatchTypedSubjectAltNames) != 1 {
		t.Errorf("callers are checked by %v", validation)
	}
	if string(context.CommonTlsContext.TlsCertificates[0].PrivateKey.GetInlineBytes()) != "key" || context.CommonTlsContext.TlsCertificateSdsSecretConfigs != nil {
		t.Error("the certificate is not this run's")
	}
	var state statehttp.Config
	unpack(t, manager(t, l.FilterChains[0]).HttpFilters[0].GetTypedConfig(), &state)
	if len(state.OnRequestHeaders) != 2 || state.OnRequestHeaders[0].FactoryKey != stockFactory || state.OnRequestHeaders[1].GetObjectKey() != requestState {
		t.Errorf("filter state: %v", state.OnRequestHeaders)
	}
}

func checkHTTP(t *testing.T, chain *listener.FilterChain) {
	m := manager(t, chain)
	var names []string
	for _, f := range m.HttpFilters {
		names = append(names, f.Name)
	}
	if want := []string{"jwt", "deny", "allow", "router"}; !slices.Equal(names, want) {
		t.Fatalf("filters %v, expected %v", names, want)
	}
	var keys jwt.JwtAuthentication
	unpack(t, m.HttpFilters[0].GetTypedConfig(), &keys)
	if got := keys.Providers["p"].GetLocalJwks().GetInlineString(); got != "{mine}" {
		t.Errorf("keys %q", got)
	}
	for i, want := range map[int]string{1: DenyPrefix, 2: AllowPrefix} {
		var r rbachttp.RBAC
		unpack(t, m.HttpFilters[i].GetTypedConfig(), &r)
		if r.RulesStatPrefix != want || len(r.Rules.Policies) != 1 {
			t.Errorf("filter %d: prefix %q, rules %v", i, r.RulesStatPrefix, r.Rules)
		}
	}
	if len(m.AccessLog) != 1 || m.Tracing != nil {
		t.Error("no access log, or tracing")
	}
	if got := m.GetRouteConfig().VirtualHosts[0].Routes[1].Name; got != "chain-http#1" {
		t.Errorf("second route is called %q", got)
	}
}

func checkTCP(t *testing.T, chain *listener.FilterChain, tables Tables) {
	var p tcp.TcpProxy
	unpack(t, chain.Filters[0].GetTypedConfig(), &p)
	if len(chain.Filters) != 1 || len(p.AccessLog) != 1 {
		t.Errorf("filters %v", chain.Filters)
	}
	if got := tables.TCPWeights["chain-tcp"]; !slices.Equal(got, []WeightedCluster{{"a", 3}}) {
		t.Errorf("weights %v", got)
	}
}

func checkRoutes(t *testing.T, routes map[string]Route) {
	first := routes["chain-http#0"]
	namespace, name, rule, ok := first.RuleOf()
	if !ok || namespace != "shop" || name != "web.v2" || rule != 3 || first.Position != 0 || !slices.Equal(first.Weights, []WeightedCluster{{"b", 9}}) {
		t.Errorf("first route: %+v", first)
	}
	second := routes["chain-http#1"]
	if _, _, _, ok := second.RuleOf(); ok || second.Name != "a.b.1" || !second.Redirects || second.Position != 1 {
		t.Errorf("a name of a VirtualService was read as one of an HTTPRoute: %+v", second)
	}
}

func TestOperateWantsBothListeners(t *testing.T) {
	generated := waypoint()
	generated.Listeners = generated.Listeners[:1]
	if _, err := Operate(generated, options); err == nil || !strings.Contains(err.Error(), innerListener) {
		t.Errorf("got %v", err)
	}
}

func TestStubs(t *testing.T) {
	address := &endpoint.LocalityLbEndpoints{LbEndpoints: []*endpoint.LbEndpoint{{}}}
	unhealthy := &endpoint.LocalityLbEndpoints{LbEndpoints: []*endpoint.LbEndpoint{{HealthStatus: core.HealthStatus_UNHEALTHY}}}
	eds := func(name string) *cluster.Cluster {
		return &cluster.Cluster{Name: name, ClusterDiscoveryType: &cluster.Cluster_Type{Type: cluster.Cluster_EDS}}
	}
	dns := func(name string, endpoints ...*endpoint.LocalityLbEndpoints) *cluster.Cluster {
		return &cluster.Cluster{Name: name, ClusterDiscoveryType: &cluster.Cluster_Type{Type: cluster.Cluster_STRICT_DNS},
			LoadAssignment: &endpoint.ClusterLoadAssignment{Endpoints: endpoints}}
	}
	aliased := eds("aliased")
	aliased.EdsClusterConfig = &cluster.Cluster_EdsClusterConfig{ServiceName: "alias"}
	generated := Generated{
		Clusters: []*cluster.Cluster{
			{Name: innerListener}, eds("ready"), eds("unready"), eds("unknown"), aliased, dns("dns", address), dns("no-dns"),
			{Name: "dialled", ClusterDiscoveryType: &cluster.Cluster_Type{Type: cluster.Cluster_ORIGINAL_DST}},
			{Name: "custom", ClusterDiscoveryType: &cluster.Cluster_ClusterType{ClusterType: &cluster.Cluster_CustomClusterType{Name: "x"}}},
		},
		Endpoints: []*endpoint.ClusterLoadAssignment{
			{ClusterName: "ready", Endpoints: []*endpoint.LocalityLbEndpoints{unhealthy, address}},
			{ClusterName: "unready", Endpoints: []*endpoint.LocalityLbEndpoints{unhealthy}},
			{ClusterName: "alias", Endpoints: []*endpoint.LocalityLbEndpoints{address}},
		},
	}
	want := map[string]bool{"ready": true, "aliased": true, "dns": true, "dialled": true, "custom": true}
	for _, c := range stubs(generated, 4321) {
		if c.Name == innerListener {
			continue
		}
		endpoints := c.LoadAssignment.Endpoints
		if got := len(endpoints) > 0; got != want[c.Name] {
			t.Errorf("%s: endpoint %v, expected %v", c.Name, got, want[c.Name])
		}
		if len(endpoints) > 0 && endpoints[0].LbEndpoints[0].GetEndpoint().Address.GetSocketAddress().GetPortValue() != 4321 {
			t.Errorf("%s does not lead to the stub", c.Name)
		}
	}
}

func TestEntrances(t *testing.T) {
	byPort := &matcher.Matcher{MatcherType: &matcher.Matcher_MatcherTree_{MatcherTree: &matcher.Matcher_MatcherTree{
		Input:    &xdscore.TypedExtensionConfig{Name: "port"},
		TreeType: &matcher.Matcher_MatcherTree_ExactMatchMap{ExactMatchMap: &matcher.Matcher_MatcherTree_MatchMap{Map: map[string]*matcher.Matcher_OnMatch{"80": {}}}},
	}}}
	byProtocol := &matcher.Matcher{MatcherType: &matcher.Matcher_MatcherTree_{MatcherTree: &matcher.Matcher_MatcherTree{
		Input: &xdscore.TypedExtensionConfig{Name: "application-protocol"},
	}}}
	ranges := &matcher.IPMatcher{RangeMatchers: []*matcher.IPMatcher_IPRangeMatcher{
		addressRange("10.96.0.0", 16, byProtocol), addressRange("10.96.0.11", 32, byPort), addressRange("2001:db8::1", 128, byPort),
	}}
	l := &listener.Listener{Name: innerListener, FilterChainMatcher: &matcher.Matcher{MatcherType: &matcher.Matcher_MatcherTree_{
		MatcherTree: &matcher.Matcher_MatcherTree{TreeType: &matcher.Matcher_MatcherTree_CustomMatch{
			CustomMatch: &xdscore.TypedExtensionConfig{TypedConfig: pack(ranges)},
		}},
	}}}
	entrances, err := EntrancesOf([]*listener.Listener{l})
	if err != nil {
		t.Fatal(err)
	}
	for target, want := range map[string]bool{
		"10.96.0.11:80": true, "10.96.0.11:81": false, "10.96.0.12:81": true, "10.97.0.1:80": false, "[2001:db8::1]:80": true, "[2001:db8::2]:80": false,
	} {
		address := netip.MustParseAddrPort(target)
		_, port, _ := strings.Cut(target[strings.LastIndex(target, "]")+1:], ":")
		if got := entrances.Take(address.Addr(), port); got != want {
			t.Errorf("%s: %v, expected %v", target, got, want)
		}
	}
}

func addressRange(prefix string, length uint32, then *matcher.Matcher) *matcher.IPMatcher_IPRangeMatcher {
	return &matcher.IPMatcher_IPRangeMatcher{
		Ranges:  []*xdscore.CidrRange{{AddressPrefix: prefix, PrefixLen: wrapperspb.UInt32(length)}},
		OnMatch: &matcher.Matcher_OnMatch{OnMatch: &matcher.Matcher_OnMatch_Matcher{Matcher: then}},
	}
}

// waypoint is a waypoint's configuration, of which each thing that is changed has one.
func waypoint() Generated {
	return Generated{Listeners: []*listener.Listener{
		{Name: outerListener, FilterChains: []*listener.FilterChain{{
			TransportSocket: &core.TransportSocket{ConfigType: &core.TransportSocket_TypedConfig{TypedConfig: pack(&tls.DownstreamTlsContext{CommonTlsContext: &tls.CommonTlsContext{
				TlsCertificateSdsSecretConfigs: []*tls.SdsSecretConfig{{Name: "default"}},
				ValidationContextType: &tls.CommonTlsContext_CombinedValidationContext{CombinedValidationContext: &tls.CommonTlsContext_CombinedCertificateValidationContext{
					DefaultValidationContext: &tls.CertificateValidationContext{MatchTypedSubjectAltNames: []*tls.SubjectAltNameMatcher{{}}},
				}},
			}})}},
			Filters: network(&hcm.HttpConnectionManager{HttpFilters: []*hcm.HttpFilter{
				http("state", &statehttp.Config{OnRequestHeaders: []*filterstate.FilterStateValue{{FactoryKey: istioFactory}}}),
				http("router", &router.Router{}),
			}}),
		}}},
		{Name: innerListener, FilterChains: []*listener.FilterChain{
			{Name: "chain-http", Filters: network(&hcm.HttpConnectionManager{
				Tracing: &hcm.HttpConnectionManager_Tracing{},
				HttpFilters: []*hcm.HttpFilter{
					http("peers", &udpa.TypedStruct{TypeUrl: "type.googleapis.com/io.istio.http.peer_metadata.Config"}),
					http("jwt", &jwt.JwtAuthentication{Providers: map[string]*jwt.JwtProvider{"p": {}}}),
					http("deny", &rbachttp.RBAC{Rules: rules(rbac.RBAC_DENY)}),
					http("allow", &rbachttp.RBAC{Rules: rules(rbac.RBAC_ALLOW)}),
					http("router", &router.Router{}),
				},
				RouteSpecifier: &hcm.HttpConnectionManager_RouteConfig{RouteConfig: routeTable()},
			})},
			{Name: "chain-tcp", Filters: append(
				network(&udpa.TypedStruct{TypeUrl: "type.googleapis.com/stats.PluginConfig"}),
				network(&tcp.TcpProxy{ClusterSpecifier: &tcp.TcpProxy_WeightedClusters{WeightedClusters: &tcp.TcpProxy_WeightedCluster{
					Clusters: []*tcp.TcpProxy_WeightedCluster_ClusterWeight{{Name: "a", Weight: 3}, {Name: "none"}},
				}}})...)},
		}},
	}}
}

func routeTable() *route.RouteConfiguration {
	return &route.RouteConfiguration{VirtualHosts: []*route.VirtualHost{{Routes: []*route.Route{
		{Name: "shop.web.v2.3", Metadata: from("/apis/networking.istio.io/v1/namespaces/shop/virtual-service/shop~80~web"), Action: &route.Route_Route{
			Route: &route.RouteAction{ClusterSpecifier: &route.RouteAction_WeightedClusters{WeightedClusters: &route.WeightedCluster{
				Clusters: []*route.WeightedCluster_ClusterWeight{{Name: "b", Weight: wrapperspb.UInt32(9)}, {Name: "none", Weight: wrapperspb.UInt32(0)}},
			}}},
		}},
		{Name: "a.b.1", Metadata: from("/apis/networking.istio.io/v1/namespaces/shop/virtual-service/web"), Action: &route.Route_Redirect{Redirect: &route.RedirectAction{}}},
	}}}}
}

func from(config string) *core.Metadata {
	return &core.Metadata{FilterMetadata: map[string]*structpb.Struct{"istio": {Fields: map[string]*structpb.Value{"config": structpb.NewStringValue(config)}}}}
}

func rules(action rbac.RBAC_Action) *rbac.RBAC {
	return &rbac.RBAC{Action: action, Policies: map[string]*rbac.Policy{"ns[a]-policy[b]-rule[0]": {}}}
}

func network(config proto.Message) []*listener.Filter {
	return []*listener.Filter{{Name: "filter", ConfigType: &listener.Filter_TypedConfig{TypedConfig: pack(config)}}}
}

func http(name string, config proto.Message) *hcm.HttpFilter {
	return &hcm.HttpFilter{Name: name, ConfigType: &hcm.HttpFilter_TypedConfig{TypedConfig: pack(config)}}
}

func manager(t *testing.T, chain *listener.FilterChain) *hcm.HttpConnectionManager {
	t.Helper()
	var m hcm.HttpConnectionManager
	unpack(t, chain.Filters[0].GetTypedConfig(), &m)
	return &m
}

func unpack(t *testing.T, packed interface{ UnmarshalTo(proto.Message) error }, into proto.Message) {
	t.Helper()
	if err := packed.UnmarshalTo(into); err != nil {
		t.Fatal(err)
	}
}
