package proxy

import (
	"context"
	"io"
	"testing"
	"time"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/surgery"
)

func TestAwait(t *testing.T) {
	output, write := io.Pipe()
	log := newLog()
	go log.read(output)
	go func() {
		_, _ = io.WriteString(write, "not an entry\n"+`{"kind":"listener","request":"1"}`+"\n"+`{"kind":"http","request":"2","code":403}`+"\n")
		_, _ = io.WriteString(write, `{"kind":"http","request":"1","code":200,"httpPolicies":{"a":"b"}}`+"\n")
	}()
	two := func(entries []surgery.Entry) bool { return len(entries) == 2 }
	entries := log.Await(context.Background(), "1", two)
	if len(entries) != 2 || entries[0].Kind != "listener" || entries[1].Code != 200 || entries[1].HTTPPolicies["a"] != "b" {
		t.Errorf("got %+v", entries)
	}

	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	if entries := log.Await(ctx, "2", two); len(entries) != 1 {
		t.Errorf("after the context: got %+v", entries)
	}
	write.Close()
	if entries := log.Await(context.Background(), "2", two); len(entries) != 1 {
		t.Errorf("after the process: got %+v", entries)
	}
}
