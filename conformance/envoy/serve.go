package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/judge"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/question"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/mesh"
)

// maxLine is the longest question: the files of a large mesh with its requests.
const maxLine = 64 << 20

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

// answered is the answer to one question: a line of JSON.
type answered struct {
	ID string `json:"id"`
	// Answers are in the order of the requests, null for those that could not be asked.
	Answers []*question.Answer `json:"answers,omitempty"`
	// Problem says why answers are missing.
	Problem string `json:"problem,omitempty"`
}

// serve answers questions one after the other, until there are no more or the context ends. A crash of Istio's code ends the
// process: who asks has to start another one then, and go on with the next mesh.
func serve(ctx context.Context, j *judge.Judge, in io.Reader, out io.Writer) error {
	context.AfterFunc(ctx, func() {
		if closer, ok := in.(io.Closer); ok {
			closer.Close()
		}
	})
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	encoder := json.NewEncoder(out)
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
		response.Answers, err = j.Answer(ctx, judge.Mesh{Name: q.ID, YAML: []byte(q.YAML), Mode: q.Mode}, requests)
	}
	if err != nil {
		response.Problem = err.Error()
	}
	return response
}
