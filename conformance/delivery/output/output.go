// Package output applies whole outputs of the constructs to an API server and says what it thinks of them.
package output

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/apply"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/cluster"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/health"
)

// Output is a folder that the constructs wrote.
type Output struct {
	Name string `json:"name"`
	// Tool delivers it: "argocd", "flux", "kubectl", or none.
	Tool string `json:"tool"`
	// Folder has the manifests, or a folder for each stage.
	Folder string `json:"folder"`
	// Stages are the folders of the stages, in order; the folder itself if there are none.
	Stages []string `json:"stages"`
	// Then are the folders of the commits that follow, each applied over the one before.
	Then []string `json:"then"`
}

// Judged is what the API server thinks of an output.
type Judged struct {
	Name    string `json:"name"`
	Objects int    `json:"objects"`
	// Findings say what is wrong.
	Findings []string `json:"findings"`
	// Early are Namespaces of the app itself that name a waypoint before it is programmed: they have to be there before it.
	Early []string `json:"early,omitempty"`
}

// Judge applies outputs to a cluster, one after the other.
type Judge struct {
	// Cluster is where; its warnings are gathered in Warnings.
	Cluster  *cluster.Cluster
	Warnings *Warnings
	// NewTool makes what delivers an output for a tool, in a stage of Flux.
	NewTool func(tool, stage string) (apply.Applier, error)
	// FluxHealth is what Flux asks of Gateways before it goes on, ArgoHealth what Argo CD asks.
	FluxHealth *health.Flux
	ArgoHealth *health.ArgoCD
	// Enrollers are who applies the label patches, by tool, where that is not who applies the rest.
	Enrollers map[string]*Enroller
}

// limit bounds the judgement of one output.
const limit = 5 * time.Minute

// run is the judgement of one output.
type run struct {
	*Judge
	// commit is the one that is applied now.
	commit
	// commits are all of them, in order.
	commits []commit
	// appliers are those of the stages: they know from commit to commit what they applied.
	appliers        map[string]apply.Applier
	findings, early []string
}

// commit is an output at one moment.
type commit struct {
	// folder is that of the output.
	folder string
	stages []stage
}

type stage struct {
	name    string
	objects []*unstructured.Unstructured
}

// Judge applies each commit of an output by server-side apply, then again, then in a dry run; and then as its tool does, twice.
func (j *Judge) Judge(ctx context.Context, output Output) (Judged, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	r := &run{Judge: j}
	for _, folder := range append([]string{output.Folder}, output.Then...) {
		stages, err := read(folder, output.Stages)
		if err != nil {
			return Judged{}, err
		}
		r.commits = append(r.commits, commit{folder, stages})
	}
	ways := []func(context.Context) error{r.plainly}
	if output.Tool != "" {
		ways = append(ways, func(ctx context.Context) error { return r.byTool(ctx, output.Tool) })
	}
	for _, way := range ways {
		if err := r.roll(ctx, way); err != nil {
			return Judged{}, fmt.Errorf("%s: %w", output.Name, err)
		}
	}
	objects := 0
	for _, commit := range r.commits {
		objects += len(commit.all())
	}
	return Judged{Name: output.Name, Objects: objects, Findings: r.findings, Early: r.early}, nil
}

// roll applies commit after commit in one way, and removes everything in the end.
func (r *run) roll(ctx context.Context, way func(context.Context) error) error {
	r.appliers = map[string]apply.Applier{}
	var everything []*unstructured.Unstructured
	for i, commit := range r.commits {
		r.commit = commit
		foreign, err := r.makeForeign(ctx)
		if err != nil {
			return err
		}
		everything = append(everything, append(r.all(), foreign...)...)
		if err := way(ctx); err != nil {
			return fmt.Errorf("commit %d: %w", i+1, err)
		}
	}
	return r.clean(ctx, everything)
}

func read(folder string, names []string) ([]stage, error) {
	if len(names) == 0 {
		names = []string{"."}
	}
	var stages []stage
	for _, name := range names {
		objects, err := cluster.ReadFolder(filepath.Join(folder, name))
		if err != nil {
			return nil, err
		}
		stages = append(stages, stage{name, inOrder(objects)})
	}
	return stages, nil
}

// inOrder puts Namespaces before what is in them, as every tool does.
func inOrder(objects []*unstructured.Unstructured) []*unstructured.Unstructured {
	isOther := func(object *unstructured.Unstructured) bool { return object.GetKind() != "Namespace" }
	isNamespace := func(object *unstructured.Unstructured) bool { return !isOther(object) }
	return append(slices.DeleteFunc(slices.Clone(objects), isOther), slices.DeleteFunc(slices.Clone(objects), isNamespace)...)
}

func (c commit) all() []*unstructured.Unstructured {
	var objects []*unstructured.Unstructured
	for _, stage := range c.stages {
		objects = append(objects, stage.objects...)
	}
	return objects
}

func (r *run) find(object *unstructured.Unstructured, format string, arguments ...any) {
	finding := cluster.Name(object) + ": " + fmt.Sprintf(format, arguments...)
	if !slices.Contains(r.findings, finding) {
		r.findings = append(r.findings, finding)
	}
}

// plainly applies everything by server-side apply, without force.
func (r *run) plainly(ctx context.Context) error {
	for _, stage := range r.stages {
		for _, object := range stage.objects {
			if _, err := r.serverSide(ctx, object, false); err != nil {
				r.find(object, "is refused: %s", err)
			}
		}
		if err := r.play(ctx, stage.objects); err != nil {
			return err
		}
	}
	before, err := r.live(ctx)
	if err != nil {
		return err
	}
	for i, object := range r.all() {
		if before[i] == nil {
			continue
		}
		r.compareWithDryRun(ctx, object, before[i])
		r.compareDefaults(object, before[i])
		again, err := r.serverSide(ctx, object, false)
		if err != nil {
			r.find(object, "is refused the second time: %s", err)
		} else if again.GetResourceVersion() != before[i].GetResourceVersion() {
			r.find(object, "is changed by a second apply")
		}
	}
	return nil
}

func (r *run) serverSide(ctx context.Context, object *unstructured.Unstructured, dryRun bool) (*unstructured.Unstructured, error) {
	resource, err := r.Cluster.Resource(object)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	options := metav1.PatchOptions{FieldManager: "mesh", FieldValidation: metav1.FieldValidationStrict}
	if dryRun {
		options.DryRun = []string{metav1.DryRunAll}
	}
	live, err := resource.Patch(ctx, object.GetName(), types.ApplyPatchType, text, options)
	for _, warning := range r.Warnings.take() {
		r.find(object, "warning: %s", warning)
	}
	return live, err
}

func (r *run) live(ctx context.Context) ([]*unstructured.Unstructured, error) {
	var found []*unstructured.Unstructured
	for _, object := range r.all() {
		live, err := r.Cluster.Get(ctx, object)
		if err != nil {
			return nil, err
		}
		found = append(found, live)
	}
	return found, nil
}
