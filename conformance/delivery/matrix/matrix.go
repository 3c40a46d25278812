package matrix

import (
	"context"
	_ "embed"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/apply"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/cluster"
)

//go:embed owner.yaml
var ownerManifests []byte

// Tool delivers our output.
type Tool struct {
	// Name is the name of the folder with its output.
	Name string
	// New makes an applier that has applied nothing yet.
	New func() apply.Applier
}

// Cell is what was seen of a kind of owner and a tool.
type Cell struct {
	Owner string `json:"owner"`
	Tool  string `json:"tool"`
	// Safe says that nothing went wrong, in any way in which the owner applies and for any kind of object.
	Safe bool `json:"safe"`
	// Harm says what went wrong, by the way in which the owner applies.
	Harm map[string][]string `json:"harm,omitempty"`
	// Unharmed are the kinds that nothing happened to, if something went wrong with others, as "way: kind".
	Unharmed []string `json:"unharmed,omitempty"`
	// Left are the labels and annotations that stay after un-enrollment.
	Left []string `json:"left,omitempty"`
	// Plays is how often owner and tool were let play.
	Plays int `json:"plays"`
}

// Matrix plays all cells.
type Matrix struct {
	Cluster *cluster.Cluster
	Tools   []Tool
	// Patches is the folder with our label patches: TOOL/enrolled/enrollment and TOOL/drained/enrollment.
	Patches string
	// Refused says whether our constructs refuse a label patch; such a cell is played for each kind on its own.
	Refused func(owner, tool string) bool
	// Plays says whether to play a cell.
	Plays func(owner, tool string) bool
	// Jobs is how many plays run at a time.
	Jobs int

	namespaces atomic.Int64
}

// limit bounds one play.
const limit = 5 * time.Minute

// task is one play.
type task struct {
	owner Owner
	tool  Tool
	// kind is the kind of the only object; all kinds if empty.
	kind string

	outcome outcome
	err     error
}

func (t *task) text() string {
	switch {
	case t.err != nil:
		return t.err.Error()
	case len(t.outcome.harm) == 0:
		return fmt.Sprintf("%s, %s: no harm", t.owner.Way, t.tool.Name)
	default:
		return fmt.Sprintf("%s, %s: %s", t.owner.Way, t.tool.Name, strings.Join(t.outcome.harm, "; "))
	}
}

// Play plays every cell, and calls progress after each play.
func (m *Matrix) Play(ctx context.Context, progress func(text string)) ([]Cell, error) {
	tasks, err := m.tasks()
	if err != nil {
		return nil, err
	}
	queue := make(chan *task)
	var workers sync.WaitGroup
	for range m.Jobs {
		workers.Go(func() {
			for task := range queue {
				task.outcome, task.err = m.playTask(ctx, task)
				progress(task.text())
			}
		})
	}
	for _, task := range tasks {
		queue <- task
	}
	close(queue)
	workers.Wait()
	return cells(tasks)
}

func (m *Matrix) tasks() ([]*task, error) {
	owned, err := cluster.Parse(ownerManifests)
	if err != nil {
		return nil, err
	}
	var tasks []*task
	for _, owner := range Owners {
		for _, tool := range m.Tools {
			if !m.Plays(owner.Name, tool.Name) {
				continue
			}
			if !m.Refused(owner.Name, tool.Name) {
				tasks = append(tasks, &task{owner: owner, tool: tool})
				continue
			}
			for _, object := range owned {
				tasks = append(tasks, &task{owner: owner, tool: tool, kind: object.GetKind()})
			}
		}
	}
	return tasks, nil
}

func (m *Matrix) playTask(ctx context.Context, task *task) (outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	namespace := fmt.Sprintf("shop-%d", m.namespaces.Add(1))
	game, err := m.newGame(task, namespace)
	if err != nil {
		return outcome{}, err
	}
	if task.kind != "" && task.kind != "Namespace" {
		if err := m.Cluster.Create(ctx, newNamespace(namespace), "conformance"); err != nil {
			return outcome{}, err
		}
	}
	result, err := game.play(ctx)
	if err != nil {
		return outcome{}, fmt.Errorf("%s, %s, %s: %w", task.owner.Way, task.tool.Name, namespace, err)
	}
	return result, nil
}

func (m *Matrix) newGame(task *task, namespace string) (*game, error) {
	owned, err := cluster.Parse(ownerManifests)
	if err != nil {
		return nil, err
	}
	changed, err := cluster.Parse([]byte(strings.ReplaceAll(string(ownerManifests), "gold", "silver")))
	if err != nil {
		return nil, err
	}
	pick := func(objects []*unstructured.Unstructured) []*unstructured.Unstructured {
		return moved(ofKind(objects, task.kind), namespace)
	}
	patches := func(step string) ([]*unstructured.Unstructured, error) {
		read, err := cluster.ReadFolder(filepath.Join(m.Patches, task.tool.Name, step, "enrollment"))
		if err != nil {
			return nil, err
		}
		return alike(owned, read)
	}
	enrolled, err := patches("enrolled")
	if err != nil {
		return nil, err
	}
	drained, err := patches("drained")
	if err != nil {
		return nil, err
	}
	return &game{
		cluster: m.Cluster, owner: task.owner.applier(m.Cluster), tool: task.tool.New(),
		owned: pick(owned), changed: pick(changed), enrolled: pick(enrolled), drained: pick(drained),
	}, nil
}

// alike orders patches as the objects that they are for.
func alike(objects, patches []*unstructured.Unstructured) ([]*unstructured.Unstructured, error) {
	byName := map[string]*unstructured.Unstructured{}
	for _, patch := range patches {
		byName[cluster.Name(patch)] = patch
	}
	ordered := make([]*unstructured.Unstructured, len(objects))
	for i, object := range objects {
		patch, found := byName[cluster.Name(object)]
		if !found {
			return nil, fmt.Errorf("the output has no patch for %s", cluster.Name(object))
		}
		ordered[i] = patch
	}
	if len(patches) != len(objects) {
		return nil, fmt.Errorf("the output has %d patches, but there are %d objects", len(patches), len(objects))
	}
	return ordered, nil
}

func ofKind(objects []*unstructured.Unstructured, kind string) []*unstructured.Unstructured {
	var found []*unstructured.Unstructured
	for _, object := range objects {
		if kind == "" || object.GetKind() == kind {
			found = append(found, object)
		}
	}
	return found
}

// moved puts objects into another namespace, so that plays do not meet.
func moved(objects []*unstructured.Unstructured, namespace string) []*unstructured.Unstructured {
	for _, object := range objects {
		if object.GetKind() == "Namespace" {
			object.SetName(namespace)
		} else {
			object.SetNamespace(namespace)
		}
	}
	return objects
}

func newNamespace(name string) *unstructured.Unstructured {
	namespace := &unstructured.Unstructured{Object: map[string]any{}}
	namespace.SetGroupVersionKind(schema.GroupVersionKind{Version: "v1", Kind: "Namespace"})
	namespace.SetName(name)
	return namespace
}
