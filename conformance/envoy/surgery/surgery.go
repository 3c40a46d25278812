// Package surgery makes the configuration that istiod generated for a waypoint run in a stock Envoy on a loopback address, and
// talk about what it decides. What decides stays as it is.
//
// Taken out: filters that only Istio's build of Envoy has (they tell peers who they are, and count), those that look hosts up in
// DNS, the listeners that carry requests on to pods, TLS and load balancing towards backends.
//
// Replaced: certificates and keys for tokens by those of this run; each cluster by one stub endpoint, or by none if istiod
// knows no endpoint.
//
// Added: the caller's address in a PROXY protocol header, since there is one host only; access logs; names of routes, and
// prefixes of statistics, that say which one decided.
package surgery

import (
	"fmt"

	admin "github.com/envoyproxy/go-control-plane/envoy/config/bootstrap/v3"
	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	endpoint "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	internallistener "github.com/envoyproxy/go-control-plane/envoy/extensions/bootstrap/internal_listener/v3"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
)

// Generated is what istiod generated for one waypoint, or for a gateway that serves as one.
type Generated struct {
	Listeners []*listener.Listener
	Clusters  []*cluster.Cluster
	Endpoints []*endpoint.ClusterLoadAssignment
	// Routes are those that a gateway asks istiod for by name; a waypoint has them in its listeners.
	Routes []*route.RouteConfiguration
}

// Options are what this run puts in.
type Options struct {
	// Certificate and Key are the waypoint's, Root those of the callers; all are PEM.
	Certificate, Key, Root []byte
	// JWKS is the key set that every rule for tokens gets.
	JWKS string
	// BackendPort is the loopback port of the stub that stands for all endpoints.
	BackendPort int
	// AdminSocket is the path of a socket for Envoy's administration.
	AdminSocket string
}

// Waypoint is a waypoint that can be run.
type Waypoint struct {
	Bootstrap *admin.Bootstrap
	Tables
	// Gateway: it takes plain connections, each port at a listener of its own, and no tunnels.
	Gateway bool
}

// Names of the listeners of a waypoint. The third one, which carries requests on to pods, is left out.
const (
	outerListener = "connect_terminate"
	innerListener = "main_internal"
)

// Operate makes a runnable waypoint. The generated configuration is not changed.
func Operate(generated Generated, options Options) (*Waypoint, error) {
	outer, err := findListener(generated.Listeners, outerListener)
	if err != nil {
		return nil, err
	}
	inner, err := findListener(generated.Listeners, innerListener)
	if err != nil {
		return nil, err
	}
	if err := operateOuter(outer, options); err != nil {
		return nil, fmt.Errorf("listener %s: %w", outerListener, err)
	}
	tables, err := operateInner(inner, options)
	if err != nil {
		return nil, fmt.Errorf("listener %s: %w", innerListener, err)
	}
	return &Waypoint{
		Bootstrap: bootstrap([]*listener.Listener{outer, inner}, stubs(generated, options.BackendPort), options.AdminSocket),
		Tables:    tables,
	}, nil
}

func findListener(listeners []*listener.Listener, name string) (*listener.Listener, error) {
	for _, l := range listeners {
		if l.Name == name {
			return proto.Clone(l).(*listener.Listener), nil
		}
	}
	return nil, fmt.Errorf("istiod generated no listener %s", name)
}

func bootstrap(listeners []*listener.Listener, clusters []*cluster.Cluster, adminSocket string) *admin.Bootstrap {
	return &admin.Bootstrap{
		Node:            &core.Node{Id: "waypoint", Cluster: "conformance"},
		StaticResources: &admin.Bootstrap_StaticResources{Listeners: listeners, Clusters: clusters},
		Admin:           &admin.Admin{Address: &core.Address{Address: &core.Address_Pipe{Pipe: &core.Pipe{Path: adminSocket}}}},
		BootstrapExtensions: []*core.TypedExtensionConfig{{
			Name:        "envoy.bootstrap.internal_listener",
			TypedConfig: pack(&internallistener.InternalListener{}),
		}},
	}
}

// pack puts a message into an Any. Messages that this package makes can always be packed.
func pack(message proto.Message) *anypb.Any {
	packed, err := anypb.New(message)
	if err != nil {
		panic(fmt.Sprintf("%T can't be packed: %v", message, err))
	}
	return packed
}

// edit changes a message inside an Any.
func edit[T proto.Message](packed *anypb.Any, message T, change func(T) error) error {
	if err := packed.UnmarshalTo(message); err != nil {
		return err
	}
	if err := change(message); err != nil {
		return err
	}
	return packed.MarshalFrom(message)
}
