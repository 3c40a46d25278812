package matrix

import (
	"context"
	"fmt"
	"os"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/apply"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/cluster"
)

// applicationPatch is what the constructs write for the Application of an owner.
type applicationPatch struct {
	Spec struct {
		SyncPolicy struct {
			SyncOptions              []string                 `json:"syncOptions"`
			ManagedNamespaceMetadata *apply.NamespaceMetadata `json:"managedNamespaceMetadata"`
		} `json:"syncPolicy"`
	} `json:"spec"`
}

// manageNamespace lets an Application put our labels on the Namespace that it makes and somebody else labels, and take them
// off again.
func (m *Matrix) manageNamespace(ctx context.Context, owner Owner, file string) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	patch := applicationPatch{}
	if err := yaml.Unmarshal(text, &patch); err != nil {
		return nil, err
	}
	application, isArgo := owner.applier(m.Cluster).(*apply.ArgoCD)
	metadata := patch.Spec.SyncPolicy.ManagedNamespaceMetadata
	if !isArgo || metadata == nil || len(metadata.Labels) == 0 {
		return nil, fmt.Errorf("%s has no managedNamespaceMetadata, or is for none that takes it", file)
	}
	owned, err := cluster.Parse(ownerManifests)
	if err != nil {
		return nil, err
	}
	application.Namespace = fmt.Sprintf("shop-%d", m.namespaces.Add(1))
	application.Options = append(application.Options, patch.Spec.SyncPolicy.SyncOptions...)
	namespace := newNamespace(application.Namespace)
	// One that is among the manifests of the Application would count instead.
	services := moved(ofKind(owned, "Service"), application.Namespace)
	game := &game{cluster: m.Cluster, owner: application, owned: []*unstructured.Unstructured{namespace}}
	return game.manage(ctx, application, services, metadata)
}

func (g *game) manage(ctx context.Context, application *apply.ArgoCD, services []*unstructured.Unstructured, metadata *apply.NamespaceMetadata) ([]string, error) {
	if err := application.Apply(ctx, services); err != nil {
		return nil, fmt.Errorf("the owner alone: %w", err)
	}
	others := newNamespace(application.Namespace)
	others.SetLabels(map[string]string{"pod-security.kubernetes.io/enforce": "baseline"})
	if err := (&apply.Update{Cluster: g.cluster, Manager: "platform"}).Apply(ctx, []*unstructured.Unstructured{others}); err != nil {
		return nil, err
	}
	before, err := g.live(ctx)
	if err != nil {
		return nil, err
	}
	harm := newFindings(g.owned)
	labels := newNamespace(application.Namespace)
	for _, managed := range []*apply.NamespaceMetadata{metadata, metadata, {}} {
		application.NamespaceMetadata = managed
		labels.SetLabels(managed.Labels)
		harm.failure("the owner", application.Apply(ctx, services))
		if err := g.check(ctx, "the owner", []*unstructured.Unstructured{others}, []*unstructured.Unstructured{labels}, harm); err != nil {
			return nil, err
		}
	}
	after, err := g.live(ctx)
	if err != nil {
		return nil, err
	}
	for _, left := range compare("Namespace", "afterwards", before[0], after[0], harm) {
		// Argo CD marks a Namespace whose metadata it manages.
		if left != "annotation argocd.argoproj.io/sync-options" {
			harm.add("Namespace: " + left + " stays")
		}
	}
	return harm.sorted(), nil
}
