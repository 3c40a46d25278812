package surgery

import (
	"fmt"
	"strings"

	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
)

// Route is one route of a port's table.
type Route struct {
	// Name is the name that istiod gave it.
	Name string
	// Config is the object that it comes from, as a path of the API server. Empty for the default route.
	Config string
	// Position is its index in the table.
	Position int
	// Redirects tells whether it sends callers elsewhere.
	Redirects bool
	// Weights are the clusters of a weighted list with their weights, in order; nil without such a list.
	Weights []WeightedCluster
}

// WeightedCluster is one entry of a weighted list.
type WeightedCluster struct {
	Cluster string
	Weight  int
}

// nameRoutes gives the routes of a chain names that tell them apart, and adds them to the table under these.
func nameRoutes(config *route.RouteConfiguration, chain string, table map[string]Route) {
	position := 0
	for _, host := range config.GetVirtualHosts() {
		for _, r := range host.Routes {
			name := fmt.Sprintf("%s#%d", chain, position)
			table[name] = Route{
				Name:      r.Name,
				Config:    configOf(r),
				Position:  position,
				Redirects: r.GetRedirect() != nil,
				Weights:   weightsOf(r),
			}
			r.Name = name
			position++
		}
	}
}

func configOf(r *route.Route) string {
	return r.GetMetadata().GetFilterMetadata()["istio"].GetFields()["config"].GetStringValue()
}

func weightsOf(r *route.Route) []WeightedCluster {
	var weights []WeightedCluster
	for _, c := range r.GetRoute().GetWeightedClusters().GetClusters() {
		if weight := int(c.GetWeight().GetValue()); weight > 0 {
			weights = append(weights, WeightedCluster{Cluster: c.Name, Weight: weight})
		}
	}
	return weights
}

// RuleOf takes apart the name that istiod gives to the routes of an HTTPRoute or GRPCRoute: namespace.name.rule.
func (r Route) RuleOf() (namespace, name string, rule int, ok bool) {
	first, last := strings.Index(r.Name, "."), strings.LastIndex(r.Name, ".")
	if first < 0 || first == last {
		return "", "", 0, false
	}
	if _, err := fmt.Sscanf(r.Name[last+1:], "%d", &rule); err != nil {
		return "", "", 0, false
	}
	return r.Name[:first], r.Name[first+1 : last], rule, true
}
