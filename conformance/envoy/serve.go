package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/admission"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/judge"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/question"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/mesh"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/supervise"
)

// workers are the processes that answer for serve.
func workers(crds admission.Folders) supervise.Program {
	return supervise.Program{Args: append([]string{"work"}, crds.Args()...), Limit: 2 * time.Minute, Lifetime: 200}
}

// asked is one question: a line of JSON.
type asked struct {
	// ID comes back with the answer.
	ID string `json:"id"`
	// Mode is assume (default), status or recorded.
	Mode mesh.Mode `json:"mode,omitempty"`
	// YAML holds the objects of the mesh.
	YAML     string          `json:"yaml"`
	Requests json.RawMessage `json:"requests"`
}

// answered is the answer to one question: a line of JSON. A crash of Istio's code leaves a supervise.Lost in its place.
type answered struct {
	ID string `json:"id"`
	// Answers are in the order of the requests, null for those that could not be asked.
	Answers []*question.Answer `json:"answers,omitempty"`
	// Rejected are the objects that a cluster refuses, and which take no part: Kind/namespace/name, or Kind/name.
	Rejected []string `json:"rejected,omitempty"`
	// Problem says why answers are missing.
	Problem string `json:"problem,omitempty"`
}

// serve answers questions, some at a time, in processes of their own, until there are no more or the context ends.
func serve(ctx context.Context, workers supervise.Program, jobs int, in io.Reader, out io.Writer) error {
	questions := make(chan supervise.Question)
	var readErr error
	go func() {
		defer close(questions)
		lines := supervise.Questions(in)
		for lines.Scan() {
			var named struct{ ID string }
			// What is no question has no ID; the worker says what is wrong.
			_ = json.Unmarshal(lines.Bytes(), &named)
			select {
			case questions <- supervise.Question{ID: named.ID, Line: slices.Clone(lines.Bytes())}:
			case <-ctx.Done():
				return
			}
		}
		readErr = lines.Err()
	}()
	if err := supervise.AnswerAll(ctx, workers, jobs, questions, out); err != nil {
		return err
	}
	return readErr
}

// work answers questions one after the other until there are no more. It is the child process.
func work(ctx context.Context, j *judge.Judge, in io.Reader, out io.Writer) error {
	encoder := json.NewEncoder(out)
	lines := supervise.Questions(in)
	for ctx.Err() == nil && lines.Scan() {
		if err := encoder.Encode(respond(ctx, j, lines.Bytes())); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return lines.Err()
}

func respond(ctx context.Context, j *judge.Judge, line []byte) answered {
	q := asked{Mode: mesh.Assume}
	if err := json.Unmarshal(line, &q); err != nil {
		return answered{Problem: "not a question: " + err.Error()}
	}
	response := answered{ID: q.ID}
	if !isMode(string(q.Mode)) {
		response.Problem = fmt.Sprintf("mode %q: expected assume, status or recorded", q.Mode)
		return response
	}
	requests, err := question.Parse(q.Requests)
	if err == nil {
		var result judge.Result
		result, err = j.Answer(ctx, judge.Mesh{Name: q.ID, YAML: []byte(q.YAML), Mode: q.Mode}, requests)
		response.Answers, response.Rejected = result.Answers, result.Rejected
	}
	if err != nil {
		response.Problem = err.Error()
	}
	return response
}
