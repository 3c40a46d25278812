package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/judge"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/question"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/mesh"
)

// answer writes the requests of a file as they are, one a line, with the answers as "expect". A request without answer has
// none, and is named in the error.
func answer(ctx context.Context, j *judge.Judge, mode mesh.Mode, meshFile, requestFile string) error {
	manifests, err := os.ReadFile(meshFile)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(requestFile)
	if err != nil {
		return err
	}
	requests, err := question.Parse(text)
	if err != nil {
		return fmt.Errorf("%s: %w", requestFile, err)
	}
	result, problems := j.Answer(ctx, judge.Mesh{Name: meshFile, YAML: manifests, Mode: mode}, requests)
	if result.Answers == nil {
		return problems
	}
	recorded, err := withAnswers(text, result.Answers)
	if err != nil {
		return fmt.Errorf("%s: %w", requestFile, err)
	}
	if _, err := os.Stdout.Write(recorded); err != nil {
		return err
	}
	return problems
}

func withAnswers(requests []byte, answers []*question.Answer) ([]byte, error) {
	var objects []map[string]any
	decoder := json.NewDecoder(bytes.NewReader(requests))
	decoder.UseNumber()
	if err := decoder.Decode(&objects); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	for i, object := range objects {
		delete(object, "expect")
		if answers[i] != nil {
			object["expect"] = answers[i]
		}
		out.WriteString(separator(i))
		if err := encoder.Encode(object); err != nil {
			return nil, err
		}
	}
	if len(objects) == 0 {
		out.WriteString("[")
	}
	out.WriteString("]\n")
	return out.Bytes(), nil
}

func separator(i int) string {
	if i == 0 {
		return "["
	}
	return ","
}
