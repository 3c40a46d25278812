package mesh

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"istio.io/istio/manifests"
	"istio.io/istio/pilot/pkg/config/kube/gatewaycommon"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pkg/config"
	istiomesh "istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/config/mesh/meshwatcher"
	"istio.io/istio/pkg/config/schema/gvk"
	kubelib "istio.io/istio/pkg/kube"
	"istio.io/istio/pkg/kube/inject"
	"istio.io/istio/pkg/revisions"
	"istio.io/istio/pkg/test"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	dynamicfake "k8s.io/client-go/dynamic/fake"
	clienttesting "k8s.io/client-go/testing"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
)

// revision is the revision of the istiod that runs.
const revision = "default"

// defaultValues are the Helm values of istiod that Deploy uses unless it is given others.
const defaultValues = "global: {hub: test, tag: test}"

// Deployed is what istiod applies for a Gateway.
type Deployed struct {
	// Applied are the objects in their order, the annotation on the Gateway itself among them.
	Applied []*manifest.Object `json:"applied"`
	// Error is why the rest was not applied; istiod logs it.
	Error string `json:"error,omitempty"`
}

// Deploy returns what istiod's deployment controller applies for each Gateway; nothing for those that it does not deploy.
// The values are istiod's Helm values as YAML, "" for few.
func (m *Mesh) Deploy(values string) (map[manifest.Key]Deployed, error) {
	all := map[manifest.Key]Deployed{}
	err := capture(func(t test.Failer) error {
		controller, patches, err := m.startDeployment(t, values)
		if err != nil {
			return err
		}
		for _, gateway := range m.ofKind(gatewayAPI, "Gateway") {
			*patches = []*manifest.Object{}
			err := controller.Reconcile(types.NamespacedName{Namespace: gateway.GetNamespace(), Name: gateway.GetName()})
			deployed := Deployed{Applied: *patches}
			if err != nil {
				deployed.Error = err.Error()
			}
			all[manifest.KeyOf(gateway)] = deployed
		}
		return nil
	})
	return all, err
}

func (m *Mesh) startDeployment(t test.Failer, values string) (*gatewaycommon.DeploymentController, *[]*manifest.Object, error) {
	injection, err := injectionConfig(values)
	if err != nil {
		return nil, nil, err
	}
	objects, err := m.typedObjects()
	if err != nil {
		return nil, nil, err
	}
	env := model.NewEnvironment()
	env.Watcher = meshwatcher.NewTestWatcher(istiomesh.DefaultMeshConfig())
	env.PushContext().InitDone.Store(true)
	if env.PushContext().ProxyConfigs, err = m.proxyConfigs(); err != nil {
		return nil, nil, err
	}
	client := kubelib.NewFakeClientWithVersion(kubernetesVersion, objects...)
	patches := recordPatches(client)
	watcher := revisions.NewTagWatcher(client, revision, RootNamespace)
	controller := gatewaycommon.NewDeploymentController(client, "Kubernetes", env,
		func() inject.WebhookConfig { return injection }, func(func()) {}, watcher, revision, RootNamespace)
	client.RunAndWait(test.NewStop(t))
	return controller, patches, nil
}

// recordPatches keeps what is applied to the cluster through the dynamic client.
func recordPatches(client kubelib.Client) *[]*manifest.Object {
	var patches []*manifest.Object
	dynamic := client.Dynamic().(*dynamicfake.FakeDynamicClient)
	dynamic.PrependReactor("patch", "*", func(action clienttesting.Action) (bool, runtime.Object, error) {
		object := &manifest.Object{}
		err := json.Unmarshal(action.(clienttesting.PatchAction).GetPatch(), &object.Object)
		patches = append(patches, object)
		return true, object, err
	})
	return &patches
}

func (m *Mesh) proxyConfigs() (*model.ProxyConfigs, error) {
	configs, err := m.istioConfigs()
	if err != nil {
		return nil, err
	}
	store := model.NewFakeStore()
	for _, cfg := range configs {
		if cfg.GroupVersionKind != gvk.ProxyConfig {
			continue
		}
		if _, err := store.Create(config.Config{Meta: cfg.Meta, Spec: cfg.Spec}); err != nil {
			return nil, err
		}
	}
	return model.GetProxyConfigs(store, istiomesh.DefaultMeshConfig()), nil
}

// injectionConfig holds the templates that are compiled into Istio.
func injectionConfig(values string) (inject.WebhookConfig, error) {
	if values == "" {
		values = defaultValues
	}
	parsed, err := inject.NewValuesConfig(values)
	if err != nil {
		return inject.WebhookConfig{}, err
	}
	const folder = "charts/istio-control/istio-discovery/files"
	texts := map[string]string{}
	for _, name := range []string{"kube-gateway", "waypoint", "agentgateway", "agentgateway-waypoint"} {
		text, err := fs.ReadFile(manifests.FS, path.Join(folder, name+".yaml"))
		if err != nil {
			return inject.WebhookConfig{}, err
		}
		texts[name] = string(text)
	}
	templates, err := inject.ParseTemplates(texts)
	return inject.WebhookConfig{Templates: templates, Values: parsed, MeshConfig: istiomesh.DefaultMeshConfig()}, err
}

// deploy adds the Service and one ready Pod of each Gateway that istiod deploys, as far as they do not exist.
func (m *Mesh) deploy(a *addresses) error {
	deployed, err := m.Deploy("")
	if err != nil {
		return err
	}
	for _, gateway := range m.ofKind(gatewayAPI, "Gateway") {
		for _, o := range deployed[manifest.KeyOf(gateway)].Applied {
			if _, err := typedObject(o); err != nil {
				continue // Overlays can make it an object that the API server refuses.
			}
			m.run(o, gateway, a)
		}
	}
	return nil
}

// run adds what a cluster makes of an object that istiod applies.
func (m *Mesh) run(o, gateway *manifest.Object, a *addresses) {
	switch o.GetKind() {
	case "Service":
		completeService(o, a)
		if existing := m.find(manifest.KeyOf(o)); existing != nil {
			applyService(existing, o)
		}
		m.generate(o, gateway)
	case "Deployment":
		template, found, _ := unstructured.NestedMap(o.Object, "spec", "template")
		if !found {
			return
		}
		pod := podFrom(template, o.GetNamespace(), m.freePodName(o))
		m.completePod(pod, a)
		m.generate(pod, gateway)
	}
}

// applyService adds to a Service what istiod applies to it: by the number of a port, and by the keys of the selector.
// Istiod does so with its own Services only, and leaves out the others.
func applyService(existing, applied *manifest.Object) {
	selector, _, _ := unstructured.NestedStringMap(applied.Object, "spec", "selector")
	spec := child(existing.Object, "spec")
	for key, value := range selector {
		child(spec, "selector")[key] = value
	}
	ports, _, _ := unstructured.NestedSlice(applied.Object, "spec", "ports")
	for _, item := range ports {
		port := item.(map[string]any)
		declared, _ := spec["ports"].([]any)
		if at := slices.IndexFunc(declared, func(other any) bool { return samePort(other, port) }); at < 0 {
			spec["ports"] = append(declared, port)
		} else {
			maps.Copy(declared[at].(map[string]any), port)
		}
	}
}

func samePort(a any, b map[string]any) bool {
	port, isMap := a.(map[string]any)
	return isMap && fmt.Sprint(port["port"]) == fmt.Sprint(b["port"])
}

// freePodName is a name for a Pod of a workload that no Pod has, as those that a cluster makes up have none in common.
func (m *Mesh) freePodName(workload *manifest.Object) string {
	for i := 0; ; i++ {
		name := fmt.Sprintf("%s-%d", workload.GetName(), i)
		if m.find(manifest.Key{Kind: "Pod", Namespace: workload.GetNamespace(), Name: name}) == nil {
			return name
		}
	}
}

func (m *Mesh) generate(o, gateway *manifest.Object) {
	key := manifest.KeyOf(o)
	if m.find(key) != nil {
		return
	}
	o.SetCreationTimestamp(created)
	m.Objects = append(m.Objects, o)
	m.Generated[key] = manifest.KeyOf(gateway)
}

// addGatewayAddresses writes the addresses into the status of Gateways that istiod's gateway controller would.
func (m *Mesh) addGatewayAddresses() error {
	return m.Run(func(istiod *Istiod) error {
		statuses, err := istiod.Statuses()
		if err != nil {
			return err
		}
		for _, gateway := range m.ofKind(gatewayAPI, "Gateway") {
			status, written := statuses.Gateways[manifest.KeyOf(gateway)]
			if !written {
				continue
			}
			content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(&status)
			if err != nil {
				return err
			}
			if content["addresses"] == nil {
				unstructured.RemoveNestedField(gateway.Object, "status", "addresses")
			} else {
				child(gateway.Object, "status")["addresses"] = content["addresses"]
			}
		}
		return nil
	})
}

// capture runs Istio's test code outside of a test.
func capture(f func(t test.Failer) error) error {
	var err error
	if failed := test.Wrap(func(t test.Failer) { err = f(t) }); failed != nil {
		return fmt.Errorf("istio: %s", strings.TrimSpace(failed.Error()))
	}
	return err
}
