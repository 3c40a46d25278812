package output

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync/common"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/apply"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/cluster"
)

const useWaypoint = "istio.io/use-waypoint"

// byTool applies everything as the tool does, twice, and looks whether labels come only after their waypoint serves.
func (r *run) byTool(ctx context.Context, tool string) error {
	steps, err := r.steps(tool)
	if err != nil {
		return err
	}
	if err := r.applySteps(ctx, steps, "in progress"); err != nil {
		return err
	}
	before, err := r.live(ctx)
	if err != nil {
		return err
	}
	if err := r.applySteps(ctx, steps, "current"); err != nil {
		return err
	}
	after, err := r.live(ctx)
	if err != nil {
		return err
	}
	for i, object := range r.all() {
		switch {
		case after[i] == nil || before[i] == nil:
			r.find(object, "is not there after %s", tool)
		case after[i].GetResourceVersion() != before[i].GetResourceVersion():
			r.find(object, "is changed when %s applies it again", tool)
		}
	}
	return nil
}

// step is what a tool applies at once, after which the Gateways have to be programmed.
type step struct {
	applier apply.Applier
	objects []*unstructured.Unstructured
}

// steps are the stages, for Argo CD in the order of the waves of their Applications.
func (r *run) steps(tool string) ([]step, error) {
	if tool == "argocd" {
		return r.argoSteps()
	}
	var steps []step
	for _, stage := range r.stages {
		applier, err := r.NewTool(tool, stage.name)
		if err != nil {
			return nil, err
		}
		steps = append(steps, step{applier, stage.objects})
	}
	return steps, nil
}

// argoSteps are the Applications of the stages, in the order in which the Application above them applies them: it goes on
// when one is healthy, which is when its Gateways are programmed.
func (r *run) argoSteps() ([]step, error) {
	waves := map[int]step{}
	for _, stage := range r.stages {
		application, err := cluster.ReadOne(filepath.Join(r.folder, "gitops/argocd/stages", stage.name+".yaml"))
		if err != nil {
			return nil, err
		}
		options, _, err := unstructured.NestedStringSlice(application.Object, "spec", "syncPolicy", "syncOptions")
		if err != nil {
			return nil, err
		}
		wave, err := strconv.Atoi(application.GetAnnotations()[common.AnnotationSyncWave])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", cluster.Name(application), err)
		}
		if _, isTaken := waves[wave]; isTaken {
			return nil, fmt.Errorf("%s is in the wave of another stage", cluster.Name(application))
		}
		applier := &apply.ArgoCD{Cluster: r.Cluster, Name: application.GetName(), Options: options, Controllers: r.playLate}
		waves[wave] = step{applier, stage.objects}
	}
	var steps []step
	for _, wave := range slices.Sorted(maps.Keys(waves)) {
		steps = append(steps, waves[wave])
	}
	return steps, nil
}

// applySteps applies step after step. The health is what Flux is to think of Gateways when they have just been applied.
func (r *run) applySteps(ctx context.Context, steps []step, health string) error {
	for _, step := range steps {
		if len(step.objects) == 0 {
			continue
		}
		if err := step.applier.Apply(ctx, step.objects); err != nil {
			r.find(step.objects[0], "and what comes with it: %s", err)
		}
		_, isFlux := step.applier.(*apply.Flux)
		if isFlux {
			if err := r.findUnhealthy(ctx, step.objects, health); err != nil {
				return err
			}
		}
		if err := r.play(ctx, step.objects); err != nil {
			return err
		}
		if isFlux {
			if err := r.findUnhealthy(ctx, step.objects, "current"); err != nil {
				return err
			}
		}
	}
	return nil
}

// playLate does what controllers do for an object, but before a Gateway is programmed it looks whether something names it.
func (r *run) playLate(ctx context.Context, live *unstructured.Unstructured) error {
	if isGateway(live) && !has(live, "Programmed") {
		if err := r.findEarly(ctx); err != nil {
			return err
		}
	}
	return play(ctx, r.Cluster, live)
}

// isOwnNamespace says whether an object is a Namespace that the app itself declares.
func (r *run) isOwnNamespace(object *unstructured.Unstructured) bool {
	return object.GetKind() == "Namespace" && !slices.ContainsFunc(r.stages, func(stage stage) bool {
		return stage.name == "enrollment" && slices.Contains(stage.objects, object)
	})
}

// findEarly looks for live labels that name waypoints.
func (r *run) findEarly(ctx context.Context) error {
	live, err := r.live(ctx)
	if err != nil {
		return err
	}
	for i, object := range r.all() {
		if live[i] == nil || object.GetLabels()[useWaypoint] == "" || live[i].GetLabels()[useWaypoint] == "" {
			continue
		}
		name := cluster.Name(object)
		switch {
		case !r.isOwnNamespace(object):
			r.find(object, "names a waypoint before it is programmed")
		case !slices.Contains(r.early, name):
			r.early = append(r.early, name)
		}
	}
	return nil
}
