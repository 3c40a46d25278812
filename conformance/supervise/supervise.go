// Package supervise asks a child process, a line a question, so that a crash of Istio's code costs one answer: a child that
// crashes, hangs or is old is replaced.
package supervise

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// Program is how to start children: this program again, with other arguments. A child reads questions from its standard input
// and writes an answer for each to Answers, until there are no more questions.
type Program struct {
	Args []string
	// Limit is how long one answer may take.
	Limit time.Duration
	// Lifetime is the number of questions after which a child is replaced: Istio's global state grows.
	Lifetime int
}

// Question is one line for a child.
type Question struct {
	// ID comes back where there is no answer.
	ID   string
	Line []byte
}

// Failure is why there is no answer.
type Failure struct {
	// Kind is crash or timeout; programs have kinds of their own beside.
	Kind    string `json:"kind"`
	Message string `json:"message"`
}

// Lost stands in the place of an answer.
type Lost struct {
	ID     string  `json:"id"`
	Failed Failure `json:"failed"`
}

// AnswerAll answers the questions, some at a time, until there are no more. It writes a line for each: what the child answered,
// or a Lost.
func AnswerAll(ctx context.Context, program Program, jobs int, questions <-chan Question, out io.Writer) error {
	group, ctx := errgroup.WithContext(ctx)
	printing := sync.Mutex{}
	print := func(answer []byte) error {
		printing.Lock()
		defer printing.Unlock()
		_, err := out.Write(append(answer, '\n'))
		return err
	}
	for range max(jobs, 1) {
		group.Go(func() error {
			asker := &supervisor{program: program}
			defer asker.stop()
			return asker.answer(ctx, questions, print)
		})
	}
	return group.Wait()
}

// supervisor asks one child at a time.
type supervisor struct {
	program Program
	child   *child
	asked   int
}

// answer asks until there are no more questions.
func (s *supervisor) answer(ctx context.Context, questions <-chan Question, print func([]byte) error) error {
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

// ask returns the answer, or a Lost if the child did not give one.
func (s *supervisor) ask(ctx context.Context, question Question) ([]byte, error) {
	if s.child != nil && s.asked >= s.program.Lifetime {
		s.stop()
	}
	if s.child == nil {
		started, err := startChild(ctx, s.program.Args)
		if err != nil {
			return nil, err
		}
		s.child, s.asked = started, 0
	}
	s.asked++
	answer, inTime := s.child.ask(question.Line, s.program.Limit)
	if answer != nil {
		return answer, nil
	}
	lastWords := s.child.log
	s.stop()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	failure := Failure{Kind: "timeout", Message: fmt.Sprintf("no answer in %s", s.program.Limit)}
	if inTime {
		failure = Failure{Kind: "crash", Message: lastWords.String()}
	}
	return json.Marshal(Lost{ID: question.ID, Failed: failure})
}

// stop ends the child, if there is one.
func (s *supervisor) stop() {
	if s.child != nil {
		s.child.stop()
		s.child = nil
	}
}
