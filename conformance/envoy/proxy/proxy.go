// Package proxy runs Envoy as a child process on loopback addresses, and reads its access log.
package proxy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"google.golang.org/protobuf/encoding/protojson"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/surgery"
)

const (
	startLimit = 30 * time.Second
	pollEvery  = 5 * time.Millisecond
	// adminSocket and configFile are files in the folder of a process.
	adminSocket = "admin.sock"
	configFile  = "envoy.json"
	errorFile   = "envoy.log"
)

// ErrConfiguration says that Envoy does not take the configuration.
var ErrConfiguration = errors.New("Envoy refuses the configuration")

// Process is a running Envoy.
type Process struct {
	// Address is where a waypoint takes tunnels.
	Address string
	// Addresses are those of all listeners, by their names.
	Addresses map[string]string
	// Log is its access log.
	Log *Log

	folder string
	exited chan struct{}
	// crashed says, once it has exited, that a signal ended it.
	crashed bool
	stop    context.CancelFunc
	admin   *http.Client
}

// AdminSocket is the path that the configuration of a process in that folder has to name.
func AdminSocket(folder string) string { return filepath.Join(folder, adminSocket) }

// Start runs an Envoy with the configuration of a waypoint, and waits until it takes connections. The folder is its own, and
// removed when it stops. It ends when the context does, and when this process dies.
func Start(ctx context.Context, binary, folder string, waypoint *surgery.Waypoint) (*Process, error) {
	config, err := protojson.Marshal(waypoint.Bootstrap)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(folder, configFile)
	if err := os.WriteFile(file, config, 0o600); err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	p := &Process{Log: newLog(), folder: folder, exited: make(chan struct{}), stop: stop, admin: adminClient(folder)}
	if err := p.run(ctx, binary, file); err != nil {
		stop()
		return nil, err
	}
	if err := p.awaitReady(ctx); err != nil {
		p.Stop()
		return nil, err
	}
	return p, nil
}

// run starts the child from a thread that stays: the system tells a child of the death of the thread that started it.
func (p *Process) run(ctx context.Context, binary, config string) error {
	errorLog, err := os.Create(filepath.Join(p.folder, errorFile))
	if err != nil {
		return err
	}
	command := exec.CommandContext(ctx, binary, "-c", config, "--concurrency", "1", "--use-dynamic-base-id",
		"--disable-hot-restart", "--log-level", "warning", "--file-flush-interval-msec", "2")
	command.Stderr = errorLog
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	output, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := command.Start()
		started <- err
		if err != nil {
			return
		}
		p.Log.read(output)
		_ = command.Wait()
		p.crashed = !command.ProcessState.Exited()
		errorLog.Close()
		close(p.exited)
	}()
	return <-started
}

// Stop ends the process, waits for it, and removes its folder.
func (p *Process) Stop() {
	p.stop()
	<-p.exited
	os.RemoveAll(p.folder)
}

func adminClient(folder string) *http.Client {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", AdminSocket(folder))
	}
	return &http.Client{Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true}}
}

func (p *Process) awaitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	for {
		select {
		case <-p.exited:
			if p.crashed {
				return fmt.Errorf("Envoy crashed: %s", p.lastWords())
			}
			return fmt.Errorf("%w: %s", ErrConfiguration, p.lastWords())
		case <-ctx.Done():
			return errors.New("Envoy does not become ready")
		case <-time.After(pollEvery):
		}
		if p.Addresses = p.listening(ctx); len(p.Addresses) > 0 {
			for _, address := range p.Addresses {
				p.Address = address
			}
			return nil
		}
	}
}

// listening returns the addresses of the listeners that have one once the process is ready: of a waypoint the outer one.
func (p *Process) listening(ctx context.Context) map[string]string {
	if _, ok := p.ask(ctx, "/ready"); !ok {
		return nil
	}
	text, ok := p.ask(ctx, "/listeners?format=json")
	if !ok {
		return nil
	}
	var listeners struct {
		Statuses []struct {
			Name         string `json:"name"`
			LocalAddress struct {
				SocketAddress struct {
					Address string `json:"address"`
					Port    int    `json:"port_value"`
				} `json:"socket_address"`
			} `json:"local_address"`
		} `json:"listener_statuses"`
	}
	if json.Unmarshal(text, &listeners) != nil {
		return nil
	}
	addresses := map[string]string{}
	for _, l := range listeners.Statuses {
		if socket := l.LocalAddress.SocketAddress; socket.Port != 0 {
			addresses[l.Name] = fmt.Sprintf("%s:%d", socket.Address, socket.Port)
		}
	}
	return addresses
}

func (p *Process) ask(ctx context.Context, path string) ([]byte, bool) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://admin"+path, nil)
	if err != nil {
		return nil, false
	}
	response, err := p.admin.Do(request)
	if err != nil {
		return nil, false
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return text, err == nil && response.StatusCode == http.StatusOK
}

// lastWords is the end of the error log.
func (p *Process) lastWords() string {
	text, err := os.ReadFile(filepath.Join(p.folder, errorFile))
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(lines[max(0, len(lines)-3):], "\n")
}
