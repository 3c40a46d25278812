package apply

import (
	"context"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/cluster"
)

// Update creates objects and later merges its fields into them, as controllers and Terraform do: with operation Update.
type Update struct {
	Cluster *cluster.Cluster
	// Manager is the field manager.
	Manager string
}

// Apply creates or patches the objects.
func (u *Update) Apply(ctx context.Context, objects []*unstructured.Unstructured) error {
	for _, object := range objects {
		if err := u.apply(ctx, object); err != nil {
			return err
		}
	}
	return nil
}

func (u *Update) apply(ctx context.Context, object *unstructured.Unstructured) error {
	live, err := u.Cluster.Get(ctx, object)
	if err != nil {
		return err
	}
	if live == nil {
		return u.Cluster.Create(ctx, object.DeepCopy(), u.Manager)
	}
	resource, err := u.Cluster.Resource(object)
	if err != nil {
		return err
	}
	patch, err := object.MarshalJSON()
	if err != nil {
		return err
	}
	_, err = resource.Patch(ctx, object.GetName(), types.MergePatchType, patch, metav1.PatchOptions{FieldManager: u.Manager})
	return err
}
