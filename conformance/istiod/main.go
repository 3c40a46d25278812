// Command istiod answers questions about Kubernetes YAML by Istio's own code. docs/conformance.md describes questions and
// answers.
//
//	istiod mesh|deploy|validate|analyze [--mode assume|status] [--crds DIR]... [--values FILE] PATH...   one JSON line a file
//	istiod serve [--crds DIR]...                             questions as JSON lines on standard input, answers on standard output
package main

import (
	"bufio"
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
		return fmt.Errorf("expected mesh, deploy, validate, analyze or serve")
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	var crds []string
	flags.Func("crds", "a folder with CRDs, instead of those that Istio is built against; repeatable", func(folder string) error {
		crds = append(crds, folder)
		return nil
	})
	mode := flags.String("mode", "assume", "when a Gateway is a waypoint: assume (if istiod would deploy it), status (if it has an address)")
	values := flags.String("values", "", "a file with istiod's Helm values (deploy)")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	asker := &supervisor{crds: crds}
	defer asker.stop()
	switch do := args[0]; do {
	case "work":
		return work(crds, os.Stdin, os.NewFile(3, "answers"))
	case "serve":
		return serve(ctx, asker)
	default:
		if _, known := verbs[do]; !known {
			return fmt.Errorf("unknown command %q: expected mesh, deploy, validate, analyze or serve", do)
		}
		question := request{Do: do, Mode: *mode}
		if *values != "" {
			text, err := os.ReadFile(*values)
			if err != nil {
				return err
			}
			question.Values = string(text)
		}
		return askFiles(ctx, asker, question, flags.Args())
	}
}

// serve answers the questions on standard input, in order.
func serve(ctx context.Context, asker *supervisor) error {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, maxLine)
	for lines.Scan() && ctx.Err() == nil {
		question := request{}
		if err := json.Unmarshal(lines.Bytes(), &question); err != nil {
			return fmt.Errorf("a question is not JSON: %w", err)
		}
		if err := print(ctx, asker, question); err != nil {
			return err
		}
	}
	return lines.Err()
}

// askFiles asks the same of each file, a folder standing for the YAML files below it.
func askFiles(ctx context.Context, asker *supervisor, question request, paths []string) error {
	for _, path := range paths {
		files, err := yamlFiles(path)
		if err != nil {
			return err
		}
		for _, file := range files {
			question.ID, question.File = file, file
			if err := print(ctx, asker, question); err != nil {
				return err
			}
		}
	}
	return nil
}

func print(ctx context.Context, asker *supervisor, question request) error {
	answer, err := asker.ask(ctx, question)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(answer)
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
