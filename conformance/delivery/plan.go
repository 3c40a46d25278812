package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/apply"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/cluster"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/matrix"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/output"
)

// plan says what to play.
type plan struct {
	// Matrix is the folder with label patches: TOOL/enrolled and TOOL/drained, each a whole output.
	Matrix string `json:"matrix"`
	// Refused names, by owner, the tools for which our constructs refuse a label patch.
	Refused    map[string][]string `json:"refused"`
	OwnerSides []matrix.OwnerSide  `json:"ownerSides"`
	Outputs    []output.Output     `json:"outputs"`

	only *regexp.Regexp
}

func readPlan(file string) (*plan, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	read := &plan{}
	return read, json.Unmarshal(text, read)
}

func (p *plan) refuses(owner, tool string) bool {
	for _, refused := range p.Refused[owner] {
		if refused == tool {
			return true
		}
	}
	return false
}

// restrict leaves everything out but some cells; nothing if there is no pattern.
func (p *plan) restrict(pattern string) error {
	if pattern == "" {
		return nil
	}
	only, err := regexp.Compile(pattern)
	p.only, p.Outputs, p.OwnerSides = only, nil, nil
	return err
}

func (p *plan) plays(owner, tool string) bool {
	return p.only == nil || p.only.MatchString(owner+" "+tool)
}

// tools are what delivers our output, set up as our output says.
type tools struct {
	everything *cluster.Cluster
	// enroller is the identity that may do nothing but label what exists.
	enroller *cluster.Cluster
	// options are those of our Application of label patches.
	options []string
	// health is what our Kustomization asks of Gateways.
	health *output.Health
}

func newTools(ctx context.Context, everything *cluster.Cluster, plan *plan) (*tools, error) {
	made := &tools{everything: everything}
	application, err := cluster.ReadOne(filepath.Join(plan.Matrix, "argocd/enrolled/gitops/argocd/stages/enrollment.yaml"))
	if err != nil {
		return nil, err
	}
	made.options, _, err = unstructured.NestedStringSlice(application.Object, "spec", "syncPolicy", "syncOptions")
	if err != nil {
		return nil, err
	}
	waypoints, err := cluster.ReadOne(filepath.Join(plan.Matrix, "flux/enrolled/gitops/flux/waypoints.yaml"))
	if err != nil {
		return nil, err
	}
	if made.health, err = output.NewHealth(waypoints); err != nil {
		return nil, err
	}
	enrollment, err := cluster.ReadOne(filepath.Join(plan.Matrix, "flux/enrolled/gitops/flux/enrollment.yaml"))
	if err != nil {
		return nil, err
	}
	account, _, err := unstructured.NestedString(enrollment.Object, "spec", "serviceAccountName")
	if err != nil {
		return nil, err
	}
	roles, err := cluster.ReadFile(filepath.Join(plan.Matrix, "flux/enrolled/gitops/flux/enroller.yaml"))
	if err != nil {
		return nil, err
	}
	namespace := &unstructured.Unstructured{Object: map[string]any{"apiVersion": "v1", "kind": "Namespace"}}
	namespace.SetName(enrollment.GetNamespace())
	for _, object := range append([]*unstructured.Unstructured{namespace}, roles...) {
		if err := everything.Create(ctx, object, "conformance"); err != nil {
			return nil, fmt.Errorf("%s: %w", cluster.Name(object), err)
		}
	}
	user := "system:serviceaccount:" + namespace.GetName() + ":" + account
	made.enroller, err = everything.As(user, "system:serviceaccounts", "system:serviceaccounts:"+namespace.GetName(), "system:authenticated")
	return made, err
}

// applier makes what delivers a stage of an output.
func (t *tools) applier(tool, stage string) (apply.Applier, error) {
	switch tool {
	case "argocd":
		return &apply.ArgoCD{Cluster: t.everything, Name: "mesh-" + stage, Options: t.options}, nil
	case "flux":
		if stage == "enrollment" {
			return &apply.Flux{Cluster: t.enroller, Name: "mesh-" + stage}, nil
		}
		return &apply.Flux{Cluster: t.everything, Name: "mesh-" + stage, Prune: true}, nil
	case "kubectl":
		return &apply.Kubectl{Cluster: t.everything, Args: []string{"apply", "--server-side", "--field-manager=mesh"}}, nil
	}
	return nil, fmt.Errorf("unknown tool %q: expected argocd, flux or kubectl", tool)
}

func (t *tools) list() []matrix.Tool {
	var list []matrix.Tool
	for _, name := range []string{"argocd", "flux", "kubectl"} {
		list = append(list, matrix.Tool{Name: name, New: func() apply.Applier {
			applier, _ := t.applier(name, "enrollment")
			return applier
		}})
	}
	return list
}
