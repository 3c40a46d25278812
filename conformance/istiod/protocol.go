package main

import (
	"encoding/json"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/supervise"
)

// request is one question: a line of JSON.
type request struct {
	// ID comes back with the answer.
	ID string `json:"id"`
	// Do is the kind of question: mesh, clusters, deploy, validate or analyze.
	Do string `json:"do"`
	// Mode is assume (default) or status; only for mesh and clusters.
	Mode string `json:"mode,omitempty"`
	// File is the name of a file to read, if YAML is empty.
	File string `json:"file,omitempty"`
	// YAML holds the objects.
	YAML string `json:"yaml,omitempty"`
	// Values are istiod's Helm values; only for deploy.
	Values string `json:"values,omitempty"`
}

// response is the answer to one question: a line of JSON.
type response struct {
	ID     string          `json:"id"`
	Answer json.RawMessage `json:"answer,omitempty"`
	// Unreadable are the documents that are no objects; the answer is about the others.
	Unreadable []string `json:"unreadable,omitempty"`
	Failed     *failure `json:"failed,omitempty"`
}

// failure is why there is no answer: unreadable (the YAML), refused (Istio's code returned an error), crash or timeout (of Istio's
// code).
type failure = supervise.Failure

func failed(id, kind, message string) response {
	return response{ID: id, Failed: &failure{Kind: kind, Message: message}}
}
