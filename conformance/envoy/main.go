// Command envoy lets a real Envoy, with the configuration that Istio generates for each waypoint, answer requests to a mesh.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	// Feature flags of Istio are read when its packages initialise.
	_ "github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/ambientenv"

	"istio.io/istio/pkg/log"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/admission"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/judge"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/proxy"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/mesh"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/supervise"
)

const usage = `usage: envoy answer [-mode assume|status|recorded] MESH.yaml REQUESTS.json
                                          writes the requests with their answers as "expect"
       envoy serve [-jobs N]              questions as JSON lines on standard input, answers on standard output
       envoy compare-recorded FOLDER...   compares with the answers in NAME.json of each NAME.yaml
All take -crds DIR, a folder with CRDs, instead of those that Istio is built against; repeatable.
`

// Exit codes.
const (
	fine      = 0
	different = 1
	misused   = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string) int {
	command, err := parse(args)
	if err != nil {
		fmt.Fprintf(os.Stderr, "envoy: %v\n%s", err, usage)
		return misused
	}
	if err := quieten(); err != nil {
		fmt.Fprintln(os.Stderr, "envoy:", err)
		return misused
	}
	binary, err := proxy.Find()
	if err != nil {
		fmt.Fprintln(os.Stderr, "envoy:", err)
		return misused
	}
	if err := command(ctx, binary); err != nil {
		fmt.Fprintln(os.Stderr, "envoy:", err)
		return different
	}
	return fine
}

// command is what to do with an Envoy.
type command func(ctx context.Context, envoy string) error

// judging is a command that needs a judge in this process.
func judging(crds admission.Folders, do func(context.Context, *judge.Judge) error) command {
	return func(ctx context.Context, envoy string) error {
		j, err := judge.New(envoy, crds...)
		if err != nil {
			return err
		}
		defer j.Close()
		return do(ctx, j)
	}
}

func parse(args []string) (command, error) {
	if len(args) == 0 {
		return nil, fmt.Errorf("expected a command")
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	mode := flags.String("mode", string(mesh.Assume), "")
	jobs := flags.Int("jobs", 2, "")
	var crds admission.Folders
	flags.Var(&crds, "crds", "")
	if err := flags.Parse(args[1:]); err != nil {
		return nil, err
	}
	files := flags.Args()
	switch {
	case args[0] == "answer" && len(files) == 2 && isMode(*mode):
		return judging(crds, func(ctx context.Context, j *judge.Judge) error {
			return answer(ctx, j, mesh.Mode(*mode), files[0], files[1])
		}), nil
	case args[0] == "serve" && len(files) == 0:
		return func(ctx context.Context, _ string) error {
			return serve(ctx, workers(crds), *jobs, os.Stdin, os.Stdout)
		}, nil
	case args[0] == "work" && len(files) == 0:
		return judging(crds, func(ctx context.Context, j *judge.Judge) error { return work(ctx, j, os.Stdin, supervise.Answers()) }), nil
	case args[0] == "compare-recorded" && len(files) > 0:
		return judging(crds, func(ctx context.Context, j *judge.Judge) error { return compareRecorded(ctx, j, files) }), nil
	}
	return nil, fmt.Errorf("unknown command, mode or number of files: %q", args)
}

func isMode(mode string) bool {
	return mode == string(mesh.Assume) || mode == string(mesh.Status) || mode == string(judge.Recorded)
}

// quieten keeps Istio's log out of the answers: what matters of it shows in them.
func quieten() error {
	options := log.DefaultOptions()
	options.OutputPaths = []string{"stderr"}
	options.SetDefaultOutputLevel(log.OverrideScopeName, log.FatalLevel)
	return log.Configure(options)
}
