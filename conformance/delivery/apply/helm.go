package apply

import (
	"bytes"
	"context"
	"sync"

	helm3 "helm.sh/helm/v3/pkg/kube"
	helm4 "helm.sh/helm/v4/pkg/kube"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/cli-runtime/pkg/genericclioptions"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/cluster"
)

// Helm3 installs and upgrades as a release of Helm 3 does, with its client.
type Helm3 struct {
	Cluster *cluster.Cluster
	// Force is that of "helm upgrade --force".
	Force bool

	released []byte
}

// Helm4 installs and upgrades as a release of Helm 4 does, with its client, by server-side apply.
type Helm4 struct {
	Cluster *cluster.Cluster
	// Manager is the field manager: the name of the program.
	Manager string
	// ForceReplace is that of "helm upgrade --force-replace", which turns server-side apply off.
	ForceReplace bool

	released []byte
}

func init() {
	helm3.ManagedFieldsManager = "helm"
}

// Apply installs or upgrades the release.
func (h *Helm3) Apply(_ context.Context, objects []*unstructured.Unstructured) error {
	manifest, err := manifestOf(objects)
	if err != nil {
		return err
	}
	client := helm3.New(configFlags(h.Cluster))
	target, err := client.Build(bytes.NewReader(manifest), false)
	if err != nil {
		return err
	}
	if h.released == nil {
		_, err = client.Create(target)
	} else {
		var original helm3.ResourceList
		if original, err = client.Build(bytes.NewReader(h.released), false); err == nil {
			_, err = client.Update(original, target, h.Force)
		}
	}
	h.released = manifest
	return err
}

// helm4Manager is a variable of the whole process, which says who calls: only one release at a time can be worked on.
var helm4Manager sync.Mutex

// Apply installs or upgrades the release.
func (h *Helm4) Apply(_ context.Context, objects []*unstructured.Unstructured) error {
	helm4Manager.Lock()
	defer helm4Manager.Unlock()
	helm4.ManagedFieldsManager = h.Manager
	manifest, err := manifestOf(objects)
	if err != nil {
		return err
	}
	client := helm4.New(configFlags(h.Cluster))
	target, err := client.Build(bytes.NewReader(manifest), false)
	if err != nil {
		return err
	}
	serverSide := !h.ForceReplace
	if h.released == nil {
		_, err = client.Create(target, helm4.ClientCreateOptionServerSideApply(serverSide, false))
	} else {
		var original helm4.ResourceList
		if original, err = client.Build(bytes.NewReader(h.released), false); err == nil {
			_, err = client.Update(original, target,
				helm4.ClientUpdateOptionServerSideApply(serverSide, false), helm4.ClientUpdateOptionForceReplace(h.ForceReplace))
		}
	}
	h.released = manifest
	return err
}

func configFlags(in *cluster.Cluster) *genericclioptions.ConfigFlags {
	flags := genericclioptions.NewConfigFlags(true)
	flags.KubeConfig = &in.Kubeconfig
	return flags
}
