package judge

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"testing"
	"time"

	"istio.io/istio/pkg/log"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/proxy"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/question"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/mesh"
)

var update = flag.Bool("update", false, "write the answers to testdata")

// TestShop asks a real Envoy, with all that is on the way to it.
func TestShop(t *testing.T) {
	binary, err := proxy.Find()
	if err != nil {
		t.Skip(err)
	}
	options := log.DefaultOptions()
	options.SetDefaultOutputLevel(log.OverrideScopeName, log.NoneLevel)
	if err := log.Configure(options); err != nil {
		t.Fatal(err)
	}
	j, err := New(binary)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	requests, err := question.Parse(read(t, "testdata/shop.json"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	result, err := j.Answer(ctx, Mesh{Name: "shop.yaml", YAML: read(t, "testdata/shop.yaml"), Mode: mesh.Assume}, requests)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]*question.Answer{}
	for i, r := range requests {
		got[r.ID] = result.Answers[i]
	}
	const golden = "testdata/shop.answers.json"
	if *update {
		text, err := json.MarshalIndent(got, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]*question.Answer{}
	if err := json.Unmarshal(read(t, golden), &want); err != nil {
		t.Fatal(err)
	}
	for id := range want {
		if !reflect.DeepEqual(got[id], want[id]) {
			t.Errorf("%s: got\n%s\nexpected\n%s", id, asJSON(got[id]), asJSON(want[id]))
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d answers, expected %d", len(got), len(want))
	}
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
