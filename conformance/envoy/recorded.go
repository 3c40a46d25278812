package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"reflect"
	"sort"
	"strings"
	"time"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/judge"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/question"
)

// compareRecorded asks all requests of the folders again, and prints each answer that differs from the recorded one.
func compareRecorded(ctx context.Context, j *judge.Judge, folders []string) error {
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
			if ctx.Err() != nil {
				return ctx.Err()
			}
			counted := compareMesh(ctx, j, file)
			fmt.Println(file, counted)
			total.add(counted)
		}
	}
	fmt.Println("total", total)
	if total.different > 0 || total.unanswered > 0 {
		return fmt.Errorf("%d answers differ, %d requests without answer", total.different, total.unanswered)
	}
	return nil
}

// tally counts the requests of one mesh, or of all.
type tally struct {
	meshes, requests, different, unanswered int
	took                                    time.Duration
}

func (t *tally) add(other tally) {
	t.meshes += other.meshes
	t.requests += other.requests
	t.different += other.different
	t.unanswered += other.unanswered
	t.took += other.took
}

func (t tally) String() string {
	return fmt.Sprintf("meshes %d, requests %d, different %d, unanswered %d, %.1f s",
		t.meshes, t.requests, t.different, t.unanswered, t.took.Seconds())
}

func compareMesh(ctx context.Context, j *judge.Judge, file string) tally {
	started := time.Now()
	counted := tally{meshes: 1}
	requests, err := question.Load(strings.TrimSuffix(file, ".yaml") + ".json")
	if err != nil {
		fmt.Println(err)
		return counted
	}
	counted.requests = len(requests)
	answers, problems := j.Answer(ctx, file, requests)
	if problems != nil {
		fmt.Printf("%s: %v\n", file, problems)
	}
	for i, r := range requests {
		if answers == nil || answers[i] == nil {
			counted.unanswered++
			continue
		}
		if differences := compare(r.Expect, answers[i]); len(differences) > 0 {
			counted.different++
			fmt.Printf("%s %s: %s\n", file, r.ID, strings.Join(differences, "; "))
		}
	}
	counted.took = time.Since(started)
	return counted
}

// compare lists the fields in which an answer differs from the recorded one.
func compare(recorded json.RawMessage, answer *question.Answer) []string {
	var want, got map[string]any
	if err := json.Unmarshal(recorded, &want); err != nil {
		return []string{"recorded answer: " + err.Error()}
	}
	text, err := json.Marshal(answer)
	if err == nil {
		err = json.Unmarshal(text, &got)
	}
	if err != nil {
		return []string{err.Error()}
	}
	fields := map[string]bool{}
	for field := range want {
		fields[field] = true
	}
	for field := range got {
		fields[field] = true
	}
	var differences []string
	for field := range fields {
		if !reflect.DeepEqual(want[field], got[field]) {
			differences = append(differences, fmt.Sprintf("%s: recorded %s, got %s", field, asJSON(want[field]), asJSON(got[field])))
		}
	}
	sort.Strings(differences)
	return differences
}

func asJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
