package matrix

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/apply"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/cluster"
)

const lastApplied = "kubectl.kubernetes.io/last-applied-configuration"

// game is one play of an owner and a tool over the same objects.
type game struct {
	cluster *cluster.Cluster
	owner   apply.Applier
	tool    apply.Applier
	// owned are the owner's manifests, changed those of a later commit of the owner.
	owned, changed []*unstructured.Unstructured
	// enrolled are our patches with labels, drained those without.
	enrolled, drained []*unstructured.Unstructured
}

// outcome is what was seen.
type outcome struct {
	// harm says what went wrong, each thing once, sorted.
	harm []string
	// left are labels and annotations that un-enrollment leaves on the objects.
	left []string
}

// play lets the owner and the tool apply in turn, three rounds, in the last of which the owner has changed its manifests;
// then the labels are taken away, and then the patches. It ends with the first round that does harm.
func (g *game) play(ctx context.Context) (outcome, error) {
	if err := g.owner.Apply(ctx, g.owned); err != nil {
		return outcome{}, fmt.Errorf("the owner alone: %w", err)
	}
	before, err := g.live(ctx)
	if err != nil {
		return outcome{}, err
	}
	harm := newFindings(g.owned)
	if err := g.rounds(ctx, harm); err != nil || len(harm.seen) > 0 {
		return outcome{harm: harm.sorted()}, err
	}
	left, err := g.unenroll(ctx, before, harm)
	return outcome{harm.sorted(), left}, err
}

func (g *game) rounds(ctx context.Context, harm *findings) error {
	var settled []string
	for round := 1; round <= 3; round++ {
		owned := g.owned
		if round == 3 {
			owned = g.changed
		}
		if round > 1 {
			harm.failure("the owner", g.owner.Apply(ctx, owned))
			if err := g.check(ctx, "the owner", owned, g.enrolled, harm); err != nil {
				return err
			}
		}
		harm.failure("the patch", g.tool.Apply(ctx, g.enrolled))
		if err := g.check(ctx, "the patch", owned, g.enrolled, harm); err != nil {
			return err
		}
		versions, err := g.versions(ctx)
		if err != nil {
			return err
		}
		if round == 2 && !slices.Equal(versions, settled) {
			harm.add("somebody rewrites it in every round")
		}
		if len(harm.seen) > 0 {
			return nil
		}
		settled = versions
	}
	return nil
}

// unenroll removes the labels in two commits, as the manual says, and compares with what was there before.
func (g *game) unenroll(ctx context.Context, before []*unstructured.Unstructured, harm *findings) ([]string, error) {
	for _, patches := range [][]*unstructured.Unstructured{g.enrolled, g.drained, nil} {
		harm.failure("the owner", g.owner.Apply(ctx, g.owned))
		harm.failure("un-enrollment", g.tool.Apply(ctx, patches))
	}
	harm.failure("the owner", g.owner.Apply(ctx, g.owned))
	after, err := g.live(ctx)
	if err != nil {
		return nil, err
	}
	left := map[string]bool{}
	for i, object := range g.owned {
		if after[i] == nil || after[i].GetDeletionTimestamp() != nil {
			harm.add(object.GetKind() + ": un-enrollment deletes it")
			continue
		}
		for _, key := range compare(object.GetKind(), "after un-enrollment", before[i], after[i], harm) {
			left[key] = true
		}
	}
	return slices.Sorted(maps.Keys(left)), nil
}

// compare reports what is gone or changed, and returns the labels and annotations that are new.
func compare(kind, when string, before, after *unstructured.Unstructured, harm *findings) []string {
	var added []string
	parts := []struct {
		name         string
		was, present map[string]string
	}{
		{"label", before.GetLabels(), after.GetLabels()},
		{"annotation", before.GetAnnotations(), after.GetAnnotations()},
	}
	for _, part := range parts {
		for key, value := range part.was {
			if key != lastApplied && part.present[key] != value {
				harm.add(fmt.Sprintf("%s: %s %s is another %s", kind, part.name, key, when))
			}
		}
		for key := range part.present {
			if _, known := part.was[key]; !known {
				added = append(added, part.name+" "+key)
			}
		}
	}
	if !reflect.DeepEqual(before.Object["spec"], after.Object["spec"]) {
		harm.add(fmt.Sprintf("%s: the spec is another %s", kind, when))
	}
	return added
}

// check looks whether everything of the owner is there, and our labels too.
func (g *game) check(ctx context.Context, by string, owned, patches []*unstructured.Unstructured, harm *findings) error {
	live, err := g.live(ctx)
	if err != nil {
		return err
	}
	for i, object := range owned {
		if live[i] == nil || live[i].GetDeletionTimestamp() != nil {
			harm.add(fmt.Sprintf("%s: %s deletes it", object.GetKind(), by))
			continue
		}
		for _, missing := range lacks(live[i].Object, object.Object, "") {
			harm.add(fmt.Sprintf("%s: %s takes away %s of the owner", object.GetKind(), by, missing))
		}
		for key, value := range patches[i].GetLabels() {
			if live[i].GetLabels()[key] != value {
				harm.add(fmt.Sprintf("%s: after %s the label %s is not there", object.GetKind(), by, key))
			}
		}
	}
	return nil
}

// lacks names what of a manifest is not in the live object: labels and annotations one by one, and fields of the spec.
func lacks(live, manifest map[string]any, path string) []string {
	var missing []string
	for _, key := range slices.Sorted(maps.Keys(manifest)) {
		at := strings.TrimPrefix(path+"."+key, ".")
		wanted, isMap := manifest[key].(map[string]any)
		present, hasMap := live[key].(map[string]any)
		switch {
		case isMap && hasMap:
			missing = append(missing, lacks(present, wanted, at)...)
		case !contains(live[key], manifest[key]):
			missing = append(missing, at)
		}
	}
	return missing
}

// contains says whether a live value is what a manifest says; items of lists may have more fields, which are defaults.
func contains(live, manifest any) bool {
	wanted, isList := manifest.([]any)
	present, hasList := live.([]any)
	if !isList || !hasList {
		return fmt.Sprint(live) == fmt.Sprint(manifest)
	}
	return len(wanted) == len(present) && !slices.ContainsFunc(indices(wanted), func(i int) bool {
		item, isMap := wanted[i].(map[string]any)
		liveItem, hasMap := present[i].(map[string]any)
		if isMap && hasMap {
			return len(lacks(liveItem, item, "")) > 0
		}
		return fmt.Sprint(wanted[i]) != fmt.Sprint(present[i])
	})
}

func indices(list []any) []int {
	all := make([]int, len(list))
	for i := range all {
		all[i] = i
	}
	return all
}

func (g *game) live(ctx context.Context) ([]*unstructured.Unstructured, error) {
	found := make([]*unstructured.Unstructured, len(g.owned))
	for i, object := range g.owned {
		live, err := g.cluster.Get(ctx, object)
		if err != nil {
			return nil, err
		}
		found[i] = live
	}
	return found, nil
}

func (g *game) versions(ctx context.Context) ([]string, error) {
	live, err := g.live(ctx)
	if err != nil {
		return nil, err
	}
	versions := make([]string, len(live))
	for i, object := range live {
		if object != nil {
			versions[i] = object.GetResourceVersion()
		}
	}
	return versions, nil
}
