package proxy

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"sync"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/surgery"
)

const maxLine = 1 << 20

// Log collects the entries of the access log by request.
type Log struct {
	mu      sync.Mutex
	entries map[string][]surgery.Entry
	changed chan struct{}
	ended   bool
}

func newLog() *Log {
	return &Log{entries: map[string][]surgery.Entry{}, changed: make(chan struct{})}
}

// read takes entries until the process closes its output. Lines that are not entries are passed over.
func (l *Log) read(output io.Reader) {
	lines := bufio.NewScanner(output)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		var entry surgery.Entry
		if json.Unmarshal(lines.Bytes(), &entry) == nil && entry.Request != "" {
			l.add(entry)
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended = true
	close(l.changed)
}

func (l *Log) add(entry surgery.Entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries[entry.Request] = append(l.entries[entry.Request], entry)
	close(l.changed)
	l.changed = make(chan struct{})
}

// Await returns the entries of a request as soon as enough says so, or those that are there when the context or the process
// ends.
func (l *Log) Await(ctx context.Context, request string, enough func([]surgery.Entry) bool) []surgery.Entry {
	for {
		l.mu.Lock()
		entries, changed, ended := l.entries[request], l.changed, l.ended
		l.mu.Unlock()
		if ended || enough(entries) {
			return entries
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return entries
		}
	}
}
