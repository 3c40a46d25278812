package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/judge"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/question"
)

//go:embed doubtful.json
var doubtfulText []byte

// doubt is a reason to take some recorded answers for wrong.
type doubt struct {
	Cause string `json:"cause"`
	// Answers are names of meshes without ending, each with the ids of requests.
	Answers map[string][]string `json:"answers"`
}

// compareRecorded asks all requests of the folders again, and prints each answer that differs from the recorded one.
func compareRecorded(ctx context.Context, j *judge.Judge, folders []string) error {
	var doubts []doubt
	if err := json.Unmarshal(doubtfulText, &doubts); err != nil {
		return fmt.Errorf("doubtful.json: %w", err)
	}
	total := tally{}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
		if err != nil {
			return err
		}
		if len(files) == 0 {
			return fmt.Errorf("%s: no meshes there", folder)
		}
		for _, file := range files {
			counted := compareMesh(ctx, j, file, doubts)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			fmt.Println(file, counted)
			total.add(counted)
		}
	}
	fmt.Println("total", total)
	if total.different > 0 || total.unanswered > 0 || total.failed > 0 {
		return fmt.Errorf("%d answers differ, %d requests without answer, %d meshes with problems", total.different, total.unanswered, total.failed)
	}
	return nil
}

// tally counts the requests of one mesh, or of all.
type tally struct {
	meshes, failed, requests, different, doubtful, unanswered int
	took                                                      time.Duration
}

func (t *tally) add(other tally) {
	t.meshes += other.meshes
	t.failed += other.failed
	t.requests += other.requests
	t.different += other.different
	t.doubtful += other.doubtful
	t.unanswered += other.unanswered
	t.took += other.took
}

func (t tally) String() string {
	return fmt.Sprintf("meshes %d, requests %d, different %d, different from a doubtful record %d, unanswered %d, %.1f s",
		t.meshes, t.requests, t.different, t.doubtful, t.unanswered, t.took.Seconds())
}

func compareMesh(ctx context.Context, j *judge.Judge, file string, doubts []doubt) tally {
	started := time.Now()
	counted := tally{meshes: 1}
	requests, answers, problems := askRecorded(ctx, j, file)
	if ctx.Err() != nil {
		return counted
	}
	if problems != nil {
		fmt.Printf("%s: %v\n", file, problems)
		counted.failed = 1
	}
	counted.requests = len(requests)
	for i, r := range requests {
		if answers == nil || answers[i] == nil {
			counted.unanswered++
			continue
		}
		differences := compare(r.Expect, answers[i])
		switch {
		case len(differences) == 0:
		case isDoubtful(doubts, nameOf(file), r.ID):
			counted.doubtful++
		default:
			counted.different++
			fmt.Printf("%s %s: %s\n", file, r.ID, strings.Join(differences, "; "))
		}
	}
	counted.took = time.Since(started)
	return counted
}

func nameOf(meshFile string) string { return strings.TrimSuffix(filepath.Base(meshFile), ".yaml") }

// askRecorded asks the requests beside a mesh.
func askRecorded(ctx context.Context, j *judge.Judge, meshFile string) ([]question.Request, []*question.Answer, error) {
	manifests, err := os.ReadFile(meshFile)
	if err != nil {
		return nil, nil, err
	}
	text, err := os.ReadFile(strings.TrimSuffix(meshFile, ".yaml") + ".json")
	if err != nil {
		return nil, nil, err
	}
	requests, err := question.Parse(text)
	if err != nil {
		return nil, nil, err
	}
	result, problems := j.Answer(ctx, judge.Mesh{Name: meshFile, YAML: manifests, Mode: judge.Recorded}, requests)
	return requests, result.Answers, problems
}

func isDoubtful(doubts []doubt, mesh, id string) bool {
	return slices.ContainsFunc(doubts, func(d doubt) bool { return slices.Contains(d.Answers[mesh], id) })
}

// younger are fields that older records do not have: where a record lacks all of them they are not compared.
var younger = []string{"timeout", "retries", "mirrors"}

// compare lists the fields in which an answer differs from the recorded one.
func compare(recorded json.RawMessage, answer *question.Answer) []string {
	var want, got map[string]any
	if err := json.Unmarshal(recorded, &want); err != nil {
		return []string{"recorded answer: " + err.Error()}
	}
	if err := json.Unmarshal([]byte(asJSON(answer)), &got); err != nil {
		return []string{err.Error()}
	}
	if !slices.ContainsFunc(younger, func(field string) bool { return want[field] != nil }) {
		for _, field := range younger {
			delete(got, field)
		}
	}
	var differences []string
	for field := range union(want, got) {
		if !reflect.DeepEqual(want[field], got[field]) {
			differences = append(differences, fmt.Sprintf("%s: recorded %s, got %s", field, asJSON(want[field]), asJSON(got[field])))
		}
	}
	slices.Sort(differences)
	return differences
}

func union(a, b map[string]any) map[string]bool {
	fields := map[string]bool{}
	for field := range a {
		fields[field] = true
	}
	for field := range b {
		fields[field] = true
	}
	return fields
}

func asJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic("what was read from JSON, and answers, can be written as JSON: " + err.Error())
	}
	return string(text)
}
