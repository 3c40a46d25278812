package apply

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	kubectl "k8s.io/kubectl/pkg/cmd"
	cmdutil "k8s.io/kubectl/pkg/cmd/util"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/delivery/cluster"
)

// Kubectl runs kubectl's own command on a file with the objects. It never deletes any.
type Kubectl struct {
	Cluster *cluster.Cluster
	// Args are the command and its options, such as "apply --server-side".
	Args []string
	// Later are those of every time but the first; the same unless given.
	Later []string

	ran bool
}

// exit is what kubectl would end its process with.
type exit struct{ message string }

func init() {
	cmdutil.BehaviorOnFatal(func(message string, code int) { panic(exit{message}) })
}

// Apply runs the command.
func (k *Kubectl) Apply(_ context.Context, objects []*unstructured.Unstructured) error {
	if len(objects) == 0 {
		return nil
	}
	file, remove, err := writeObjects(objects)
	if err != nil {
		return err
	}
	defer remove()
	args := k.Args
	if k.ran && k.Later != nil {
		args = k.Later
	}
	k.ran = true
	return runKubectl(k.Cluster, append(append([]string{}, args...), "--filename", file))
}

func runKubectl(in *cluster.Cluster, args []string) (err error) {
	var output bytes.Buffer
	defer func() {
		if fatal, ok := recover().(exit); ok {
			err = fmt.Errorf("kubectl %s: %s", args[0], strings.TrimSpace(fatal.message))
		}
	}()
	flags := genericclioptions.NewConfigFlags(true)
	flags.KubeConfig = &in.Kubeconfig
	streams := genericiooptions.IOStreams{In: &bytes.Buffer{}, Out: &output, ErrOut: &output}
	command := kubectl.NewKubectlCommand(kubectl.KubectlOptions{ConfigFlags: flags, IOStreams: streams})
	command.SetArgs(args)
	command.SetOut(&output)
	command.SetErr(&output)
	if err := command.Execute(); err != nil {
		return errors.Join(err, errors.New(output.String()))
	}
	return nil
}
