package mesh

import "k8s.io/apimachinery/pkg/runtime/schema"

const (
	gatewayAPI = "gateway.networking.k8s.io"
	networking = "networking.istio.io"
)

var (
	namespaceKind    = schema.GroupVersionKind{Version: "v1", Kind: "Namespace"}
	secretKind       = schema.GroupVersionKind{Version: "v1", Kind: "Secret"}
	podKind          = schema.GroupVersionKind{Version: "v1", Kind: "Pod"}
	endpointsKind    = schema.GroupVersionKind{Group: "discovery.k8s.io", Version: "v1", Kind: "EndpointSlice"}
	gatewayClassKind = schema.GroupVersionKind{Group: gatewayAPI, Version: "v1", Kind: "GatewayClass"}
)
