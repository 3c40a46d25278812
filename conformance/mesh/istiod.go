package mesh

import (
	"fmt"
	"maps"
	"time"

	"istio.io/istio/pilot/pkg/config/kube/gateway"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/pkg/serviceregistry/kube/controller"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/schema/gatewayapi"
	"istio.io/istio/pkg/config/schema/gvr"
	kubelib "istio.io/istio/pkg/kube"
	"istio.io/istio/pkg/kube/kclient/clienttest"
	"istio.io/istio/pkg/kube/krt"
	"istio.io/istio/pkg/test"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
)

// kubernetesVersion is the minor version of the pretended cluster.
const kubernetesVersion = "36"

// Istiod is a running istiod over a mesh. It ends with the function that it is given to.
type Istiod struct {
	*xds.FakeDiscoveryServer
	mesh    *Mesh
	configs []config.Config
	// gateways is a gateway controller that was started when everything else was done, with the revision of this istiod.
	gateways *gateway.Controller
	t        test.Failer
}

// kubernetesService is the API server's own Service: the pretended istiod waits for ever for its first one.
var kubernetesService = &corev1.Service{
	ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: "kubernetes"},
	Spec:       corev1.ServiceSpec{ClusterIP: "10.96.0.1", Ports: []corev1.ServicePort{{Name: "https", Port: 443, Protocol: corev1.ProtocolTCP}}},
}

// Run starts an istiod over the mesh, calls f, and stops it.
func (m *Mesh) Run(f func(*Istiod) error) error {
	objects, configs, err := m.inRevision()
	if err != nil {
		return err
	}
	if len(m.ofKind("", "Service")) == 0 {
		objects = append(objects, kubernetesService.DeepCopy())
	}
	// istiod passes over GRPCRoutes, TCPRoutes and TLSRoutes whose CRDs do not say their version; the pretended cluster's
	// do not.
	defer maps.Copy(gatewayapi.MinimumCRDVersions, maps.Clone(gatewayapi.MinimumCRDVersions))
	clear(gatewayapi.MinimumCRDVersions)
	// Istio's debugger keeps every collection that was ever made.
	krt.GlobalDebugHandler = new(krt.DebugHandler)
	return capture(func(t test.Failer) error {
		server := xds.NewFakeDiscoveryServer(t, xds.FakeOptions{
			KubernetesVersion: kubernetesVersion,
			KubernetesObjects: objects,
			Configs:           configs,
			KubeClientModifier: func(client kubelib.Client) {
				for _, resource := range []schema.GroupVersionResource{gvr.BackendTLSPolicy, gvr.ListenerSet} {
					clienttest.MakeCRD(t, client, resource)
				}
			},
		})
		istiod := &Istiod{FakeDiscoveryServer: server, mesh: m, configs: configs, t: t}
		if err := istiod.startGateways(); err != nil {
			return err
		}
		return f(istiod)
	})
}

// inRevision returns the objects that an istiod of this revision sees: the pretended one itself would see all.
func (m *Mesh) inRevision() ([]runtime.Object, []config.Config, error) {
	mine := &Mesh{Mode: m.Mode}
	for _, o := range m.Objects {
		if _, isConfig := schemaOf(o); !isConfig || o.GetKind() == "Gateway" || config.LabelsInRevision(o.GetLabels(), revision) {
			mine.Objects = append(mine.Objects, o)
		}
	}
	objects, err := mine.typedObjects()
	if err != nil {
		return nil, nil, err
	}
	configs, err := mine.istioConfigs()
	return objects, configs, err
}

// startGateways starts a gateway controller whose services are complete from the beginning: what it computes is final.
func (i *Istiod) startGateways() error {
	push := model.NewPushContext()
	push.InitContext(i.Env(), nil, nil)
	i.gateways = gateway.NewController(i.KubeClient(), func(schema.GroupVersionResource, <-chan struct{}) bool { return true },
		controller.Options{DomainSuffix: "cluster.local", Revision: revision, SystemNamespace: RootNamespace, ClusterID: "Kubernetes"}, nil)
	i.gateways.Reconcile(push)
	stop := test.NewStop(i.t)
	i.KubeClient().RunAndWait(stop)
	go i.gateways.Run(stop)
	limit := time.AfterFunc(time.Minute, func() { panic("the gateway controller does not become ready") })
	defer limit.Stop()
	if !kubelib.WaitForCacheSync("gateway controller", stop, i.gateways.HasSynced) {
		return fmt.Errorf("the gateway controller was stopped")
	}
	return nil
}

// Waypoints are the Gateways that are waypoints for istiod: those with an address.
func (i *Istiod) Waypoints() []manifest.Key {
	var keys []manifest.Key
	for _, w := range i.WaypointInfos() {
		keys = append(keys, manifest.Key{Group: gatewayAPI, Kind: "Gateway", Namespace: w.Namespace, Name: w.Name})
	}
	return keys
}
