package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// The program starts itself as a child; in tests the child is this one.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "work" {
		fragile(bufio.NewScanner(os.Stdin), json.NewEncoder(os.NewFile(3, "answers")))
		return
	}
	os.Exit(m.Run())
}

// fragile crashes when it is asked for it.
func fragile(in *bufio.Scanner, out *json.Encoder) {
	for in.Scan() {
		asked := request{}
		if err := json.Unmarshal(in.Bytes(), &asked); err != nil {
			panic(err)
		}
		if asked.Do == "crash" {
			panic("as asked")
		}
		if err := out.Encode(response{ID: asked.ID, Answer: json.RawMessage(`{}`)}); err != nil {
			panic(err)
		}
	}
}

func TestACrashCostsOneAnswer(t *testing.T) {
	questions := make(chan request, 3)
	questions <- request{ID: "first", Do: "mesh"}
	questions <- request{ID: "second", Do: "crash"}
	questions <- request{ID: "third", Do: "mesh"}
	close(questions)
	out := &bytes.Buffer{}
	if err := answerAll(context.Background(), nil, 1, questions, out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 3 || !strings.Contains(lines[1], `"kind":"crash"`) || !strings.Contains(lines[1], "panic: as asked") {
		t.Errorf("answers: %s", out)
	}
	if lines[2] != `{"id":"third","answer":{}}` {
		t.Errorf("after the crash: %s", lines[2])
	}
}

func TestAnInterruptEndsTheChildren(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := &supervisor{}
	if _, err := s.ask(ctx, request{ID: "first", Do: "mesh"}); err != nil {
		t.Fatal(err)
	}
	started := s.child.command
	cancel()
	if err := started.Wait(); err == nil {
		t.Error("the child ended by itself")
	}
}
