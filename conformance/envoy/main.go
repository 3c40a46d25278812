// Command envoy lets a real Envoy, with the configuration that Istio generates for each waypoint, answer requests to a mesh.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	// Feature flags of Istio are read when its packages initialise.
	_ "github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/ambientenv"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/judge"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/proxy"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/question"
	"istio.io/istio/pkg/log"
)

const usage = `usage: envoy answer MESH.yaml REQUESTS.json     writes the answers, by request
       envoy compare-recorded FOLDER...         compares with the answers in NAME.json of each NAME.yaml
`

func main() {
	flag.Usage = func() { fmt.Fprint(os.Stderr, usage) }
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, flag.Args())
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string) int {
	if len(args) < 2 {
		fmt.Fprint(os.Stderr, usage)
		return 2
	}
	if err := quieten(); err != nil {
		fmt.Fprintln(os.Stderr, "envoy:", err)
		return 2
	}
	binary, err := proxy.Find()
	if err != nil {
		fmt.Fprintln(os.Stderr, "envoy:", err)
		return 2
	}
	j, err := judge.New(judge.Options{Envoy: binary, Recorded: args[0] == "compare-recorded"})
	if err != nil {
		fmt.Fprintln(os.Stderr, "envoy:", err)
		return 2
	}
	defer j.Close()
	switch {
	case args[0] == "answer" && len(args) == 3:
		err = answer(ctx, j, args[1], args[2])
	case args[0] == "compare-recorded":
		err = compareRecorded(ctx, j, args[1:])
	default:
		err = errors.New(usage)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "envoy:", err)
		return 1
	}
	return 0
}

// quieten leaves of Istio's log only errors, and keeps them out of the answers.
func quieten() error {
	options := log.DefaultOptions()
	options.OutputPaths = []string{"stderr"}
	options.SetDefaultOutputLevel(log.OverrideScopeName, log.FatalLevel)
	return log.Configure(options)
}

// answer writes one JSON object a line: the id of the request, and the answer.
func answer(ctx context.Context, j *judge.Judge, mesh, file string) error {
	requests, err := question.Load(file)
	if err != nil {
		return err
	}
	answers, problems := j.Answer(ctx, mesh, requests)
	encoder := json.NewEncoder(os.Stdout)
	for i, a := range answers {
		if a == nil {
			continue
		}
		line := struct {
			ID     string           `json:"id"`
			Answer *question.Answer `json:"answer"`
		}{requests[i].ID, a}
		if err := encoder.Encode(line); err != nil {
			return err
		}
	}
	return problems
}
