package main

import (
	"fmt"
	"strings"

	"istio.io/istio/pkg/config/analysis/analyzers"
	"istio.io/istio/pkg/config/analysis/local"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/admission"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/answer"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/mesh"
)

type verb func(request, []*manifest.Object, *admission.Checker) (any, error)

// verbs are the kinds of questions.
var verbs = map[string]verb{
	"mesh": answerMesh, "clusters": answerClusters, "deploy": answerDeploy, "validate": answerValidate, "analyze": answerAnalyze,
}

// answerMesh says what Istio makes of a mesh: bindings, statuses, policies.
func answerMesh(asked request, objects []*manifest.Object, checker *admission.Checker) (any, error) {
	m, err := load(asked, objects, checker)
	if err != nil {
		return nil, err
	}
	return answer.Of(m)
}

// answerClusters says with which settings waypoints connect to their backends.
func answerClusters(asked request, objects []*manifest.Object, checker *admission.Checker) (any, error) {
	m, err := load(asked, objects, checker)
	if err != nil {
		return nil, err
	}
	return answer.Clusters(m)
}

func load(asked request, objects []*manifest.Object, checker *admission.Checker) (*mesh.Mesh, error) {
	mode := mesh.Mode(asked.Mode)
	switch mode {
	case "":
		mode = mesh.Assume
	case mesh.Assume, mesh.Status:
	default:
		return nil, fmt.Errorf("unknown mode %q", asked.Mode)
	}
	return mesh.Load(objects, mesh.Options{Mode: mode, Checker: checker})
}

// answerDeploy says what istiod applies for each Gateway, in its order. Gateways need not be valid.
func answerDeploy(asked request, objects []*manifest.Object, checker *admission.Checker) (any, error) {
	m, err := mesh.Load(objects, mesh.Options{Mode: mesh.Status, Checker: checker, Unchecked: true})
	if err != nil {
		return nil, err
	}
	deployed, err := m.Deploy(asked.Values)
	if err != nil {
		return nil, err
	}
	all := map[string]mesh.Deployed{}
	for key, one := range deployed {
		all[key.Namespace+"/"+key.Name] = one
	}
	return all, nil
}

// validated is the verdict on one object.
type validated struct {
	Object string `json:"object"`
	Known  bool   `json:"known"`
	Valid  bool   `json:"valid"`

	SchemaErrors    []string `json:"schemaErrors"`
	WebhookAsked    bool     `json:"webhookAsked"`
	WebhookErrors   []string `json:"webhookErrors"`
	WebhookWarnings []string `json:"webhookWarnings"`
}

// answerValidate says of each object, in order, whether a cluster takes it.
func answerValidate(_ request, objects []*manifest.Object, checker *admission.Checker) (any, error) {
	all := make([]validated, 0, len(objects))
	for _, o := range objects {
		checker.Place(o)
		key := manifest.KeyOf(o)
		verdict, err := checker.Create(o)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		by, _ := verdict.Refused()
		all = append(all, validated{
			Object: key.String(), Known: verdict.Known, Valid: by == "", WebhookAsked: verdict.WebhookAsked,
			SchemaErrors: list(verdict.SchemaErrors), WebhookErrors: list(verdict.WebhookErrors), WebhookWarnings: list(verdict.WebhookWarnings),
		})
	}
	return all, nil
}

func list(texts []string) []string {
	return append([]string{}, texts...)
}

// answerAnalyze says what "istioctl analyze --use-kube=false -A" finds in the same YAML.
func answerAnalyze(asked request, _ []*manifest.Object, _ *admission.Checker) (any, error) {
	analyzer := local.NewIstiodAnalyzer(analyzers.AllCombined(), "", mesh.RootNamespace, nil)
	if err := analyzer.AddDefaultResources(); err != nil {
		return nil, err
	}
	source := local.ReaderSource{Name: asked.ID, Reader: strings.NewReader(asked.YAML)}
	if err := analyzer.AddReaderKubeSource([]local.ReaderSource{source}); err != nil {
		return nil, err
	}
	result, err := analyzer.Analyze(make(chan struct{}))
	if err != nil {
		return nil, err
	}
	all := []map[string]any{}
	for _, message := range result.Messages {
		all = append(all, message.Unstructured(true))
	}
	return all, nil
}
