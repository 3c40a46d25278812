package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	// limit is how long Istio's code may take for one question.
	limit = 2 * time.Minute
	// lifetime is the number of questions after which a child is replaced: Istio's global state grows.
	lifetime = 200
)

// answerAll answers the questions, some at a time, until there are no more.
func answerAll(ctx context.Context, crds []string, jobs int, questions <-chan request, out io.Writer) error {
	group, ctx := errgroup.WithContext(ctx)
	printing := sync.Mutex{}
	print := func(answer response) error {
		printing.Lock()
		defer printing.Unlock()
		return json.NewEncoder(out).Encode(answer)
	}
	for range max(jobs, 1) {
		group.Go(func() error {
			asker := &supervisor{crds: crds}
			defer asker.stop()
			return asker.answer(ctx, questions, print)
		})
	}
	return group.Wait()
}

// supervisor asks a child process, and replaces one that crashes, hangs or is old.
type supervisor struct {
	crds  []string
	child *child
}

// child is a process that runs work.
type child struct {
	command *exec.Cmd
	stdin   io.WriteCloser
	answers *bufio.Scanner
	log     *tail
	asked   int
}

// answer asks until there are no more questions.
func (s *supervisor) answer(ctx context.Context, questions <-chan request, print func(response) error) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case question, more := <-questions:
			if !more {
				return nil
			}
			answer, err := s.ask(ctx, question)
			if err != nil {
				return err
			}
			if err := print(answer); err != nil {
				return err
			}
		}
	}
}

// ask returns the answer, or the failure of a child that did not give one.
func (s *supervisor) ask(ctx context.Context, question request) (response, error) {
	line, err := json.Marshal(question)
	if err != nil {
		return response{}, err
	}
	if s.child != nil && s.child.asked >= lifetime {
		s.stop()
	}
	if s.child == nil {
		if s.child, err = startChild(ctx, s.crds); err != nil {
			return response{}, err
		}
	}
	current := s.child
	current.asked++
	timeout := time.AfterFunc(limit, func() { current.command.Process.Kill() })
	_, err = current.stdin.Write(append(line, '\n'))
	if err == nil && current.answers.Scan() {
		timeout.Stop()
		answer := response{}
		return answer, json.Unmarshal(current.answers.Bytes(), &answer)
	}
	inTime := timeout.Stop()
	s.stop()
	if ctx.Err() != nil {
		return response{}, ctx.Err()
	}
	if !inTime {
		return failed(question.ID, "timeout", fmt.Sprintf("no answer in %s", limit)), nil
	}
	return failed(question.ID, "crash", current.log.String()), nil
}

// stop ends the child, if there is one.
func (s *supervisor) stop() {
	if s.child == nil {
		return
	}
	s.child.stdin.Close()
	s.child.command.Process.Kill()
	s.child.command.Wait()
	s.child = nil
}

// startChild starts this program again. The child ends with its standard input, thus with this process.
func startChild(ctx context.Context, crds []string) (*child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	answers, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	args := []string{"work"}
	for _, folder := range crds {
		args = append(args, "--crds", folder)
	}
	c := &child{command: exec.CommandContext(ctx, self, args...), log: &tail{}}
	c.command.ExtraFiles = []*os.File{write} // descriptor 3: Istio's code prints to the standard ones
	c.command.Stdout, c.command.Stderr = c.log, c.log
	c.command.Env = append(os.Environ(), "GOGC=400") // garbage collection would take a third of the time
	c.command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if c.stdin, err = c.command.StdinPipe(); err != nil {
		return nil, err
	}
	if err := c.command.Start(); err != nil {
		return nil, err
	}
	write.Close()
	c.answers = bufio.NewScanner(answers)
	c.answers.Buffer(nil, maxLine)
	return c, nil
}

// tail keeps what a process printed from its panic on, or the last of what it printed.
type tail struct{ text []byte }

const tailSize = 1 << 16

func (t *tail) Write(p []byte) (int, error) {
	t.text = append(t.text, p...)
	if len(t.text) > tailSize && !strings.Contains(string(t.text), "panic: ") {
		t.text = t.text[len(t.text)-tailSize:]
	}
	return len(p), nil
}

// String is the message and the first lines of the stack.
func (t *tail) String() string {
	text := string(t.text)
	if at := strings.Index(text, "panic: "); at >= 0 {
		text = text[at:]
	} else if at := strings.Index(text, "fatal error: "); at >= 0 {
		text = text[at:]
	}
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) > 20 {
		lines = lines[:20]
	}
	return strings.Join(lines, "\n")
}
