package surgery

import (
	"time"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	endpoint "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"
)

// connectTimeout bounds the way to the stub, which is on the same host.
const connectTimeout = 5 * time.Second

// stubs replaces the clusters. What leads from the outer listener to the inner one stays.
func stubs(generated Generated, port int) []*cluster.Cluster {
	known := map[string]*endpoint.ClusterLoadAssignment{}
	for _, assignment := range generated.Endpoints {
		known[assignment.ClusterName] = assignment
	}
	var clusters []*cluster.Cluster
	for _, c := range generated.Clusters {
		if c.Name == innerListener {
			clusters = append(clusters, proto.Clone(c).(*cluster.Cluster))
			continue
		}
		clusters = append(clusters, stub(c, port, hasEndpoint(c, known)))
	}
	return clusters
}

// stub keeps of a cluster its name and the version of HTTP that it speaks.
func stub(c *cluster.Cluster, port int, alive bool) *cluster.Cluster {
	assignment := &endpoint.ClusterLoadAssignment{ClusterName: c.Name}
	if alive {
		assignment.Endpoints = []*endpoint.LocalityLbEndpoints{{LbEndpoints: []*endpoint.LbEndpoint{{
			HostIdentifier: &endpoint.LbEndpoint_Endpoint{Endpoint: &endpoint.Endpoint{Address: loopback(port)}},
		}}}}
	}
	return &cluster.Cluster{
		Name:                          c.Name,
		ClusterDiscoveryType:          &cluster.Cluster_Type{Type: cluster.Cluster_STATIC},
		ConnectTimeout:                durationpb.New(connectTimeout),
		LoadAssignment:                assignment,
		TypedExtensionProtocolOptions: c.TypedExtensionProtocolOptions,
	}
}

// hasEndpoint tells whether istiod gives the cluster an endpoint that takes requests. Clusters that look their endpoints up
// by themselves, by name or by the address that was dialled, are taken to find one.
func hasEndpoint(c *cluster.Cluster, known map[string]*endpoint.ClusterLoadAssignment) bool {
	switch c.GetType() {
	case cluster.Cluster_EDS:
		name := c.Name
		if service := c.GetEdsClusterConfig().GetServiceName(); service != "" {
			name = service
		}
		return anyAlive(known[name])
	case cluster.Cluster_ORIGINAL_DST:
		return true
	}
	if c.GetClusterType() != nil && c.LoadAssignment == nil {
		return true
	}
	return anyAlive(c.LoadAssignment)
}

func anyAlive(assignment *endpoint.ClusterLoadAssignment) bool {
	for _, locality := range assignment.GetEndpoints() {
		for _, e := range locality.LbEndpoints {
			if e.HealthStatus == core.HealthStatus_UNKNOWN || e.HealthStatus == core.HealthStatus_HEALTHY {
				return true
			}
		}
	}
	return false
}
