package supervise

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// The program starts itself as a child; in tests the child is this one.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "work" {
		fragile()
		return
	}
	os.Exit(m.Run())
}

// fragile crashes, or hangs, when it is asked for it, and says where its temporary files are.
func fragile() {
	out := Answers()
	for in := Questions(os.Stdin); in.Scan(); {
		switch in.Text() {
		case "crash":
			panic("as asked")
		case "hang":
			time.Sleep(time.Hour)
		case "folder":
			fmt.Fprintln(out, os.TempDir())
		default:
			fmt.Fprintln(out, "answer to", in.Text())
		}
	}
}

func program() Program { return Program{Args: []string{"work"}, Limit: 2 * time.Second, Lifetime: 2} }

// linesFor asks, one child at a time.
func linesFor(t *testing.T, asked ...string) []string {
	t.Helper()
	questions := make(chan Question, len(asked))
	for _, text := range asked {
		questions <- Question{ID: "id of " + text, Line: []byte(text)}
	}
	close(questions)
	out := &bytes.Buffer{}
	if err := AnswerAll(context.Background(), program(), 1, questions, out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != len(asked) {
		t.Fatalf("%d answers to %d questions: %s", len(lines), len(asked), out)
	}
	return lines
}

func TestACrashCostsOneAnswer(t *testing.T) {
	lines := linesFor(t, "first", "crash", "third")
	if !strings.HasPrefix(lines[1], `{"id":"id of crash","failed":{"kind":"crash","message":"panic: as asked`) {
		t.Errorf("of the crash: %s", lines[1])
	}
	if lines[0] != "answer to first" || lines[2] != "answer to third" {
		t.Errorf("around the crash: %q", lines)
	}
}

func TestHangingCostsOneAnswer(t *testing.T) {
	lines := linesFor(t, "hang", "second")
	if lines[0] != `{"id":"id of hang","failed":{"kind":"timeout","message":"no answer in 2s"}}` || lines[1] != "answer to second" {
		t.Errorf("answers: %q", lines)
	}
}

func TestAChildAnswersManyQuestionsUntilItIsOld(t *testing.T) {
	folders := linesFor(t, "folder", "folder", "folder")
	if folders[0] != folders[1] || folders[1] == folders[2] {
		t.Errorf("the folders of the children: %q", folders)
	}
	for _, folder := range folders {
		if _, err := os.Stat(folder); !os.IsNotExist(err) {
			t.Errorf("%s is still there", folder)
		}
	}
}

func TestAnInterruptEndsTheChildren(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := &supervisor{program: program()}
	if _, err := s.ask(ctx, Question{Line: []byte("first")}); err != nil {
		t.Fatal(err)
	}
	started := s.child.command
	cancel()
	if err := started.Wait(); err == nil {
		t.Error("the child ended by itself")
	}
}
