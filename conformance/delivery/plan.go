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
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/health"
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
	// enrollers may do nothing but label what exists, by tool.
	enrollers map[string]*output.Enroller
	// options are those of our Application of label patches.
	options []string
	// fluxHealth is what our Kustomization asks of Gateways, argoHealth what our health checks for Argo CD ask.
	fluxHealth *health.Flux
	argoHealth *health.ArgoCD
}

func newTools(ctx context.Context, everything *cluster.Cluster, plan *plan) (*tools, error) {
	made := &tools{everything: everything, enrollers: map[string]*output.Enroller{}}
	argo, flux := filepath.Join(plan.Matrix, "argocd/enrolled/gitops/argocd"), filepath.Join(plan.Matrix, "flux/enrolled/gitops/flux")
	application, err := cluster.ReadOne(filepath.Join(argo, "stages/enrollment.yaml"))
	if err != nil {
		return nil, err
	}
	if made.options, _, err = unstructured.NestedStringSlice(application.Object, "spec", "syncPolicy", "syncOptions"); err != nil {
		return nil, err
	}
	patch, err := cluster.ReadOne(filepath.Join(argo, "argocd-cm.patch.yaml"))
	if err != nil {
		return nil, err
	}
	if made.argoHealth, err = health.NewArgoCD(patch); err != nil {
		return nil, err
	}
	waypoints, err := cluster.ReadOne(filepath.Join(flux, "waypoints.yaml"))
	if err != nil {
		return nil, err
	}
	if made.fluxHealth, err = health.NewFlux(waypoints); err != nil {
		return nil, err
	}
	if made.enrollers["argocd"], err = newEnroller(ctx, everything, filepath.Join(argo, "enroller.yaml")); err != nil {
		return nil, err
	}
	made.enrollers["flux"], err = newEnroller(ctx, everything, filepath.Join(flux, "enroller.yaml"))
	return made, err
}

// newEnroller makes the ServiceAccount of a file of our output, with its rights.
func newEnroller(ctx context.Context, everything *cluster.Cluster, file string) (*output.Enroller, error) {
	objects, err := cluster.ReadFile(file)
	if err != nil {
		return nil, err
	}
	made := &output.Enroller{}
	for _, object := range objects {
		switch object.GetKind() {
		case "ServiceAccount":
			namespace := &unstructured.Unstructured{Object: map[string]any{"apiVersion": "v1", "kind": "Namespace"}}
			namespace.SetName(object.GetNamespace())
			if err := everything.Create(ctx, namespace, "conformance"); err != nil {
				return nil, err
			}
			group := "system:serviceaccounts:" + object.GetNamespace()
			user := "system:serviceaccount:" + object.GetNamespace() + ":" + object.GetName()
			if made.Cluster, err = everything.As(user, "system:serviceaccounts", group, "system:authenticated"); err != nil {
				return nil, err
			}
		case "ClusterRole":
			made.Role = object
		}
		if err := everything.Create(ctx, object, "conformance"); err != nil {
			return nil, fmt.Errorf("%s: %w", cluster.Name(object), err)
		}
	}
	if made.Cluster == nil || made.Role == nil {
		return nil, fmt.Errorf("%s has no ServiceAccount or no ClusterRole", file)
	}
	return made, nil
}

// applier makes what delivers a stage of an output; for Argo CD the label patches, since an output has its Applications.
func (t *tools) applier(tool, stage string) (apply.Applier, error) {
	switch tool {
	case "argocd":
		return &apply.ArgoCD{Cluster: t.enrollers[tool].Cluster, Name: "mesh-" + stage, Options: t.options}, nil
	case "flux":
		if stage == "enrollment" {
			return &apply.Flux{Cluster: t.enrollers[tool].Cluster, Name: "mesh-" + stage}, nil
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
