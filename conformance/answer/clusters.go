package answer

import (
	"math"
	"strings"
	"time"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	internalupstream "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/internal_upstream/v3"
	proxyprotocol "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/proxy_protocol/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/wrapperspb"
	"istio.io/istio/pilot/pkg/model"
	security "istio.io/istio/pilot/pkg/security/model"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/mesh"
)

// ofSettings are the kinds of clusters that DestinationRules have a say in.
var ofSettings = []string{"inbound-vip|", "outbound|"}

// Clusters runs a mesh and returns, by waypoint and by name, how its clusters differ from those without DestinationRule.
func Clusters(m *mesh.Mesh) (Record, error) {
	all := Record{}
	err := m.Run(func(istiod *mesh.Istiod) error {
		if err := istiod.Settle(); err != nil {
			return err
		}
		for _, waypoint := range istiod.Waypoints() {
			proxy, err := istiod.Proxy(waypoint)
			if err != nil || proxy.Type != model.Waypoint {
				continue
			}
			one := Record{}
			for _, c := range istiod.Clusters(proxy) {
				if isOfSettings(c.Name) {
					one[c.Name] = settingsOf(c)
				}
			}
			all[waypoint.Namespace+"/"+waypoint.Name] = one
		}
		return nil
	})
	return Record{"istio": Istio, "mode": m.Mode, "rejected": rejected(m), "clusters": all}, err
}

func isOfSettings(name string) bool {
	for _, prefix := range ofSettings {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

func settingsOf(c *cluster.Cluster) Record {
	record := Record{"loadBalancer": loadBalancer(c)}
	addLimits(record, c)
	if timeout := c.GetConnectTimeout().AsDuration(); timeout != defaultConnectTimeout {
		record["connectTimeout"] = timeout.Milliseconds()
	}
	if detection := c.GetOutlierDetection(); detection != nil {
		record["outlierDetection"] = Record{
			"consecutive5xxErrors": number(detection.Consecutive_5Xx), "consecutiveGatewayErrors": number(detection.ConsecutiveGatewayFailure),
			"maxEjectionPercent": number(detection.MaxEjectionPercent), "minHealthPercent": c.GetCommonLbConfig().GetHealthyPanicThreshold().GetValue(),
		}
	}
	for _, socket := range sockets(c) {
		addSocket(record, socket)
	}
	if mode, ok := record["tls"].(Record); ok && mode["mode"] == ofMesh && c.GetType() == cluster.Cluster_ORIGINAL_DST {
		// istiod chooses it here where no DestinationRule asks for it.
		delete(record, "tls")
	}
	return record
}

// defaultConnectTimeout is that of MeshConfig.
const defaultConnectTimeout = 10 * time.Second

// addLimits tells the limits that a cluster has; without settings there are none.
func addLimits(record Record, c *cluster.Cluster) {
	for _, threshold := range c.GetCircuitBreakers().GetThresholds() {
		for name, limit := range map[string]*wrapperspb.UInt32Value{
			"maxConnections": threshold.MaxConnections, "http1MaxPendingRequests": threshold.MaxPendingRequests,
			"http2MaxRequests": threshold.MaxRequests, "maxRetries": threshold.MaxRetries,
		} {
			if limit.GetValue() != math.MaxUint32 {
				record[name] = number(limit)
			}
		}
		if budget := threshold.GetRetryBudget(); budget != nil {
			record["retryBudget"] = Record{"percent": budget.BudgetPercent.GetValue(), "minRetryConcurrency": number(budget.MinRetryConcurrency)}
		}
	}
}

func loadBalancer(c *cluster.Cluster) string {
	policy := c.LbPolicy.String()
	switch {
	case c.GetRingHashLbConfig() != nil:
		return policy + " " + c.GetRingHashLbConfig().MinimumRingSize.String()
	case c.GetMaglevLbConfig() != nil:
		return policy + " " + c.GetMaglevLbConfig().TableSize.String()
	}
	return policy
}

// sockets are the transport sockets that lead to endpoints, but for that which istiod chooses for endpoints with sidecars.
func sockets(c *cluster.Cluster) []*core.TransportSocket {
	all := []*core.TransportSocket{c.TransportSocket}
	for _, match := range c.TransportSocketMatches {
		if match.Name != forSidecars || match.Match == nil {
			all = append(all, match.TransportSocket)
		}
	}
	return all
}

const forSidecars = "tlsMode-" + model.IstioMutualTLSModeLabel

// addSocket tells what is spoken to endpoints: that through which HBONE is spoken is looked into.
func addSocket(record Record, socket *core.TransportSocket) {
	message := unpacked(socket.GetTypedConfig())
	switch config := message.(type) {
	case *internalupstream.InternalUpstreamTransport:
		addSocket(record, config.TransportSocket)
	case *proxyprotocol.ProxyProtocolUpstreamTransport:
		record["proxyProtocol"] = config.GetConfig().GetVersion().String()
		addSocket(record, config.TransportSocket)
	case *tls.UpstreamTlsContext:
		record["tls"] = Record{"sni": config.Sni, "mode": modeOf(config)}
	}
}

// ofMesh is the mode in which the certificate of the mesh is shown.
const ofMesh = "ISTIO_MUTUAL"

// modeOf is the mode that a DestinationRule has for this.
func modeOf(config *tls.UpstreamTlsContext) string {
	certificates := config.GetCommonTlsContext().GetTlsCertificateSdsSecretConfigs()
	switch {
	case len(certificates) == 0:
		return "SIMPLE"
	case certificates[0].Name == security.SDSDefaultResourceName:
		return ofMesh
	}
	return "MUTUAL"
}

func unpacked(config *anypb.Any) proto.Message {
	if config == nil {
		return nil
	}
	message, err := config.UnmarshalNew()
	if err != nil {
		return nil
	}
	return message
}

func number(value *wrapperspb.UInt32Value) any {
	if value == nil {
		return nil
	}
	return value.GetValue()
}
