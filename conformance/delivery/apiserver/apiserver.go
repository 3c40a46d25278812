// Package apiserver runs the Kubernetes API server with its etcd inside this process, on the loopback device only. There are
// no controllers: what is stored stays as it was applied, and a deleted Namespace stays in termination.
package apiserver

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"
	utilerrors "k8s.io/apimachinery/pkg/util/errors"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/util/keyutil"
	aggregator "k8s.io/kube-aggregator/pkg/apiserver"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
	"k8s.io/kubernetes/cmd/kube-apiserver/app/options"
)

// startLimit bounds the time until the server is healthy.
const startLimit = 2 * time.Minute

// Server is a running API server.
type Server struct {
	// Config is the configuration of a client that may do everything.
	Config *rest.Config

	stop context.CancelFunc
	done chan struct{}
	err  error
}

// Start starts a server that keeps what it needs in the folder, and waits until it is healthy.
func Start(ctx context.Context, folder string) (*Server, error) {
	etcdAddress, closeEtcd, err := startEtcd(ctx, folder)
	if err != nil {
		return nil, err
	}
	// Not bound to ctx: whoever is interrupted still calls Stop.
	running, stop := context.WithCancel(context.Background())
	chain, err := newServer(running, folder, etcdAddress)
	if err != nil {
		stop()
		closeEtcd()
		return nil, fmt.Errorf("configure the API server: %w", err)
	}
	server := &Server{Config: rest.CopyConfig(chain.GenericAPIServer.LoopbackClientConfig), stop: stop, done: make(chan struct{})}
	server.Config.QPS = -1
	go func() {
		defer close(server.done)
		defer closeEtcd()
		prepared, err := chain.PrepareRun()
		if err == nil {
			err = prepared.Run(running)
		}
		server.err = err
	}()
	if err := server.waitUntilHealthy(ctx); err != nil {
		server.Stop()
		return nil, err
	}
	return server, nil
}

// Stop ends the server and waits until it has ended.
func (s *Server) Stop() {
	s.stop()
	<-s.done
}

func (s *Server) waitUntilHealthy(ctx context.Context) error {
	client, err := kubernetes.NewForConfig(s.Config)
	if err != nil {
		return err
	}
	return wait.PollUntilContextTimeout(ctx, 50*time.Millisecond, startLimit, true, func(ctx context.Context) (bool, error) {
		select {
		case <-s.done:
			return false, fmt.Errorf("the API server ended: %w", s.err)
		default:
		}
		_, err := client.CoreV1().RESTClient().Get().AbsPath("/readyz").DoRaw(ctx)
		return err == nil, nil
	})
}

func newServer(ctx context.Context, folder, etcdAddress string) (*aggregator.APIAggregator, error) {
	signingKey, err := writeSigningKey(folder)
	if err != nil {
		return nil, err
	}
	serverOptions, err := parseOptions([]string{
		"--etcd-servers=" + etcdAddress,
		"--cert-dir=" + folder,
		"--service-cluster-ip-range=10.0.0.0/16",
		// The address is of the loopback device, which Endpoints must not have.
		"--endpoint-reconciler-type=none",
		"--authorization-mode=RBAC",
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-signing-key-file=" + signingKey,
		"--service-account-key-file=" + signingKey,
		// No controller makes the ServiceAccounts that it asks for.
		"--disable-admission-plugins=ServiceAccount",
	})
	if err != nil {
		return nil, err
	}
	completed, err := serverOptions.Complete(ctx)
	if err != nil {
		return nil, err
	}
	if problems := completed.Validate(); len(problems) > 0 {
		return nil, utilerrors.NewAggregate(problems)
	}
	config, err := app.NewConfig(completed)
	if err != nil {
		return nil, err
	}
	completedConfig, err := config.Complete()
	if err != nil {
		return nil, err
	}
	return app.CreateServerChain(completedConfig)
}

func parseOptions(args []string) (*options.ServerRunOptions, error) {
	serverOptions := options.NewServerRunOptions()
	flags := pflag.NewFlagSet("kube-apiserver", pflag.ContinueOnError)
	for _, set := range serverOptions.Flags().FlagSets {
		flags.AddFlagSet(set)
	}
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := listener.Addr().(*net.TCPAddr)
	serverOptions.SecureServing.Listener = listener
	serverOptions.SecureServing.BindPort = address.Port
	serverOptions.SecureServing.BindAddress = address.IP
	serverOptions.SecureServing.ExternalAddress = address.IP
	return serverOptions, serverOptions.GenericServerRunOptions.ComponentGlobalsRegistry.Set()
}

func writeSigningKey(folder string) (string, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", err
	}
	text, err := keyutil.MarshalPrivateKeyToPEM(key)
	if err != nil {
		return "", err
	}
	file := filepath.Join(folder, "service-accounts.key")
	return file, os.WriteFile(file, text, 0o600)
}
