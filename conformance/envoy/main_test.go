package main

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/question"
)

func TestParse(t *testing.T) {
	for args, fine := range map[string]bool{
		"answer mesh.yaml requests.json":              true,
		"answer -mode status mesh.yaml requests.json": true,
		"answer -mode live mesh.yaml requests.json":   false,
		"answer mesh.yaml":                            false,
		"answer -x mesh.yaml requests.json":           false,
		"compare-recorded a b":                        true,
		"compare-recorded":                            false,
		"serve":                                       true,
		"serve -jobs 1":                               true,
		"serve -jobs many":                            false,
		"serve me":                                    false,
		"sing":                                        false,
		"":                                            false,
	} {
		if _, err := parse(strings.Fields(args)); (err == nil) != fine {
			t.Errorf("%q: %v", args, err)
		}
	}
}

func TestWithAnswers(t *testing.T) {
	requests := `[{"id": "1", "path": "/a&b", "n": 12345678901234567890, "expect": {"reached": true}}, {"id": "2"}]`
	got, err := withAnswers([]byte(requests), []*question.Answer{nil, {Reached: true, Result: "200"}})
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"id":"1","n":12345678901234567890,"path":"/a&b"}` + "\n" + `,{"expect":{"reached":true,"result":"200"},"id":"2"}` + "\n]\n"
	if string(got) != want {
		t.Errorf("got %s, expected %s", got, want)
	}
	if got, err := withAnswers([]byte("[]"), nil); err != nil || string(got) != "[]\n" {
		t.Errorf("of none: got %s, %v", got, err)
	}
}

func TestCompare(t *testing.T) {
	answer := &question.Answer{Reached: true, Result: "200", Weights: []question.Weight{{Backend: question.Backend{Service: "a", Port: 80}, Weight: 1}}}
	for recorded, want := range map[string]string{
		`{"weights": [{"weight": 1, "port": 80, "service": "a"}], "result": "200", "reached": true}`: "",
		`{"reached": true, "result": "403", "why": "policy"}`: `result: recorded "403", got "200"; weights: recorded null, ` +
			`got [{"port":80,"service":"a","weight":1}]; why: recorded "policy", got null`,
	} {
		if got := strings.Join(compare(json.RawMessage(recorded), answer), "; "); got != want {
			t.Errorf("got %s, expected %s", got, want)
		}
	}
}

func TestDoubts(t *testing.T) {
	var doubts []doubt
	if err := json.Unmarshal(doubtfulText, &doubts); err != nil {
		t.Fatal(err)
	}
	for _, d := range doubts {
		if d.Cause == "" || len(d.Answers) == 0 {
			t.Errorf("a doubt without cause or answers: %+v", d)
		}
	}
	if !isDoubtful(doubts, "p20005", "s20005-39") || isDoubtful(doubts, "p20005", "s20005-38") || isDoubtful(doubts, "p20006", "s20005-39") {
		t.Error("doubts are not about single answers")
	}
}

func TestWorkAnswersEachLine(t *testing.T) {
	in := `not JSON` + "\n" + `{"id": "1", "mode": "live"}` + "\n" + `{"id": "2", "requests": {}}` + "\n"
	var out strings.Builder
	if err := work(context.Background(), nil, strings.NewReader(in), &out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 3 {
		t.Fatalf("got %d lines: %s", len(lines), out.String())
	}
	for i, want := range []string{"not a question", `{"id":"1","problem":"mode`, `{"id":"2","problem":"`} {
		if !strings.Contains(lines[i], want) {
			t.Errorf("got %s, expected %s", lines[i], want)
		}
	}
}
