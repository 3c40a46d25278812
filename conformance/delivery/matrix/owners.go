// Package matrix plays the ownership matrix: for each kind of owner and each tool that delivers, whether label patches on
// objects of the owner do harm.
package matrix

import (
	"context"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/apply"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/cluster"
)

// Owner is one way in which an owner applies its objects.
type Owner struct {
	// Name is the value of ObjectOwner.
	Name string
	// Way is what the owner does, for people.
	Way string

	applier func(*cluster.Cluster) apply.Applier
}

// Owners are all owners of foreign objects, with every way in which one applies.
var Owners = []Owner{
	{"argocd", "Application, client-side", func(c *cluster.Cluster) apply.Applier {
		return &apply.ArgoCD{Cluster: c, Name: "owner"}
	}},
	{"argocd-server-side", "Application with ServerSideApply=true", func(c *cluster.Cluster) apply.Applier {
		return &apply.ArgoCD{Cluster: c, Name: "owner", Options: []string{"ServerSideApply=true"}}
	}},
	{"flux-kustomization", "Kustomization", func(c *cluster.Cluster) apply.Applier {
		return &apply.Flux{Cluster: c, Name: "owner", Prune: true}
	}},
	{"flux-helmrelease", "Helm 4 client as helm-controller", func(c *cluster.Cluster) apply.Applier {
		return &apply.Helm4{Cluster: c, Manager: "helm-controller"}
	}},
	{"helm-cli", "Helm 3", func(c *cluster.Cluster) apply.Applier { return &apply.Helm3{Cluster: c} }},
	{"helm-cli", "Helm 4", func(c *cluster.Cluster) apply.Applier { return &apply.Helm4{Cluster: c, Manager: "helm"} }},
	{"helm-cli-force", "Helm 3 upgrade --force", func(c *cluster.Cluster) apply.Applier {
		return &apply.Helm3{Cluster: c, Force: true}
	}},
	{"helm-cli-force", "Helm 4 upgrade --force-replace", func(c *cluster.Cluster) apply.Applier {
		return &apply.Helm4{Cluster: c, Manager: "helm", ForceReplace: true}
	}},
	{"kubectl-apply", "kubectl apply", func(c *cluster.Cluster) apply.Applier {
		return &apply.Kubectl{Cluster: c, Args: []string{"apply"}}
	}},
	{"kubectl-apply-server-side", "kubectl apply --server-side", func(c *cluster.Cluster) apply.Applier {
		return &apply.Kubectl{Cluster: c, Args: []string{"apply", "--server-side"}}
	}},
	{"kubectl-apply-server-side", "kubectl apply --server-side --field-manager=platform", func(c *cluster.Cluster) apply.Applier {
		return &apply.Kubectl{Cluster: c, Args: []string{"apply", "--server-side", "--field-manager=platform"}}
	}},
	{"unmanaged", "kubectl create, then kubectl edit", func(c *cluster.Cluster) apply.Applier {
		return &inTurn{&apply.Kubectl{Cluster: c, Args: []string{"create"}}, &apply.Update{Cluster: c, Manager: "kubectl-edit"}}
	}},
	{"unmanaged", "Terraform", func(c *cluster.Cluster) apply.Applier { return &apply.Update{Cluster: c, Manager: "Terraform"} }},
}

// inTurn applies in one way the first time, and in another one from then on.
type inTurn struct{ now, then apply.Applier }

func (t *inTurn) Apply(ctx context.Context, objects []*unstructured.Unstructured) error {
	err := t.now.Apply(ctx, objects)
	t.now = t.then
	return err
}
