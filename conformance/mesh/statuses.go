package mesh

import (
	"fmt"
	"sync"

	networkingclient "istio.io/client-go/pkg/apis/networking/v1"
	securityclient "istio.io/client-go/pkg/apis/security/v1"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/pkg/serviceregistry/ambient"
	"istio.io/istio/pilot/pkg/status"
	"istio.io/istio/pkg/kube/krt"
	"istio.io/istio/pkg/test"
	corev1 "k8s.io/api/core/v1"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
)

// Statuses are what the gateway controller writes to the cluster. Objects whose status it leaves alone are absent.
type Statuses struct {
	Gateways map[manifest.Key]gatewayv1.GatewayStatus
	// Routes are the parents' statuses of HTTPRoutes, GRPCRoutes, TCPRoutes and TLSRoutes.
	Routes map[manifest.Key][]gatewayv1.RouteParentStatus
}

// Statuses computes the statuses of Gateways and routes.
func (i *Istiod) Statuses() (*Statuses, error) {
	recorder := &statusRecorder{written: map[manifest.Key]any{}}
	stop := test.NewStop(i.t)
	collections := i.gatewayStatuses()
	for _, syncer := range collections.SetQueue(recorder) {
		if !syncer.WaitUntilSynced(stop) {
			return nil, fmt.Errorf("the gateway controller was stopped")
		}
	}
	collections.UnsetQueue()
	return recorder.statuses()
}

// statusRecorder stands where istiod's status writer would be.
type statusRecorder struct {
	mu      sync.Mutex
	written map[manifest.Key]any
}

var kindOfResource = map[string]string{
	"gatewayclasses": "GatewayClass", "gateways": "Gateway", "httproutes": "HTTPRoute", "grpcroutes": "GRPCRoute", "tcproutes": "TCPRoute",
	"tlsroutes": "TLSRoute", "listenersets": "ListenerSet", "backendtlspolicies": "BackendTLSPolicy",
}

func (r *statusRecorder) EnqueueStatusUpdateResource(content any, target status.Resource) {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := manifest.Key{Group: target.Group, Kind: kindOfResource[target.Resource], Namespace: target.Namespace, Name: target.Name}
	r.written[key] = content
}

func (r *statusRecorder) statuses() (*Statuses, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := &Statuses{Gateways: map[manifest.Key]gatewayv1.GatewayStatus{}, Routes: map[manifest.Key][]gatewayv1.RouteParentStatus{}}
	for key, content := range r.written {
		switch s := content.(type) {
		case *gatewayv1.GatewayStatus:
			all.Gateways[key] = *s
		case *gatewayv1.HTTPRouteStatus:
			all.Routes[key] = s.Parents
		case *gatewayv1.GRPCRouteStatus:
			all.Routes[key] = s.Parents
		case *gatewayv1.TCPRouteStatus:
			all.Routes[key] = s.Parents
		case *gatewayv1.TLSRouteStatus:
			all.Routes[key] = s.Parents
		case *gatewayv1.GatewayClassStatus, *gatewayv1.ListenerSetStatus, *gatewayv1.PolicyStatus:
		default:
			return nil, fmt.Errorf("%s: unknown status %T", key, content)
		}
	}
	return all, nil
}

// WaypointPolicies are the statuses of the AuthorizationPolicies with targetRefs.
func (i *Istiod) WaypointPolicies() ([]model.WaypointPolicyStatus, error) {
	client := i.KubeClient()
	stop := test.NewStop(i.t)
	opts := krt.NewOptionsBuilder(stop, "judge", krt.GlobalDebugHandler)
	meshConfig := i.Env().Watcher
	statuses := ambient.WaypointPolicyStatusCollection(
		krt.NewInformer[*securityclient.AuthorizationPolicy](client, opts.WithName("AuthorizationPolicies")...),
		i.waypointCollection(),
		krt.NewInformer[*corev1.Service](client, opts.WithName("Services")...),
		krt.NewInformer[*networkingclient.ServiceEntry](client, opts.WithName("ServiceEntries")...),
		krt.NewInformer[*gatewayv1.GatewayClass](client, opts.WithName("GatewayClasses")...),
		meshConfig,
		model.ServiceEntryVisibilityCollection(meshConfig.AsCollection(), opts),
		krt.NewInformer[*corev1.Namespace](client, opts.WithName("Namespaces")...),
		opts,
	)
	client.RunAndWait(stop)
	if !statuses.WaitUntilSynced(stop) {
		return nil, fmt.Errorf("istiod was stopped")
	}
	return statuses.List(), nil
}

// DerivedPolicies are what istiod makes for ztunnel of each AuthorizationPolicy without targetRefs, also of those that it
// refuses (which have no Authorization). Each is looked at alone, because istiod keeps one key for all that it refuses.
func (i *Istiod) DerivedPolicies() ([]model.WorkloadAuthorization, error) {
	stop := test.NewStop(i.t)
	opts := krt.NewOptionsBuilder(stop, "judge", krt.GlobalDebugHandler)
	policies := krt.NewInformer[*securityclient.AuthorizationPolicy](i.KubeClient(), opts.WithName("AuthorizationPolicies")...)
	i.KubeClient().RunAndWait(stop)
	if !policies.WaitUntilSynced(stop) {
		return nil, fmt.Errorf("istiod was stopped")
	}
	var all []model.WorkloadAuthorization
	for _, policy := range policies.List() {
		alone := krt.NewStaticCollection(nil, []*securityclient.AuthorizationPolicy{policy}, opts.WithName("one")...)
		none := krt.NewStaticCollection[*securityclient.PeerAuthentication](nil, nil, opts.WithName("none")...)
		derived, _ := ambient.PolicyCollections(alone, none, i.Env().Watcher, i.waypointCollection(), opts, ambient.FeatureFlags{})
		if !derived.WaitUntilSynced(stop) {
			return nil, fmt.Errorf("istiod was stopped")
		}
		all = append(all, derived.List()...)
	}
	return all, nil
}
