package question

import (
	"fmt"
	"testing"
)

func TestParseFillsIn(t *testing.T) {
	requests, err := Parse([]byte(`[{"id": "1", "to": "a.b:80"}, {"id": "2", "to": "a.b:80", "proto": "tcp", "ip": "10.0.0.1", "method": "FOO"}]`))
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(requests[0].From, requests[0].IP, requests[0].Method, requests[0].Path, requests[0].Proto); got !=
		"cluster.local/ns/default/sa/default10.244.200.1GET/http" {
		t.Errorf("got %s", got)
	}
	if requests[1].Proto != TCP || requests[1].IP != "10.0.0.1" || requests[1].Method != "FOO" {
		t.Errorf("got %+v", requests[1])
	}
}

func TestHeaders(t *testing.T) {
	for text, want := range map[string]string{
		`[{"headers": [["B", "1"], ["a", "2"], ["B", "3"]]}]`: "[{B 1} {a 2} {B 3}]",
		`[{"headers": {"z": "1", "a": "2"}}]`:                 "[{z 1} {a 2}]",
		`[{}]`:                                                "[]",
	} {
		requests, err := Parse([]byte(text))
		if err != nil || fmt.Sprint(requests[0].Headers) != want {
			t.Errorf("%s: got %v, %v", text, requests, err)
		}
	}
	for _, text := range []string{`[{"headers": "x"}]`, `[{"headers": {"a": 1}}]`, `{}`} {
		if _, err := Parse([]byte(text)); err == nil {
			t.Errorf("%s: no error", text)
		}
	}
}
