package surgery

import (
	"slices"
	"strings"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	rbac "github.com/envoyproxy/go-control-plane/envoy/config/rbac/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	filterstate "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/common/set_filter_state/v3"
	jwt "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/jwt_authn/v3"
	rbachttp "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/rbac/v3"
	statehttp "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/set_filter_state/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	statenetwork "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/set_filter_state/v3"
	tcp "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"
	"google.golang.org/protobuf/types/known/anypb"
)

const (
	// RequestHeader of the CONNECT request names the request in the access log.
	RequestHeader = "x-conformance-request"
	// requestState is the filter state that carries the name from the outer listener to the inner one.
	requestState = "conformance.request"

	// istioFactory is the factory of filter states in Istio's build of Envoy, stockFactory the one of the stock build.
	istioFactory = "istio.hashable_string"
	stockFactory = "envoy.hashable_string"
)

// Prefixes of what the RBAC filters say of their decisions, by action.
const (
	AllowPrefix = "allow_"
	DenyPrefix  = "deny_"
	AuditPrefix = "audit_"
)

// chainOptions say how to prepare one filter chain.
type chainOptions struct {
	options Options
	// tunnel: the chain takes CONNECT requests.
	tunnel bool
	// name is the name of the chain, and tables collect what it names.
	name   string
	tables Tables
	// gateway: the chain takes plain connections, and its routes are among these.
	gateway bool
	routes  map[string]*route.RouteConfiguration
}

// request says how the access log of the chain names a request.
func (o chainOptions) request() string {
	if o.gateway {
		return requestOfAddress
	}
	return requestOfTunnel
}

func operateFilters(chain *listener.FilterChain, with chainOptions) error {
	chain.Filters = slices.DeleteFunc(chain.Filters, func(f *listener.Filter) bool { return isLeftOut(f.GetTypedConfig()) })
	for _, filter := range chain.Filters {
		if err := operateFilter(filter.GetTypedConfig(), with); err != nil {
			return err
		}
	}
	return nil
}

func operateFilter(packed *anypb.Any, with chainOptions) error {
	switch {
	case packed.MessageIs(&hcm.HttpConnectionManager{}):
		return edit(packed, &hcm.HttpConnectionManager{}, func(m *hcm.HttpConnectionManager) error { return operateHTTP(m, with) })
	case packed.MessageIs(&tcp.TcpProxy{}):
		return edit(packed, &tcp.TcpProxy{}, func(p *tcp.TcpProxy) error {
			p.AccessLog = accessLog(KindTCP, with.name, with.request())
			with.tables.TCPWeights[with.name] = tcpWeightsOf(p)
			return nil
		})
	case packed.MessageIs(&statenetwork.Config{}):
		return edit(packed, &statenetwork.Config{}, func(c *statenetwork.Config) error {
			renameFactory(c.OnNewConnection)
			return nil
		})
	}
	return nil
}

func operateHTTP(m *hcm.HttpConnectionManager, with chainOptions) error {
	m.AccessLog = nil
	m.AccessLogOptions = nil
	m.Tracing = nil
	if with.gateway {
		if err := inlineRoutes(m, with.routes); err != nil {
			return err
		}
	}
	if !with.tunnel {
		m.AccessLog = accessLog(KindHTTP, with.name, with.request())
		nameRoutes(m.GetRouteConfig(), with.name, with.tables.Routes)
	}
	m.HttpFilters = slices.DeleteFunc(m.HttpFilters, func(f *hcm.HttpFilter) bool { return isLeftOut(f.GetTypedConfig()) })
	for _, filter := range m.HttpFilters {
		if err := operateHTTPFilter(filter.GetTypedConfig(), with); err != nil {
			return err
		}
	}
	return nil
}

func operateHTTPFilter(packed *anypb.Any, with chainOptions) error {
	switch {
	case packed.MessageIs(&rbachttp.RBAC{}):
		return edit(packed, &rbachttp.RBAC{}, func(r *rbachttp.RBAC) error {
			r.RulesStatPrefix = prefixOf(r.GetRules().GetAction())
			return nil
		})
	case packed.MessageIs(&jwt.JwtAuthentication{}):
		return edit(packed, &jwt.JwtAuthentication{}, func(j *jwt.JwtAuthentication) error {
			replaceKeys(j, with.options.JWKS)
			return nil
		})
	case packed.MessageIs(&statehttp.Config{}):
		return edit(packed, &statehttp.Config{}, func(c *statehttp.Config) error {
			renameFactory(c.OnRequestHeaders)
			if with.tunnel {
				c.OnRequestHeaders = append(c.OnRequestHeaders, requestName())
			}
			return nil
		})
	}
	return nil
}

// isLeftOut tells whether a filter exists only in Istio's build of Envoy, or looks up hosts in DNS. Istio's own messages are no
// part of Envoy's API, and some come as a structure that names them.
func isLeftOut(packed *anypb.Any) bool {
	url := packed.GetTypeUrl()
	return !strings.HasPrefix(url, "type.googleapis.com/envoy.extensions.") || strings.Contains(url, ".peer_metadata.") ||
		strings.Contains(url, "dynamic_forward_proxy.")
}

func prefixOf(action rbac.RBAC_Action) string {
	switch action {
	case rbac.RBAC_DENY:
		return DenyPrefix
	case rbac.RBAC_LOG:
		return AuditPrefix
	}
	return AllowPrefix
}

// replaceKeys makes every provider accept the keys of this run.
func replaceKeys(j *jwt.JwtAuthentication, keys string) {
	for _, provider := range j.Providers {
		provider.JwksSourceSpecifier = &jwt.JwtProvider_LocalJwks{
			LocalJwks: &core.DataSource{Specifier: &core.DataSource_InlineString{InlineString: keys}},
		}
	}
}

func renameFactory(values []*filterstate.FilterStateValue) {
	for _, value := range values {
		if value.FactoryKey == istioFactory {
			value.FactoryKey = stockFactory
		}
	}
}

// requestName hands the name of the request on from the CONNECT request to what is inside.
func requestName() *filterstate.FilterStateValue {
	return &filterstate.FilterStateValue{
		Key:        &filterstate.FilterStateValue_ObjectKey{ObjectKey: requestState},
		FactoryKey: stockFactory,
		Value: &filterstate.FilterStateValue_FormatString{FormatString: &core.SubstitutionFormatString{
			Format: &core.SubstitutionFormatString_TextFormatSource{TextFormatSource: &core.DataSource{
				Specifier: &core.DataSource_InlineString{InlineString: "%REQ(" + RequestHeader + ")%"},
			}},
		}},
		SharedWithUpstream: filterstate.FilterStateValue_ONCE,
	}
}
