package main

import (
	"strings"
	"testing"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/ztunnel/reading"
)

func TestAnswersStayInStep(t *testing.T) {
	mesh, _ := reading.Load(`
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {istio.io/dataplane-mode: ambient}}
`, "istio-system")
	in := `{"id": "1", "to": "Pod/shop/web", "port": 80}` + "\n\n" + `[]` + "\n" + `{"id": "3", "to": "Pod/shop/none"}` + "\n"
	var out strings.Builder
	all, err := answer(mesh, strings.NewReader(in), &out)
	if all || err != nil {
		t.Errorf("got %v, %v: expected a line that can't be read, and no error", all, err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	for i, want := range []string{`{"id":"1","verdict":"allow","why":"no-allow-policies"}`, `"verdict":"error"`, `{"id":"3","verdict":"unknown-workload"}`} {
		if i >= len(lines) || !strings.Contains(lines[i], want) {
			t.Errorf("line %d of %q: expected %s", i, lines, want)
		}
	}
}
