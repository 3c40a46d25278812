package output

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync/common"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/apply"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/cluster"
)

// enrollment is the stage of the label patches.
const enrollment = "enrollment"

// names says whether labels name a Gateway. In the outputs that are judged, those of a name are of one namespace.
func names(labels map[string]string, gateway *unstructured.Unstructured) bool {
	return labels["istio.io/use-waypoint"] == gateway.GetName() || labels["istio.io/use-waypoint-canary"] == gateway.GetName()
}

// byTool applies everything as the tool does, twice, and looks whether labels come only after their waypoint serves.
func (r *run) byTool(ctx context.Context, tool string) error {
	if err := r.grantAs(ctx, tool); err != nil {
		return err
	}
	steps, err := r.steps(tool)
	if err != nil {
		return err
	}
	if err := r.applySteps(ctx, steps); err != nil {
		return err
	}
	before, err := r.live(ctx)
	if err != nil {
		return err
	}
	if err := r.applySteps(ctx, steps); err != nil {
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
		if r.appliers[stage.name] == nil {
			applier, err := r.NewTool(tool, stage.name)
			if err != nil {
				return nil, err
			}
			r.appliers[stage.name] = applier
		}
		steps = append(steps, step{r.appliers[stage.name], stage.objects})
	}
	return steps, nil
}

// argoSteps are the Applications of the stages, in the order in which the Application above them applies them: it goes on
// when one is healthy, which is when its Gateways are programmed.
func (r *run) argoSteps() ([]step, error) {
	waves := map[int]step{}
	for _, stage := range r.stages {
		if len(stage.objects) == 0 && r.appliers[stage.name] == nil {
			continue
		}
		application, err := r.argoApplication(stage)
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
		if r.appliers[stage.name] == nil {
			in := r.Cluster
			if stage.name == enrollment {
				in = r.Enrollers["argocd"].Cluster
			}
			r.appliers[stage.name] = &apply.ArgoCD{Cluster: in, Name: application.GetName(), Options: options, Health: r.ArgoHealth, Controllers: r.playLate}
		}
		waves[wave] = step{r.appliers[stage.name], stage.objects}
	}
	var steps []step
	for _, wave := range slices.Sorted(maps.Keys(waves)) {
		steps = append(steps, waves[wave])
	}
	return steps, nil
}

// applySteps applies step after step. One without objects takes away what it applied before.
func (r *run) applySteps(ctx context.Context, steps []step) error {
	for i, step := range steps {
		if err := step.applier.Apply(ctx, step.objects); err != nil {
			r.findings = append(r.findings, fmt.Sprintf("step %d: %s", i+1, err))
		}
		_, isFlux := step.applier.(*apply.Flux)
		if isFlux {
			if err := r.findUnhealthy(ctx, step.objects); err != nil {
				return err
			}
		}
		if err := r.play(ctx, step.objects); err != nil {
			return err
		}
		if isFlux {
			if err := r.findUnhealthy(ctx, step.objects); err != nil {
				return err
			}
		}
	}
	return nil
}

// playLate does what controllers do for an object, but before a Gateway is programmed it looks whether something names it.
func (r *run) playLate(ctx context.Context, live *unstructured.Unstructured) error {
	if isGateway(live) && !has(live, "Programmed") {
		if err := r.findEarly(ctx, live); err != nil {
			return err
		}
	}
	return play(ctx, r.Cluster, live)
}

func (r *run) argoApplication(stage stage) (*unstructured.Unstructured, error) {
	file := filepath.Join("gitops/argocd/stages", stage.name+".yaml")
	application, err := cluster.ReadOne(filepath.Join(r.folder, file))
	if len(stage.objects) > 0 || !os.IsNotExist(err) {
		return application, err
	}
	// Its manifests are gone, and so it is: its finalizer takes away what the Application that was there applied.
	for _, commit := range r.commits {
		if application, err = cluster.ReadOne(filepath.Join(commit.folder, file)); err == nil {
			break
		}
	}
	return application, err
}

// isOwnNamespace says whether an object is a Namespace that the app itself declares.
func (r *run) isOwnNamespace(object *unstructured.Unstructured) bool {
	return object.GetKind() == "Namespace" && !slices.ContainsFunc(r.stages, func(stage stage) bool {
		return stage.name == enrollment && slices.Contains(stage.objects, object)
	})
}

// findEarly looks for live labels that name a Gateway.
func (r *run) findEarly(ctx context.Context, gateway *unstructured.Unstructured) error {
	live, err := r.live(ctx)
	if err != nil {
		return err
	}
	for i, object := range r.all() {
		if live[i] == nil || !names(object.GetLabels(), gateway) || !names(live[i].GetLabels(), gateway) {
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
