package mesh

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"istio.io/istio/pilot/pkg/config/kube/gatewaycommon"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
)

// created is the creation time of every object without one, long ago: among equals, names decide.
var created = metav1.NewTime(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))

// addCluster adds what every cluster with Istio has: namespaces, classes, and a Pod for each workload.
func (m *Mesh) addCluster() {
	m.addNamespaces()
	m.addGatewayClasses()
	m.addPods()
	m.ageServiceEntries()
	for _, o := range m.Objects {
		if stamp := o.GetCreationTimestamp(); stamp.IsZero() {
			o.SetCreationTimestamp(created)
		}
	}
}

// ageServiceEntries makes each ServiceEntry a second younger than the one before it by name: of two that have one host and
// one age, istiod takes one by chance.
func (m *Mesh) ageServiceEntries() {
	entries := m.ofKind(networking, "ServiceEntry")
	slices.SortFunc(entries, func(a, b *manifest.Object) int {
		return cmp.Or(cmp.Compare(a.GetNamespace(), b.GetNamespace()), cmp.Compare(a.GetName(), b.GetName()))
	})
	for i, entry := range entries {
		if stamp := entry.GetCreationTimestamp(); stamp.IsZero() {
			entry.SetCreationTimestamp(metav1.NewTime(created.Add(time.Duration(i) * time.Second)))
		}
	}
}

func (m *Mesh) addNamespaces() {
	known := map[string]bool{"": true}
	for _, ns := range m.ofKind("", "Namespace") {
		known[ns.GetName()] = true
	}
	missing := map[string]bool{RootNamespace: !known[RootNamespace]}
	for _, o := range m.Objects {
		missing[o.GetNamespace()] = !known[o.GetNamespace()]
	}
	for _, name := range slices.Sorted(maps.Keys(missing)) {
		if missing[name] {
			m.Objects = append(m.Objects, manifest.New(namespaceKind, "", name))
		}
	}
	for _, ns := range m.ofKind("", "Namespace") {
		labels := ns.GetLabels()
		if labels == nil {
			labels = map[string]string{}
		}
		labels["kubernetes.io/metadata.name"] = ns.GetName()
		ns.SetLabels(labels)
	}
}

// addGatewayClasses adds the classes that istiod creates if they are absent, and never changes.
func (m *Mesh) addGatewayClasses() {
	names := slices.Sorted(maps.Keys(gatewaycommon.AllClasses))
	for _, name := range names {
		if m.find(manifest.Key{Group: gatewayAPI, Kind: "GatewayClass", Name: string(name)}) != nil {
			continue
		}
		class := manifest.New(gatewayClassKind, "", string(name))
		info := gatewaycommon.ClassInfos[gatewayv1.GatewayController(gatewaycommon.AllClasses[name])]
		class.Object["spec"] = map[string]any{"controllerName": info.Controller, "description": info.Description}
		m.Objects = append(m.Objects, class)
	}
}

// addPods adds the first Pod of each workload.
func (m *Mesh) addPods() {
	for _, o := range m.Objects {
		if o.GroupVersionKind().Group != "apps" || !hasReplicas(o) {
			continue
		}
		template, found, _ := unstructured.NestedMap(o.Object, "spec", "template")
		if !found || m.find(manifest.Key{Kind: "Pod", Namespace: o.GetNamespace(), Name: o.GetName() + "-0"}) != nil {
			continue
		}
		m.Objects = append(m.Objects, podFrom(template, o.GetNamespace(), o.GetName()+"-0"))
	}
}

func hasReplicas(o *manifest.Object) bool {
	switch o.GetKind() {
	case "DaemonSet":
		return true
	case "Deployment", "StatefulSet", "ReplicaSet":
		replicas, set, _ := unstructured.NestedInt64(o.Object, "spec", "replicas")
		return !set || replicas > 0
	}
	return false
}

func podFrom(template map[string]any, namespace, name string) *manifest.Object {
	pod := &manifest.Object{Object: template}
	pod.SetGroupVersionKind(podKind)
	pod.SetNamespace(namespace)
	pod.SetName(name)
	pod.SetCreationTimestamp(created)
	return pod
}
