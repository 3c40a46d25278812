package surgery

import (
	accesslog "github.com/envoyproxy/go-control-plane/envoy/config/accesslog/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	stream "github.com/envoyproxy/go-control-plane/envoy/extensions/access_loggers/stream/v3"
	"google.golang.org/protobuf/types/known/structpb"
)

// Kinds of entries of the access log.
const (
	KindHTTP     = "http"
	KindTCP      = "tcp"
	KindListener = "listener"
)

// Entry is one line of the access log. Texts that Envoy has no value for are "" or "-".
type Entry struct {
	Kind string `json:"kind"`
	// Chain is the filter chain, empty for the listener's own entries.
	Chain string `json:"chain"`
	// Request is the name of the request, see RequestHeader.
	Request     string `json:"request"`
	Code        int    `json:"code"`
	Details     string `json:"details"`
	Flags       string `json:"flags"`
	Termination string `json:"termination"`
	Route       string `json:"route"`
	Cluster     string `json:"cluster"`
	// HTTPPolicies and TCPPolicies are what the RBAC filters say of their decisions.
	HTTPPolicies map[string]any `json:"httpPolicies"`
	TCPPolicies  map[string]any `json:"tcpPolicies"`
}

// What names a request in the access log: of a tunnel what the CONNECT request said, else the address on this host that it comes from.
const (
	requestOfTunnel  = "%FILTER_STATE(" + requestState + ":PLAIN)%"
	requestOfAddress = "from %DOWNSTREAM_DIRECT_REMOTE_ADDRESS%"
)

// accessLog writes entries of one kind as JSON lines to the standard output.
func accessLog(kind, chain, request string) []*accesslog.AccessLog {
	fields := map[string]any{
		"kind":         kind,
		"chain":        chain,
		"request":      request,
		"code":         "%RESPONSE_CODE%",
		"details":      "%RESPONSE_CODE_DETAILS%",
		"flags":        "%RESPONSE_FLAGS%",
		"termination":  "%CONNECTION_TERMINATION_DETAILS%",
		"route":        "%ROUTE_NAME%",
		"cluster":      "%UPSTREAM_CLUSTER%",
		"httpPolicies": "%DYNAMIC_METADATA(envoy.filters.http.rbac)%",
		"tcpPolicies":  "%DYNAMIC_METADATA(envoy.filters.network.rbac)%",
	}
	format, err := structpb.NewStruct(fields)
	if err != nil {
		panic("texts can always be put into a structure: " + err.Error())
	}
	return []*accesslog.AccessLog{{
		Name: "envoy.access_loggers.stdout",
		ConfigType: &accesslog.AccessLog_TypedConfig{TypedConfig: pack(&stream.StdoutAccessLog{
			AccessLogFormat: &stream.StdoutAccessLog_LogFormat{LogFormat: &core.SubstitutionFormatString{
				Format: &core.SubstitutionFormatString_JsonFormat{JsonFormat: format},
			}},
		})},
	}}
}
