package main

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/proxy"
)

// The program starts itself as a child; in tests it is this one that is started.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && (os.Args[1] == "serve" || os.Args[1] == "work") {
		main()
		return
	}
	os.Exit(m.Run())
}

// running is a serve with all that it started, which is told by its folder for temporary files.
type running struct {
	command *exec.Cmd
	stdin   io.WriteCloser
	answers *bufio.Scanner
	folder  string
}

func startServe(t *testing.T) *running {
	t.Helper()
	if _, err := proxy.Find(); err != nil {
		t.Skip("NOT TESTED: ", err)
	}
	r := &running{command: exec.Command(os.Args[0], "serve", "-jobs", "1"), folder: t.TempDir()}
	r.command.Env = append(os.Environ(), "TMPDIR="+r.folder)
	r.command.Stderr = os.Stderr
	var err error
	if r.stdin, err = r.command.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	output, err := r.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	r.answers = bufio.NewScanner(output)
	r.answers.Buffer(nil, 1<<26)
	if err := r.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.command.Process.Kill() })
	return r
}

// ask sends the shop with one request, which is repeated.
func (r *running) ask(t *testing.T, count int) {
	t.Helper()
	yaml, err := os.ReadFile("judge/testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var requests []json.RawMessage
	for range count {
		requests = append(requests, json.RawMessage(`{"to": "web.shop:80"}`))
	}
	if err := json.NewEncoder(r.stdin).Encode(map[string]any{"id": "1", "yaml": string(yaml), "requests": requests}); err != nil {
		t.Fatal(err)
	}
}

// envoys are the processes of this run that Envoy runs in.
func (r *running) envoys(t *testing.T) (pids []string) {
	t.Helper()
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range lines {
		if text, err := os.ReadFile(file); err == nil && strings.Contains(string(text), r.folder) && strings.Contains(string(text), "envoy.json") {
			pids = append(pids, filepath.Base(filepath.Dir(file)))
		}
	}
	return pids
}

// await waits until there are Envoys, or none.
func (r *running) await(t *testing.T, some bool) []string {
	t.Helper()
	for until := time.Now().Add(time.Minute); time.Now().Before(until); time.Sleep(5 * time.Millisecond) {
		if found := r.envoys(t); len(found) > 0 == some {
			return found
		}
	}
	t.Fatalf("Envoys expected: %v; there are %v", some, r.envoys(t))
	return nil
}

const many = 20000

func TestNothingIsLeftAfterASignal(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM, os.Kill} {
		t.Run(signal.String(), func(t *testing.T) {
			r := startServe(t)
			r.ask(t, many)
			r.await(t, true)
			if err := r.command.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			_ = r.command.Wait()
			r.await(t, false)
			if left, _ := os.ReadDir(r.folder); len(left) > 0 && signal != os.Kill {
				t.Errorf("%s holds %v", r.folder, left)
			}
		})
	}
}

func TestAnEnvoyThatDiesCostsItsMesh(t *testing.T) {
	r := startServe(t)
	r.ask(t, many)
	for _, pid := range r.await(t, true) {
		if err := exec.Command("kill", "-SEGV", pid).Run(); err != nil {
			t.Fatal(err)
		}
	}
	type response struct {
		Answers []json.RawMessage
		Problem string
	}
	next := func() (got response) {
		if !r.answers.Scan() {
			t.Fatal("no answer")
		}
		if err := json.Unmarshal(r.answers.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := next(); len(got.Answers) != many || got.Problem == "" {
		t.Errorf("of the mesh whose Envoy died: %d answers, problem %q", len(got.Answers), got.Problem)
	}
	r.ask(t, 1)
	if got := next(); len(got.Answers) != 1 || string(got.Answers[0]) == "null" || got.Problem != "" {
		t.Errorf("of the next mesh: %+v", got)
	}
}
