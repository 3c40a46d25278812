package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"istio.io/istio/pkg/log"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/admission"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/supervise"
)

// work answers questions one after the other until there are no more. It is the child process.
func work(crds []string, in io.Reader, out io.Writer) error {
	options := log.DefaultOptions()
	options.SetDefaultOutputLevel("all", log.NoneLevel)
	if err := log.Configure(options); err != nil {
		return err
	}
	checker, err := admission.NewChecker(crds...)
	if err != nil {
		return err
	}
	lines := supervise.Questions(in)
	encoder := json.NewEncoder(out)
	for lines.Scan() {
		asked := request{}
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			return err
		}
		if err := encoder.Encode(respond(asked, checker)); err != nil {
			return err
		}
	}
	return lines.Err()
}

func respond(asked request, checker *admission.Checker) response {
	answer, found := verbs[asked.Do]
	if !found {
		return failed(asked.ID, "refused", fmt.Sprintf("unknown question %q", asked.Do))
	}
	if asked.YAML == "" {
		text, err := os.ReadFile(asked.File)
		if err != nil {
			return failed(asked.ID, "unreadable", err.Error())
		}
		asked.YAML = string(text)
	}
	objects, unreadable := manifest.Parse(asked.ID, []byte(asked.YAML))
	if len(objects) == 0 && len(unreadable) > 0 {
		return failed(asked.ID, "unreadable", errors.Join(unreadable...).Error())
	}
	content, err := answer(asked, objects, checker)
	if err != nil {
		return failed(asked.ID, "refused", err.Error())
	}
	text, err := json.Marshal(content)
	if err != nil {
		return failed(asked.ID, "refused", err.Error())
	}
	done := response{ID: asked.ID, Answer: text}
	for _, err := range unreadable {
		done.Unreadable = append(done.Unreadable, err.Error())
	}
	return done
}
