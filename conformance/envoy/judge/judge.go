// Package judge lets a real Envoy, with the configuration that Istio generates for each waypoint of a mesh, answer requests.
package judge

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/admission"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/backend"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/hbone"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/proxy"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/question"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/surgery"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/token"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/mesh"
)

// parallel is how many requests are on their way to one waypoint at a time.
const parallel = 8

// Recorded prepares meshes as those of the recorded requests were, see prepareRecorded.
const Recorded mesh.Mode = "recorded"

// Mesh is what requests are sent to.
type Mesh struct {
	// Name appears in errors.
	Name string
	YAML []byte
	// Mode says when a Gateway is a waypoint: mesh.Assume, mesh.Status, or Recorded.
	Mode mesh.Mode
}

// Judge holds what all meshes of a run share.
type Judge struct {
	envoy     string
	checker   *admission.Checker
	authority *hbone.Authority
	signer    *token.Signer
	backend   *backend.Backend
}

// New prepares a judge that runs the Envoy at a path. The objects of its meshes are those of a cluster with the CRDs of some
// folders, or, without any, with those that the pinned Istio is built against.
func New(envoy string, crds ...string) (*Judge, error) {
	checker, err := admission.NewChecker(crds...)
	if err != nil {
		return nil, err
	}
	authority, err := hbone.NewAuthority()
	if err != nil {
		return nil, err
	}
	signer, err := token.NewSigner()
	if err != nil {
		return nil, err
	}
	stub, err := backend.Start()
	if err != nil {
		return nil, err
	}
	return &Judge{envoy: envoy, checker: checker, authority: authority, signer: signer, backend: stub}, nil
}

// Close ends what New started.
func (j *Judge) Close() error { return j.backend.Close() }

// Result is what became of the requests to a mesh.
type Result struct {
	// Answers are in the order of the requests, nil for those that can't be asked.
	Answers []*question.Answer
	// Rejected are the objects that a cluster refuses: they take no part.
	Rejected []string
}

// Answer answers requests to a mesh. Documents that can't be read are errors, and the rest counts. A request that can't be asked
// is an error too; an error about the whole mesh leaves all answers out.
func (j *Judge) Answer(ctx context.Context, asked Mesh, requests []question.Request) (Result, error) {
	objects, problems := manifest.Parse(asked.Name, asked.YAML)
	generated, err := j.generate(objects, asked.Mode)
	if err != nil {
		return Result{}, errors.Join(append(problems, err)...)
	}
	answers := make([]*question.Answer, len(requests))
	byWaypoint := map[string][]task{}
	for i, r := range requests {
		destination, err := generated.find(r.To)
		if err != nil {
			problems = append(problems, fmt.Errorf("request %s: %w", r.ID, err))
			continue
		}
		name := generated.serving(destination)
		if name == "" {
			answers[i] = &question.Answer{Reached: false}
			continue
		}
		byWaypoint[name] = append(byWaypoint[name], task{request: r, destination: destination, answer: &answers[i]})
	}
	for name, tasks := range byWaypoint {
		problems = append(problems, j.ask(ctx, run{name: name, generated: generated.waypoints[name], gateway: generated.gateways[name]}, tasks)...)
	}
	return Result{Answers: answers, Rejected: generated.rejected}, errors.Join(problems...)
}

// task is one request to a waypoint, and where its answer goes.
type task struct {
	request     question.Request
	destination destination
	answer      **question.Answer
}

// run is a waypoint to be run.
type run struct {
	name      string
	generated surgery.Generated
	// gateway: it is an ingress gateway, which has no listener at all where no route leads on.
	gateway bool
}

// ask runs a waypoint and sends it its requests.
func (j *Judge) ask(ctx context.Context, asked run, tasks []task) []error {
	name := asked.name
	if asked.gateway && !surgery.IsOpen(asked.generated) {
		answerAll(tasks, question.Answer{Reached: true, Waypoint: name, Result: question.Reset, Why: question.WhyClosed})
		return nil
	}
	folder, err := os.MkdirTemp("", "waypoint-")
	if err != nil {
		return []error{err}
	}
	waypoint, process, err := j.start(ctx, asked, folder)
	if err != nil {
		os.RemoveAll(folder)
		if errors.Is(err, proxy.ErrConfiguration) {
			answerAll(tasks, question.Answer{Reached: true, Waypoint: name, Result: question.ConfigRefused})
			return nil
		}
		return []error{fmt.Errorf("waypoint %s: %w", name, err)}
	}
	defer process.Stop()

	problems := make([]error, len(tasks))
	slots := make(chan struct{}, parallel)
	var running sync.WaitGroup
	for i, t := range tasks {
		slots <- struct{}{}
		running.Add(1)
		go func() {
			defer func() { <-slots; running.Done() }()
			asker := asker{judge: j, process: process, gateway: asked.gateway, number: i, task: t}
			seen, err := asker.ask(ctx)
			if err == nil {
				*t.answer, err = answerOf(name, waypoint, t.request, seen)
			}
			if err != nil {
				problems[i] = fmt.Errorf("request %s: %w", t.request.ID, err)
			}
		}()
	}
	running.Wait()
	return problems
}

func answerAll(tasks []task, answer question.Answer) {
	for _, t := range tasks {
		same := answer
		*t.answer = &same
	}
}

func (j *Judge) start(ctx context.Context, asked run, folder string) (*surgery.Waypoint, *proxy.Process, error) {
	certificate, key, err := j.authority.IssuePEM(identityOf(asked.name))
	if err != nil {
		return nil, nil, err
	}
	operate := surgery.Operate
	if asked.gateway {
		operate = surgery.OperateGateway
	}
	waypoint, err := operate(asked.generated, surgery.Options{
		Certificate: certificate,
		Key:         key,
		Root:        j.authority.RootPEM(),
		JWKS:        j.signer.JWKS(),
		BackendPort: j.backend.Port(),
		AdminSocket: proxy.AdminSocket(folder),
	})
	if err != nil {
		return nil, nil, err
	}
	process, err := proxy.Start(ctx, j.envoy, folder, waypoint)
	return waypoint, process, err
}
