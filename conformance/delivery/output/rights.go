package output

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/apply"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/cluster"
)

// Enroller is the identity that applies label patches.
type Enroller struct {
	// Cluster is what it sees.
	Cluster *cluster.Cluster
	// Role is the ClusterRole with its rights, Rules are those that it is to have now.
	Role  *unstructured.Unstructured
	Rules []any
}

// JudgeRights says what is wrong with the rights of who applies the label patches of an output: whether they do, whether each
// of them is needed, and whether nothing else is possible with them.
func (j *Judge) JudgeRights(ctx context.Context, output Output) (Judged, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	stages, err := read(output.Folder, []string{enrollment})
	if err != nil {
		return Judged{}, err
	}
	r := &run{Judge: j, commit: commit{output.Folder, stages}}
	r.commits = []commit{r.commit}
	enroller := j.Enrollers[output.Tool]
	err = r.roll(ctx, func(ctx context.Context) error {
		applier, err := j.NewTool(output.Tool, enrollment)
		if err != nil {
			return err
		}
		if err := r.grantAs(ctx, output.Tool); err != nil {
			return err
		}
		for range 2 {
			if err := applier.Apply(ctx, r.all()); err != nil {
				r.find(enroller.Role, "does not suffice: %s", err)
			}
		}
		if changes(applier) {
			r.find(enroller.Role, "does not suffice: the label patches are applied in every round")
		}
		if err := r.findNeedless(ctx, enroller, applier); err != nil {
			return err
		}
		r.findPossible(ctx, enroller)
		return nil
	})
	return Judged{Name: output.Name, Objects: len(r.all()), Findings: r.findings}, err
}

// findNeedless takes each right away in turn: without it the label patches must fail, or be applied in every round because
// their tool does not see that they are there.
func (r *run) findNeedless(ctx context.Context, enroller *Enroller, applier apply.Applier) error {
	verbs, _, err := unstructured.NestedStringSlice(enroller.Rules[0].(map[string]any), "verbs")
	if err != nil {
		return err
	}
	for _, verb := range verbs {
		fewer := runtime.DeepCopyJSONValue(enroller.Rules).([]any)
		for _, rule := range fewer {
			without := slices.DeleteFunc(slices.Clone(verbs), func(other string) bool { return other == verb })
			if err := unstructured.SetNestedStringSlice(rule.(map[string]any), without, "verbs"); err != nil {
				return err
			}
		}
		if err := r.grant(ctx, enroller, fewer); err != nil {
			return err
		}
		if err := applier.Apply(ctx, r.all()); err == nil && !changes(applier) {
			r.find(enroller.Role, "allows %s, which is not needed", verb)
		}
	}
	return r.grant(ctx, enroller, enroller.Rules)
}

func changes(applier apply.Applier) bool {
	flux, isFlux := applier.(*apply.Flux)
	return isFlux && flux.Changed > 0
}

// grantAs gives who applies the label patches of a tool the rights that an output says, and no others.
func (r *run) grantAs(ctx context.Context, tool string) error {
	file := filepath.Join(r.folder, "gitops", tool, "enroller.yaml")
	enroller := r.Enrollers[tool]
	if _, err := os.Stat(file); os.IsNotExist(err) || enroller == nil {
		return nil
	}
	objects, err := cluster.ReadFile(file)
	if err != nil {
		return err
	}
	for _, object := range objects {
		if object.GetKind() != "ClusterRole" {
			continue
		}
		if enroller.Rules, _, err = unstructured.NestedSlice(object.Object, "rules"); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if len(enroller.Rules) == 0 && r.hasPatches() {
			return fmt.Errorf("%s has no rules, and there are label patches", file)
		}
	}
	return r.grant(ctx, enroller, enroller.Rules)
}

// hasPatches says whether the commit has label patches.
func (r *run) hasPatches() bool {
	return slices.ContainsFunc(r.stages, func(stage stage) bool { return stage.name == enrollment && len(stage.objects) > 0 })
}

// grant changes the rights of an identity, and waits until the API server knows.
func (r *run) grant(ctx context.Context, enroller *Enroller, rules []any) error {
	live, err := r.Cluster.Get(ctx, enroller.Role)
	if err != nil || live == nil {
		return fmt.Errorf("%s: %v", cluster.Name(enroller.Role), err)
	}
	if err := unstructured.SetNestedSlice(live.Object, rules, "rules"); err != nil {
		return err
	}
	resource, err := r.Cluster.Resource(live)
	if err != nil {
		return err
	}
	if _, err := resource.Update(ctx, live, metav1.UpdateOptions{FieldManager: "conformance"}); err != nil {
		return err
	}
	return cluster.Await("the rights of "+enroller.Role.GetName(), func() (bool, error) {
		known, err := enroller.rights(ctx)
		return known == fmt.Sprint(sortedRules(rules)), err
	})
}

// rights are those that the API server gives the identity by its role.
func (e *Enroller) rights(ctx context.Context) (string, error) {
	review := stub("authorization.k8s.io/v1", "SelfSubjectRulesReview", "", "")
	review.Object["spec"] = map[string]any{"namespace": "default"}
	resource, err := e.Cluster.Resource(review)
	if err != nil {
		return "", err
	}
	answer, err := resource.Create(ctx, review, metav1.CreateOptions{})
	if err != nil {
		return "", err
	}
	rules, _, err := unstructured.NestedSlice(answer.Object, "status", "resourceRules")
	own := slices.DeleteFunc(rules, func(rule any) bool {
		groups, _, _ := unstructured.NestedStringSlice(rule.(map[string]any), "apiGroups")
		return slices.Contains(groups, "authorization.k8s.io") || slices.Contains(groups, "authentication.k8s.io")
	})
	return fmt.Sprint(sortedRules(own)), err
}

// sortedRules writes rules in an order of their own.
func sortedRules(rules []any) []string {
	var texts []string
	for _, rule := range rules {
		fields := rule.(map[string]any)
		texts = append(texts, fmt.Sprint(fields["apiGroups"], fields["resources"], fields["verbs"]))
	}
	slices.Sort(texts)
	return texts
}

// findPossible tries what the identity must not be able to do.
func (r *run) findPossible(ctx context.Context, enroller *Enroller) {
	for _, object := range r.all() {
		resource, err := enroller.Cluster.Resource(object)
		if err != nil {
			r.find(object, "%s", err)
			continue
		}
		misspelt := object.DeepCopy()
		misspelt.SetName(object.GetName() + "-misspelt")
		_, creating := resource.Create(ctx, misspelt, metav1.CreateOptions{})
		_, updating := resource.Update(ctx, object, metav1.UpdateOptions{})
		_, status := resource.Patch(ctx, object.GetName(), types.MergePatchType, []byte(`{"status":{}}`), metav1.PatchOptions{}, "status")
		attempts := map[string]error{
			"created": creating, "updated": updating, "given a status": status,
			"deleted": resource.Delete(ctx, object.GetName(), metav1.DeleteOptions{}),
		}
		for attempt, err := range attempts {
			if !apierrors.IsForbidden(err) {
				r.find(object, "could be %s by who may only patch it: %v", attempt, err)
			}
		}
	}
	gateway := stub("gateway.networking.k8s.io/v1", "Gateway", "shop", "waypoint")
	if resource, err := enroller.Cluster.Resource(gateway); err != nil {
		r.find(gateway, "%s", err)
	} else if _, err := resource.Patch(ctx, "waypoint", types.MergePatchType, []byte(`{}`), metav1.PatchOptions{}); !apierrors.IsForbidden(err) {
		r.find(gateway, "could be patched by who may only patch what gets labels: %v", err)
	}
}
