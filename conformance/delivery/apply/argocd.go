package apply

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/health"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync/common"
	kubeutil "github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/tracing"
	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/cluster"
)

const (
	argoCDManager    = "argocd-controller"
	trackingID       = "argocd.argoproj.io/tracking-id"
	migrationManager = "kubectl-client-side-apply"
	// pollInterval is the time between two looks at a sync that waits.
	pollInterval = 20 * time.Millisecond
)

// ArgoCD syncs as an Application does, with Argo CD's sync engine. Objects are tracked by annotation and pruned.
type ArgoCD struct {
	Cluster *cluster.Cluster
	// Name is the name of the Application.
	Name string
	// Options are the syncOptions of the Application.
	Options []string
	// Namespace is that of the destination, which is made if it is missing; none if empty.
	Namespace string
	// NamespaceMetadata is the managedNamespaceMetadata of the Application; nil if it has none.
	NamespaceMetadata *NamespaceMetadata
	// Health has the health checks that Argo CD is given; nil if none.
	Health health.HealthOverride
	// Controllers is told of each object that is live while the sync waits for its health, and does the part of controllers.
	Controllers func(ctx context.Context, live *unstructured.Unstructured) error

	applied []*unstructured.Unstructured
}

// NamespaceMetadata is what an Application puts on the Namespace that it deploys into.
type NamespaceMetadata struct {
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
}

// Apply syncs the Application once, wave after wave.
func (a *ArgoCD) Apply(ctx context.Context, objects []*unstructured.Unstructured) error {
	targets := copies(objects)
	for _, target := range targets {
		annotations := target.GetAnnotations()
		if annotations == nil {
			annotations = map[string]string{}
		}
		annotations[trackingID] = a.trackingID(target)
		target.SetAnnotations(annotations)
	}
	phase, message, results, started := common.OperationRunning, "", []common.ResourceSyncResult(nil), metav1.Now()
	for !phase.Completed() {
		var err error
		if phase, message, results, err = a.step(ctx, targets, phase, message, results, started); err != nil {
			return err
		}
		if err := a.playControllers(ctx, targets); err != nil {
			return err
		}
		time.Sleep(pollInterval)
	}
	a.remember(targets)
	if phase.Successful() {
		return nil
	}
	return failure(message, results)
}

// step does what can be done now: each phase and wave, until one has to be waited for.
func (a *ArgoCD) step(
	ctx context.Context, targets []*unstructured.Unstructured,
	phase common.OperationPhase, message string, results []common.ResourceSyncResult, started metav1.Time,
) (common.OperationPhase, string, []common.ResourceSyncResult, error) {
	if err := ctx.Err(); err != nil {
		return phase, message, results, err
	}
	live, err := a.live(ctx, targets)
	if err != nil {
		return phase, message, results, err
	}
	reconciled := sync.Reconcile(copies(targets), live, a.Namespace, scopes{a.Cluster.Mapper})
	kubectl := &kubeutil.KubectlCmd{Log: logr.Discard(), Tracer: tracing.NopTracer{}}
	syncing, cleanup, err := sync.NewSyncContext("revision", reconciled, a.Cluster.Config, a.Cluster.Config, kubectl, a.Namespace,
		append(a.options(), sync.WithInitialState(phase, message, results, started))...,
	)
	if err != nil {
		return phase, message, results, err
	}
	defer cleanup()
	syncing.Sync()
	phase, message, results = syncing.GetState()
	return phase, message, results, nil
}

func (a *ArgoCD) options() []sync.SyncOpt {
	options := []sync.SyncOpt{
		sync.WithLogr(logr.Discard()),
		sync.WithHealthOverride(a.Health),
		sync.WithPrune(true),
		sync.WithManifestValidation(!a.has(common.SyncOptionsDisableValidation)),
		sync.WithServerSideApply(a.has(common.SyncOptionServerSideApply)),
		sync.WithServerSideApplyManager(argoCDManager),
		sync.WithPruneLast(a.has(common.SyncOptionPruneLast)),
		sync.WithClientSideApplyMigration(!a.has(common.SyncOptionDisableClientSideApplyMigration), migrationManager),
	}
	if a.Namespace == "" {
		return options
	}
	return append(options, sync.WithNamespaceModifier(a.modifyNamespace))
}

// modifyNamespace says whether the Namespace of the destination is applied, with what is managed of it, as syncNamespace in
// controller/sync_namespace.go of Argo CD does.
func (a *ArgoCD) modifyNamespace(managed, live *unstructured.Unstructured) (bool, error) {
	if a.NamespaceMetadata == nil {
		return live == nil, nil
	}
	annotations := map[string]string{common.AnnotationSyncOptions: common.SyncOptionServerSideApply}
	for key, value := range a.NamespaceMetadata.Annotations {
		annotations[key] = value
	}
	managed.SetLabels(a.NamespaceMetadata.Labels)
	managed.SetAnnotations(annotations)
	return true, nil
}

func (a *ArgoCD) has(option string) bool {
	return slices.Contains(a.Options, option)
}

// live reads the live objects that are to be applied, and those that this Application tracks.
func (a *ArgoCD) live(ctx context.Context, targets []*unstructured.Unstructured) (map[kubeutil.ResourceKey]*unstructured.Unstructured, error) {
	found := map[kubeutil.ResourceKey]*unstructured.Unstructured{}
	for i, object := range slices.Concat(targets, a.applied) {
		live, err := a.Cluster.Get(ctx, object)
		if err != nil {
			return nil, err
		}
		isTarget := i < len(targets)
		if live != nil && (isTarget || live.GetAnnotations()[trackingID] == a.trackingID(live)) {
			found[kubeutil.GetResourceKey(live)] = live
		}
	}
	return found, nil
}

func (a *ArgoCD) remember(targets []*unstructured.Unstructured) {
	for _, target := range targets {
		known := func(other *unstructured.Unstructured) bool {
			return kubeutil.GetResourceKey(other) == kubeutil.GetResourceKey(target)
		}
		if !slices.ContainsFunc(a.applied, known) {
			a.applied = append(a.applied, target)
		}
	}
}

func (a *ArgoCD) playControllers(ctx context.Context, targets []*unstructured.Unstructured) error {
	if a.Controllers == nil {
		return nil
	}
	for _, target := range targets {
		live, err := a.Cluster.Get(ctx, target)
		if err != nil {
			return err
		}
		if live == nil {
			continue
		}
		if err := a.Controllers(ctx, live); err != nil {
			return err
		}
	}
	return nil
}

func (a *ArgoCD) trackingID(object *unstructured.Unstructured) string {
	kind := object.GroupVersionKind().GroupKind()
	return fmt.Sprintf("%s:%s/%s:%s/%s", a.Name, kind.Group, kind.Kind, object.GetNamespace(), object.GetName())
}

// failure gathers what the sync says of each object.
func failure(message string, results []common.ResourceSyncResult) error {
	var failed []string
	for _, result := range results {
		if result.Status == common.ResultCodeSyncFailed {
			failed = append(failed, fmt.Sprintf("%s %s: %s", result.ResourceKey.Kind, result.ResourceKey.Name, result.Message))
		}
	}
	if len(failed) == 0 {
		return errors.New(message)
	}
	slices.Sort(failed)
	return errors.New(strings.Join(failed, "; "))
}

// scopes tells which kinds have a namespace.
type scopes struct{ mapper meta.RESTMapper }

func (s scopes) IsNamespaced(kind schema.GroupKind) (bool, error) {
	mapping, err := s.mapper.RESTMapping(kind)
	if err != nil {
		return false, err
	}
	return mapping.Scope.Name() == meta.RESTScopeNameNamespace, nil
}
