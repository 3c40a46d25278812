package mesh

import (
	"errors"
	"fmt"
	"time"

	"google.golang.org/protobuf/proto"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/schema/gvk"
	"istio.io/istio/pkg/kube/krt"
	"istio.io/istio/pkg/test"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
)

// proxyVersion is the version that proxies report: the one of the pinned Istio.
const proxyVersion = "1.31.0"

// Proxy is the proxy of a Gateway as it connects to istiod: its Pod, which Load adds in mode Assume. It fails for a
// Gateway without a Pod of Istio's.
func (i *Istiod) Proxy(gateway manifest.Key) (*model.Proxy, error) {
	for _, pod := range i.mesh.ofKind("", "Pod") {
		labels := pod.GetLabels()
		if pod.GetNamespace() != gateway.Namespace || labels["gateway.networking.k8s.io/gateway-name"] != gateway.Name {
			continue
		}
		nodeType, isProxy := nodeTypeOf(pod)
		if !isProxy {
			continue
		}
		ip, _, _ := unstructured.NestedString(pod.Object, "status", "podIP")
		account, _, _ := unstructured.NestedString(pod.Object, "spec", "serviceAccountName")
		return i.SetupProxy(&model.Proxy{
			ID:              pod.GetName() + "." + pod.GetNamespace(),
			Type:            nodeType,
			ConfigNamespace: pod.GetNamespace(),
			IPAddresses:     []string{ip},
			Labels:          labels,
			Metadata: &model.NodeMetadata{
				IstioVersion: proxyVersion, Namespace: pod.GetNamespace(), ClusterID: "Kubernetes", Labels: labels,
				Annotations: pod.GetAnnotations(), ServiceAccount: account, WorkloadName: pod.GetName(), EnableHBONE: true,
			},
		}), nil
	}
	return nil, fmt.Errorf("%s has no proxy pod of Istio's", gateway)
}

// nodeTypeOf reads "proxy TYPE" from the arguments of Istio's proxy container.
func nodeTypeOf(pod *manifest.Object) (model.NodeType, bool) {
	containers, _, _ := unstructured.NestedSlice(pod.Object, "spec", "containers")
	for _, item := range containers {
		container, _ := item.(map[string]any)
		args, _ := container["args"].([]any)
		if container["name"] == "istio-proxy" && len(args) > 1 && args[0] == "proxy" {
			nodeType, _ := args[1].(string)
			return model.NodeType(nodeType), true
		}
	}
	return "", false
}

// Settle waits until the configuration for proxies is complete: routes of the Gateway API reach it through several
// controllers. It must be called before Proxy.
func (i *Istiod) Settle() error {
	deadline := time.Now().Add(time.Minute)
	for !i.routesArrived() {
		if time.Now().After(deadline) {
			return errors.New("the routes of the Gateway API do not arrive in istiod's configuration")
		}
		time.Sleep(time.Millisecond)
	}
	i.waitForPushes()
	env := i.Env()
	stop := test.NewStop(i.t)
	services := model.NewVirtualServiceController(i.Store(), model.VSControllerOptions{KrtDebugger: krt.GlobalDebugHandler, XDSUpdater: noUpdates{}}, env.Watcher)
	go services.Run(stop)
	if !services.Collection().WaitUntilSynced(stop) {
		return errors.New("istiod was stopped")
	}
	env.VirtualServiceController = services
	push := model.NewPushContext()
	push.InitContext(env, nil, nil)
	env.SetPushContext(push)
	return nil
}

// routesArrived compares what istiod's configuration has of the Gateway API with what the final controller says.
func (i *Istiod) routesArrived() bool {
	given := map[config.GroupVersionKind]int{}
	for _, cfg := range i.configs {
		given[cfg.GroupVersionKind]++
	}
	for _, kind := range []config.GroupVersionKind{gvk.VirtualService, gvk.DestinationRule} {
		present := map[string]config.Config{}
		for _, cfg := range i.Store().KrtCollection(kind).List() {
			present[cfg.Key()] = cfg
		}
		final := i.gateways.List(kind, "")
		if len(present) != given[kind]+len(final) {
			return false
		}
		for _, cfg := range final {
			found, ok := present[cfg.Key()]
			if !ok || !proto.Equal(found.Spec.(proto.Message), cfg.Spec.(proto.Message)) {
				return false
			}
		}
	}
	return true
}

// waitForPushes waits until istiod's own pushes are over: they replace the push context.
func (i *Istiod) waitForPushes() {
	for before := int64(-1); before != i.Discovery.InboundUpdates.Load(); {
		before = i.Discovery.InboundUpdates.Load()
		i.EnsureSynced(i.t)
		time.Sleep(5 * time.Millisecond)
	}
}

// noUpdates is an XDS updater for a controller that nobody is connected to.
type noUpdates struct{ model.XDSUpdater }

func (noUpdates) ConfigUpdate(*model.PushRequest) {}
