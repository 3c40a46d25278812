package matrix

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/cluster"
)

// OwnerSide is what the constructs write for the repository of an owner, in place of a label patch.
type OwnerSide struct {
	Owner string `json:"owner"`
	// Side is the value of OwnerSide.
	Side string `json:"side"`
	// File is a Kustomize Component, a part of a HelmRelease with post renderers, or one of an Application with the metadata
	// of its Namespace.
	File string `json:"file"`
}

// PlayedSide is what was seen of an owner that takes its labels from its own repository.
type PlayedSide struct {
	Owner string `json:"owner"`
	Side  string `json:"side"`
	// Harm says what went wrong, by the way in which the owner applies.
	Harm map[string][]string `json:"harm,omitempty"`
}

// PlayOwnerSide lets an owner take labels into its repository, and out again.
func (m *Matrix) PlayOwnerSide(ctx context.Context, side OwnerSide) (PlayedSide, error) {
	played := PlayedSide{Owner: side.Owner, Side: side.Side}
	for _, owner := range Owners {
		if owner.Name != side.Owner {
			continue
		}
		take := m.takeIn
		if side.Side == "managed-namespace-metadata" {
			take = m.manageNamespace
		}
		harm, err := take(ctx, owner, side.File)
		if err != nil {
			return played, fmt.Errorf("%s takes in %s: %w", owner.Way, side.File, err)
		}
		if len(harm) > 0 {
			if played.Harm == nil {
				played.Harm = map[string][]string{}
			}
			played.Harm[owner.Way] = harm
		}
	}
	return played, nil
}

func (m *Matrix) takeIn(ctx context.Context, owner Owner, file string) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	built, err := build(file)
	if err != nil {
		return nil, err
	}
	owned, err := cluster.Parse(ownerManifests)
	if err != nil {
		return nil, err
	}
	if built, err = alike(owned, built); err != nil {
		return nil, err
	}
	namespace := fmt.Sprintf("shop-%d", m.namespaces.Add(1))
	game := &game{cluster: m.Cluster, owner: owner.applier(m.Cluster), owned: moved(owned, namespace)}
	return game.takeIn(ctx, moved(built, namespace))
}

// takeIn lets the owner apply its manifests, those with our labels, and its own again.
func (g *game) takeIn(ctx context.Context, built []*unstructured.Unstructured) ([]string, error) {
	if err := g.owner.Apply(ctx, g.owned); err != nil {
		return nil, fmt.Errorf("the owner alone: %w", err)
	}
	before, err := g.live(ctx)
	if err != nil {
		return nil, err
	}
	harm := newFindings(g.owned)
	for _, object := range built {
		if object.GetLabels()["istio.io/use-waypoint"] == "" {
			harm.add(object.GetKind() + ": the build does not label it")
		}
	}
	harm.failure("the owner", g.owner.Apply(ctx, built))
	if err := g.check(ctx, "the owner", g.owned, built, harm); err != nil {
		return nil, err
	}
	harm.failure("the owner", g.owner.Apply(ctx, g.owned))
	after, err := g.live(ctx)
	if err != nil {
		return nil, err
	}
	for i, object := range g.owned {
		for _, left := range compare(object.GetKind(), "afterwards", before[i], after[i], harm) {
			harm.add(object.GetKind() + ": " + left + " stays")
		}
	}
	return harm.sorted(), nil
}

// build builds the owner's manifests with Kustomize and what the file adds.
func build(file string) ([]*unstructured.Unstructured, error) {
	added, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	read := struct {
		Kind string
		Spec struct {
			PostRenderers []struct{ Kustomize map[string]any }
		}
	}{}
	if err := yaml.Unmarshal(added, &read); err != nil {
		return nil, err
	}
	kustomization := map[string]any{"resources": []string{"owner.yaml"}}
	if read.Kind == "Component" {
		kustomization["components"] = []string{"component"}
	} else {
		for _, renderer := range read.Spec.PostRenderers {
			kustomization["patches"] = renderer.Kustomize["patches"]
		}
	}
	text, err := yaml.Marshal(kustomization)
	if err != nil {
		return nil, err
	}
	memory := filesys.MakeFsInMemory()
	for name, content := range map[string][]byte{
		"owner.yaml": ownerManifests, "kustomization.yaml": text, filepath.Join("component", "kustomization.yaml"): added,
	} {
		if err := memory.WriteFile(name, content); err != nil {
			return nil, err
		}
	}
	built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(memory, ".")
	if err != nil {
		return nil, err
	}
	manifests, err := built.AsYaml()
	if err != nil {
		return nil, err
	}
	return cluster.Parse(manifests)
}
