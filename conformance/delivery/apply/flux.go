package apply

import (
	"context"
	"slices"

	"github.com/fluxcd/pkg/ssa"
	"github.com/fluxcd/pkg/ssa/normalize"
	"github.com/fluxcd/pkg/ssa/utils"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/cluster"
)

const (
	fluxManager = "kustomize-controller"
	fluxGroup   = "kustomize.toolkit.fluxcd.io"
)

// Flux reconciles as a Kustomization does: with Flux's library for server-side apply and the options of its controller.
type Flux struct {
	// Cluster is seen as the ServiceAccount of the Kustomization.
	Cluster *cluster.Cluster
	// Name is the name of the Kustomization.
	Name string
	// Prune says whether what is gone from the source is deleted.
	Prune bool

	// Changed is how many objects the last Apply said it changed.
	Changed int

	applied []*unstructured.Unstructured
}

// Apply reconciles the Kustomization once.
func (f *Flux) Apply(ctx context.Context, objects []*unstructured.Unstructured) error {
	reader, err := client.New(f.Cluster.Config, client.Options{HTTPClient: f.Cluster.HTTP, Mapper: f.Cluster.Mapper})
	if err != nil {
		return err
	}
	manager := ssa.NewResourceManager(reader, nil, ssa.Owner{Field: fluxManager, Group: fluxGroup})
	desired := copies(objects)
	if err := normalize.UnstructuredList(desired); err != nil {
		return err
	}
	manager.SetOwnerLabels(desired, f.Name, "flux-system")
	// The controller applies Namespaces and cluster roles before everything else.
	first := slices.DeleteFunc(slices.Clone(desired), func(object *unstructured.Unstructured) bool { return !utils.IsClusterDefinition(object) })
	then := slices.DeleteFunc(slices.Clone(desired), utils.IsClusterDefinition)
	f.Changed = 0
	for _, stage := range [][]*unstructured.Unstructured{first, then} {
		changes, err := manager.ApplyAll(ctx, stage, fluxOptions())
		if err != nil {
			return err
		}
		for _, change := range changes.Entries {
			if change.Action != ssa.UnchangedAction {
				f.Changed++
			}
		}
	}
	gone := slices.DeleteFunc(f.applied, func(old *unstructured.Unstructured) bool {
		return slices.ContainsFunc(desired, func(object *unstructured.Unstructured) bool { return cluster.Name(object) == cluster.Name(old) })
	})
	f.applied = desired
	if !f.Prune || len(gone) == 0 {
		return nil
	}
	_, err = manager.DeleteAll(ctx, gone, ssa.DeleteOptions{
		PropagationPolicy: metav1.DeletePropagationBackground,
		Inclusions:        manager.GetOwnerLabels(f.Name, "flux-system"),
		Exclusions:        map[string]string{fluxGroup + "/prune": "disabled", fluxGroup + "/reconcile": "disabled"},
	})
	return err
}

// fluxOptions are those of kustomize-controller 1.9 (internal/controller/kustomization_controller.go, apply).
func fluxOptions() ssa.ApplyOptions {
	options := ssa.DefaultApplyOptions()
	options.ExclusionSelector = map[string]string{fluxGroup + "/reconcile": "disabled", fluxGroup + "/ssa": "Ignore"}
	options.IfNotPresentSelector = map[string]string{fluxGroup + "/ssa": "IfNotPresent"}
	options.ForceSelector = map[string]string{fluxGroup + "/force": "Enabled"}
	options.Cleanup = ssa.ApplyCleanupOptions{
		Annotations: []string{corev1.LastAppliedConfigAnnotation, fluxGroup + "/checksum"},
		Labels:      []string{fluxGroup + "/checksum"},
		FieldManagers: []ssa.FieldManager{
			{Name: "kubectl", OperationType: metav1.ManagedFieldsOperationApply},
			{Name: "kubectl", OperationType: metav1.ManagedFieldsOperationUpdate},
			{Name: "before-first-apply", OperationType: metav1.ManagedFieldsOperationUpdate},
			{Name: fluxManager, OperationType: metav1.ManagedFieldsOperationUpdate},
		},
		Exclusions: map[string]string{fluxGroup + "/ssa": "Merge"},
	}
	return options
}
