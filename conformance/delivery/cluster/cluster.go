// Package cluster reads and writes objects of an API server without types, and knows no tool.
package cluster

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"time"

	kubeutil "github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"
)

// settling is how long the API server may take to know of a change that it made.
const settling = 10 * time.Second

// Cluster is an API server as one identity sees it.
type Cluster struct {
	// Config is how to reach it.
	Config *rest.Config
	// Kubeconfig is a file with the same, for programs that read one.
	Kubeconfig string
	// Mapper knows the resources of kinds.
	Mapper meta.RESTMapper
	// HTTP is shared by all clients.
	HTTP *http.Client

	dynamic dynamic.Interface
}

// Connect writes a kubeconfig into the folder.
func Connect(config *rest.Config, folder string) (*Cluster, error) {
	file := filepath.Join(folder, "kubeconfig")
	if err := kubeutil.WriteKubeConfig(config, "default", file); err != nil {
		return nil, fmt.Errorf("write a kubeconfig: %w", err)
	}
	return connect(config, file)
}

// As gives the same cluster as another identity sees it. It has no kubeconfig.
func (c *Cluster) As(user string, groups ...string) (*Cluster, error) {
	config := rest.CopyConfig(c.Config)
	config.Impersonate = rest.ImpersonationConfig{UserName: user, Groups: groups}
	return connect(config, "")
}

func connect(config *rest.Config, kubeconfig string) (*Cluster, error) {
	httpClient, err := rest.HTTPClientFor(config)
	if err != nil {
		return nil, err
	}
	mapper, err := apiutil.NewDynamicRESTMapper(config, httpClient)
	if err != nil {
		return nil, err
	}
	dynamicClient, err := dynamic.NewForConfigAndClient(config, httpClient)
	if err != nil {
		return nil, err
	}
	return &Cluster{Config: config, Kubeconfig: kubeconfig, Mapper: mapper, HTTP: httpClient, dynamic: dynamicClient}, nil
}

// Resource is where objects of the kind and the namespace of an object are.
func (c *Cluster) Resource(object *unstructured.Unstructured) (dynamic.ResourceInterface, error) {
	kind := object.GroupVersionKind()
	mapping, err := c.Mapper.RESTMapping(kind.GroupKind(), kind.Version)
	if err != nil {
		return nil, err
	}
	resource := c.dynamic.Resource(mapping.Resource)
	if mapping.Scope.Name() == meta.RESTScopeNameRoot {
		return resource, nil
	}
	return resource.Namespace(object.GetNamespace()), nil
}

// Get reads the live form of an object; nil if there is none.
func (c *Cluster) Get(ctx context.Context, object *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	resource, err := c.Resource(object)
	if err != nil {
		return nil, err
	}
	live, err := resource.Get(ctx, object.GetName(), metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil, nil
	}
	return live, err
}

// Create makes an object as a field manager.
func (c *Cluster) Create(ctx context.Context, object *unstructured.Unstructured, manager string) error {
	resource, err := c.Resource(object)
	if err != nil {
		return err
	}
	_, err = resource.Create(ctx, object, metav1.CreateOptions{FieldManager: manager})
	return err
}

// Remove deletes an object for good. There is no controller that would empty a Namespace, so its finalizer is taken away.
func (c *Cluster) Remove(ctx context.Context, object *unstructured.Unstructured) error {
	resource, err := c.Resource(object)
	if err != nil {
		return err
	}
	if err := resource.Delete(ctx, object.GetName(), metav1.DeleteOptions{}); err != nil && !apierrors.IsNotFound(err) {
		return err
	}
	live, err := c.Get(ctx, object)
	if err != nil || live == nil {
		return err
	}
	unstructured.RemoveNestedField(live.Object, "spec", "finalizers")
	if _, err = resource.Update(ctx, live, metav1.UpdateOptions{}, "finalize"); err != nil && !apierrors.IsNotFound(err) {
		return err
	}
	return c.awaitRemoval(ctx, object.GetName())
}

// awaitRemoval waits until the API server knows that a Namespace is gone. Its admission reads a copy that lags behind: for as long
// as that says that the Namespace is being terminated, nothing can be made in one of the same name.
func (c *Cluster) awaitRemoval(ctx context.Context, namespace string) error {
	probe := &unstructured.Unstructured{}
	probe.SetAPIVersion("v1")
	probe.SetKind("ConfigMap")
	probe.SetNamespace(namespace)
	probe.SetName("probe")
	resource, err := c.Resource(probe)
	if err != nil {
		return err
	}
	return Await("that the Namespace "+namespace+" is gone", func() (bool, error) {
		_, err := resource.Create(ctx, probe, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}})
		return !apierrors.HasStatusCause(err, corev1.NamespaceTerminatingCause), ctx.Err()
	})
}

// Await asks again and again until the API server knows of a change that it made.
func Await(what string, isKnown func() (bool, error)) error {
	for until := time.Now().Add(settling); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		if known, err := isKnown(); known || err != nil {
			return err
		}
	}
	return fmt.Errorf("the API server does not know %s after %s", what, settling)
}

// Name says which object it is.
func Name(object *unstructured.Unstructured) string {
	if object.GetNamespace() == "" {
		return object.GetKind() + " " + object.GetName()
	}
	return object.GetKind() + " " + object.GetNamespace() + "/" + object.GetName()
}
