package mesh

import (
	"encoding/json"
	"fmt"

	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/config/schema/resource"
	kubelib "istio.io/istio/pkg/kube"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
)

// typedObject converts an object to the Go type, in the version, that Istio's clients read.
func typedObject(o *manifest.Object) (runtime.Object, error) {
	if s, found := schemaOf(o); found {
		o = o.DeepCopy()
		gvk := s.GroupVersionKind()
		o.SetGroupVersionKind(gvk.Kubernetes())
	}
	data, err := json.Marshal(o.Object)
	if err != nil {
		return nil, err
	}
	typed, _, err := kubelib.IstioCodec.UniversalDeserializer().Decode(data, nil, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", manifest.KeyOf(o), err)
	}
	return typed, nil
}

// typedObjects converts all objects of kinds that Istio's clients know.
func (m *Mesh) typedObjects() ([]runtime.Object, error) {
	var all []runtime.Object
	for _, o := range m.Objects {
		if !kubelib.IstioScheme.Recognizes(o.GroupVersionKind()) {
			continue
		}
		typed, err := typedObject(o)
		if err != nil {
			return nil, err
		}
		all = append(all, typed)
	}
	return all, nil
}

// istioConfigs are the objects that istiod reads from its configuration store: Istio's own kinds.
func (m *Mesh) istioConfigs() ([]config.Config, error) {
	var all []config.Config
	for _, o := range m.Objects {
		s, found := schemaOf(o)
		if !found || o.GroupVersionKind().Group == gatewayAPI {
			continue
		}
		data, err := json.Marshal(o.Object)
		if err != nil {
			return nil, err
		}
		kind := crd.IstioKind{}
		if err := json.Unmarshal(data, &kind); err != nil {
			return nil, err
		}
		cfg, err := crd.ConvertObject(s, &kind, "cluster.local")
		if err != nil {
			return nil, fmt.Errorf("%s: %w", manifest.KeyOf(o), err)
		}
		all = append(all, *cfg)
	}
	return all, nil
}

func schemaOf(o *manifest.Object) (resource.Schema, bool) {
	gvk := o.GroupVersionKind()
	return collections.PilotGatewayAPI().FindByGroupKind(resource.FromKubernetesGVK(&gvk))
}
