package matrix

import (
	"maps"
	"regexp"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// findings gathers what goes wrong, each thing once, in words that are the same in every run.
type findings struct {
	seen map[string]bool
	// kind is what every finding is about, if there is only one.
	kind string
}

func newFindings(objects []*unstructured.Unstructured) *findings {
	f := &findings{seen: map[string]bool{}}
	if len(objects) == 1 {
		f.kind = objects[0].GetKind() + ": "
	}
	return f
}

func (f *findings) add(text string) {
	if f.kind != "" && len(text) > len(f.kind) && text[:len(f.kind)] == f.kind {
		text = text[len(f.kind):]
	}
	f.seen[f.kind+text] = true
}

// reason finds in an error what the API server objects to; the rest of it differs from tool to tool.
var reason = regexp.MustCompile(`[a-z][A-Za-z.\[\]0-9]*: (Required value|Invalid value|Forbidden)|is forbidden|[Cc]onflict|not found|immutable`)

func (f *findings) failure(of string, err error) {
	if err == nil {
		return
	}
	text := reason.FindString(err.Error())
	if text == "" {
		text = err.Error()
	}
	f.add(of + " fails: " + text)
}

func (f *findings) sorted() []string {
	return slices.Sorted(maps.Keys(f.seen))
}
