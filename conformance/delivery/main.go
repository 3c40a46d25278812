// Command delivery plays outputs of the constructs on a real Kubernetes API server, which it runs itself, and says as JSON
// what it saw. docs/gitops.md tells what comes of it.
//
//	delivery --plan FILE --crds FOLDER [--jobs N] [--only PATTERN]
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/go-logr/logr"
	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/apiserver"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/cluster"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/matrix"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/output"
)

// report is what was seen.
type report struct {
	Cells      []matrix.Cell       `json:"cells"`
	OwnerSides []matrix.PlayedSide `json:"ownerSides"`
	Outputs    []output.Judged     `json:"outputs"`
	// Rights are of who applies label patches, by tool.
	Rights []output.Judged `json:"rights"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "delivery:", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("delivery", flag.ContinueOnError)
	planFile := flags.String("plan", "", "a file that says what to play")
	crds := flags.String("crds", "crds", "the folder with the custom resource definitions")
	jobs := flags.Int("jobs", 4, "how many plays run at a time")
	only := flags.String("only", "", "play only cells whose \"OWNER TOOL\" this regular expression matches, and no outputs")
	if err := flags.Parse(args); err != nil {
		return err
	}
	plan, err := readPlan(*planFile)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "delivery-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	// All tools cache what the server can do; not in the home of the user.
	if err := os.Setenv("KUBECACHEDIR", filepath.Join(folder, "cache")); err != nil {
		return err
	}
	closeLog, err := logTo(filepath.Join(folder, "apiserver.log"))
	if err != nil {
		return err
	}
	defer closeLog()
	started := time.Now()
	server, err := apiserver.Start(ctx, folder)
	if err != nil {
		return err
	}
	defer server.Stop()
	everything, err := cluster.Connect(server.Config, folder)
	if err != nil {
		return err
	}
	if err := everything.InstallDefinitions(ctx, *crds); err != nil {
		return err
	}
	say("the API server is ready after %.1f s", time.Since(started).Seconds())
	if err := plan.restrict(*only); err != nil {
		return err
	}
	seen, err := play(ctx, everything, plan, folder, *jobs)
	if err != nil {
		return err
	}
	say("%d cells and %d outputs in %.1f s", len(seen.Cells), len(seen.Outputs), time.Since(started).Seconds())
	return json.NewEncoder(os.Stdout).Encode(seen)
}

func play(ctx context.Context, everything *cluster.Cluster, plan *plan, folder string, jobs int) (report, error) {
	tools, err := newTools(ctx, everything, plan)
	if err != nil {
		return report{}, err
	}
	seen := report{}
	warnings := &output.Warnings{}
	config := rest.CopyConfig(everything.Config)
	config.WarningHandler = warnings
	strict, err := cluster.Connect(config, folder)
	if err != nil {
		return report{}, err
	}
	judge := &output.Judge{
		Cluster: strict, Warnings: warnings, NewTool: tools.applier,
		FluxHealth: tools.fluxHealth, ArgoHealth: tools.argoHealth, Enrollers: tools.enrollers,
	}
	for _, one := range plan.Outputs {
		judged, err := judge.Judge(ctx, one)
		if err != nil {
			return report{}, err
		}
		say("%s: %d objects, %d findings", judged.Name, judged.Objects, len(judged.Findings))
		seen.Outputs = append(seen.Outputs, judged)
	}
	for _, tool := range slices.Sorted(maps.Keys(tools.enrollers)) {
		judged, err := judge.JudgeRights(ctx, output.Output{Name: "rights of who labels by " + tool, Tool: tool, Folder: filepath.Join(plan.Matrix, tool, "enrolled")})
		if err != nil {
			return report{}, err
		}
		say("%s: %d findings", judged.Name, len(judged.Findings))
		seen.Rights = append(seen.Rights, judged)
	}
	players := &matrix.Matrix{Cluster: everything, Tools: tools.list(), Patches: plan.Matrix, Refused: plan.refuses, Plays: plan.plays, Jobs: jobs}
	for _, side := range plan.OwnerSides {
		played, err := players.PlayOwnerSide(ctx, side)
		if err != nil {
			return report{}, err
		}
		seen.OwnerSides = append(seen.OwnerSides, played)
	}
	seen.Cells, err = players.Play(ctx, func(text string) { say("%s", text) })
	return seen, err
}

// logTo lets the server and the libraries log into a file.
func logTo(file string) (func(), error) {
	writer, err := os.Create(file)
	if err != nil {
		return nil, err
	}
	klogFlags := flag.NewFlagSet("klog", flag.ContinueOnError)
	klog.InitFlags(klogFlags)
	if err := klogFlags.Parse([]string{"-logtostderr=false", "-stderrthreshold=FATAL"}); err != nil {
		return nil, err
	}
	klog.SetOutput(writer)
	log.SetLogger(logr.Discard())
	rest.SetDefaultWarningHandler(rest.NoWarnings{})
	return func() { klog.Flush(); writer.Close() }, nil
}

func say(format string, arguments ...any) {
	fmt.Fprintf(os.Stderr, "delivery: "+format+"\n", arguments...)
}
