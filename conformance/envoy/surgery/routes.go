package surgery

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	tcp "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"
)

// Tables say what the names in the access log stand for.
type Tables struct {
	// Routes are the routes of all chains that speak HTTP.
	Routes map[string]Route
	// TCPWeights are the weighted lists of the chains that do not, by chain.
	TCPWeights map[string][]WeightedCluster
}

func newTables() Tables {
	return Tables{Routes: map[string]Route{}, TCPWeights: map[string][]WeightedCluster{}}
}

// Route is one route of a port's table.
type Route struct {
	// Name is the name that istiod gave it.
	Name string
	// Config is the object that it comes from, as a path of the API server. Empty for the default route.
	Config string
	// Position is its index in the table of its virtual host, of which a waypoint has one.
	Position int
	// Redirects tells whether it sends callers elsewhere.
	Redirects bool
	// Weights are the clusters of a weighted list with their weights, in order; nil without such a list.
	Weights []WeightedCluster
	// Action is how it passes requests on; nil if it answers them itself.
	Action *route.RouteAction
}

// WeightedCluster is one entry of a weighted list.
type WeightedCluster struct {
	Cluster string
	Weight  int
}

// nameRoutes gives the routes of a chain names that tell them apart, and adds them to the table under these.
func nameRoutes(config *route.RouteConfiguration, chain string, table map[string]Route) {
	number := 0
	for _, host := range config.GetVirtualHosts() {
		for position, r := range host.Routes {
			name := fmt.Sprintf("%s#%d", chain, number)
			table[name] = Route{
				Name:      r.Name,
				Config:    configOf(r),
				Position:  position,
				Redirects: r.GetRedirect() != nil,
				Weights:   weightsOf(r),
				Action:    r.GetRoute(),
			}
			r.Name = name
			number++
		}
	}
}

func configOf(r *route.Route) string {
	return r.GetMetadata().GetFilterMetadata()["istio"].GetFields()["config"].GetStringValue()
}

func weightsOf(r *route.Route) []WeightedCluster {
	var weights []WeightedCluster
	for _, c := range r.GetRoute().GetWeightedClusters().GetClusters() {
		weights = appendWeight(weights, c.Name, c.GetWeight().GetValue())
	}
	return weights
}

func tcpWeightsOf(p *tcp.TcpProxy) []WeightedCluster {
	var weights []WeightedCluster
	for _, c := range p.GetWeightedClusters().GetClusters() {
		weights = appendWeight(weights, c.Name, c.Weight)
	}
	return weights
}

func appendWeight(weights []WeightedCluster, name string, weight uint32) []WeightedCluster {
	if weight == 0 {
		return weights
	}
	return append(weights, WeightedCluster{Cluster: name, Weight: int(weight)})
}

// RuleOf tells the HTTPRoute or GRPCRoute that the route comes from, and the index of the rule. istiod names such routes
// namespace.name.rule, unless the rule has a name of its own: then it can't be told.
func (r Route) RuleOf() (namespace, name string, rule int, ok bool) {
	parts := strings.Split(r.Name, ".")
	if !r.fromGatewayAPI() || len(parts) < 3 {
		return "", "", 0, false
	}
	last := len(parts) - 1
	rule, err := strconv.Atoi(parts[last])
	return parts[0], strings.Join(parts[1:last], "."), rule, err == nil
}

// fromGatewayAPI tells whether istiod made the VirtualService itself: it gives it a name that no object can have.
func (r Route) fromGatewayAPI() bool { return strings.Contains(path.Base(r.Config), "~") }
