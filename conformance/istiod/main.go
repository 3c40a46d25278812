// Command istiod answers questions about Kubernetes YAML by Istio's own code. docs/conformance.md describes questions and
// answers.
//
//	istiod mesh|clusters|deploy|validate|analyze [--mode assume|status] [--values FILE] PATH...   asks the same of each file
//	istiod serve                                                                         reads questions, as lines of JSON
//
// Both take --crds DIR (repeatable) and --jobs N, and print an answer a line, as JSON, in the order in which they are ready.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/admission"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/supervise"
)

const (
	// limit is how long Istio's code may take for one question.
	limit = 2 * time.Minute
	// lifetime is the number of questions that one process answers.
	lifetime = 200
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "istiod:", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("expected mesh, clusters, deploy, validate, analyze or serve")
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	var crds admission.Folders
	flags.Var(&crds, "crds", "a folder with CRDs, instead of those that Istio is built against; repeatable")
	mode := flags.String("mode", "assume", "when a Gateway is a waypoint: assume (if istiod would deploy it), status (if it has an address)")
	jobs := flags.Int("jobs", 2, "how many meshes to run at a time, each in its own process")
	values := flags.String("values", "", "a file with istiod's Helm values (deploy)")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	questions := make(chan supervise.Question)
	var reader func(chan<- supervise.Question) error
	switch do := args[0]; do {
	case "work":
		return work(crds, os.Stdin, supervise.Answers())
	case "serve":
		reader = readQuestions
	default:
		if _, known := verbs[do]; !known {
			return fmt.Errorf("unknown command %q: expected mesh, clusters, deploy, validate, analyze or serve", do)
		}
		question := request{Do: do, Mode: *mode}
		if *values != "" {
			text, err := os.ReadFile(*values)
			if err != nil {
				return err
			}
			question.Values = string(text)
		}
		reader = func(out chan<- supervise.Question) error { return askFiles(out, question, flags.Args()) }
	}
	var readErr error
	go func() {
		defer close(questions)
		readErr = reader(questions)
	}()
	program := supervise.Program{Args: append([]string{"work"}, crds.Args()...), Limit: limit, Lifetime: lifetime}
	if err := supervise.AnswerAll(ctx, program, *jobs, questions, os.Stdout); err != nil {
		return err
	}
	return readErr
}

// readQuestions reads the questions on standard input.
func readQuestions(out chan<- supervise.Question) error {
	lines := supervise.Questions(os.Stdin)
	for lines.Scan() {
		question := request{}
		if err := json.Unmarshal(lines.Bytes(), &question); err != nil {
			return fmt.Errorf("a question is not JSON: %w", err)
		}
		out <- supervise.Question{ID: question.ID, Line: slices.Clone(lines.Bytes())}
	}
	return lines.Err()
}

// askFiles asks the same of each file, a folder standing for the YAML files below it.
func askFiles(out chan<- supervise.Question, question request, paths []string) error {
	for _, path := range paths {
		files, err := yamlFiles(path)
		if err != nil {
			return err
		}
		for _, file := range files {
			question.ID, question.File = file, file
			line, err := json.Marshal(question)
			if err != nil {
				return err
			}
			out <- supervise.Question{ID: file, Line: line}
		}
	}
	return nil
}

func yamlFiles(path string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if file == path || slices.Contains([]string{".yaml", ".yml"}, filepath.Ext(file)) {
			files = append(files, file)
		}
		return nil
	})
	return files, err
}
