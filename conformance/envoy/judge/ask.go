package judge

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/hbone"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/proxy"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/question"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/surgery"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/wire"
)

const (
	requestLimit = 20 * time.Second
	logLimit     = 5 * time.Second
	// callerPort is the port that every caller seems to call from.
	callerPort = 40000
)

// notHTTP are bytes that no parser takes for HTTP or TLS.
var notHTTP = []byte("\x00\x01 not http\r\n")

// asker sends one request to a running waypoint.
type asker struct {
	judge   *Judge
	process *proxy.Process
	// gateway: it takes plain connections, as ztunnel hands them on, and no tunnels.
	gateway bool
	// number is that of the request among those to the waypoint.
	number int
	task   task
}

// observation is what was seen of a request, from both sides.
type observation struct {
	// sent is the request as it went out.
	sent question.Request
	// token is the token that it carried, "" without.
	token string
	// refused: the waypoint did not take the caller's certificate.
	refused bool
	// response is the answer over HTTP, if there was one.
	response *wire.Response
	// answered: bytes that are not HTTP got an answer.
	answered bool
	// entries are those of the waypoint's access log.
	entries []surgery.Entry
}

func (a *asker) ask(ctx context.Context) (*observation, error) {
	ctx, cancel := context.WithTimeout(ctx, requestLimit)
	defer cancel()
	seen := &observation{}
	var err error
	if seen.sent, seen.token, err = a.complete(); err != nil {
		return nil, err
	}
	caller, err := netip.ParseAddr(seen.sent.IP)
	if err != nil {
		return nil, fmt.Errorf("ip %q: expected an address", seen.sent.IP)
	}
	name := fmt.Sprint(a.number)
	tunnel, err := a.dial(ctx, name, hbone.Caller{Identity: seen.sent.From, Address: netip.AddrPortFrom(caller, callerPort)})
	switch {
	case errors.Is(err, errNobodyListens):
		return seen, nil
	case errors.Is(err, hbone.ErrRefused):
		seen.refused = true
		return seen, nil
	case errors.Is(err, hbone.ErrClosed):
	case err != nil:
		return nil, err
	default:
		if a.gateway {
			name = surgery.RequestFrom(tunnel.LocalAddr())
		}
		err = seen.exchange(tunnel)
		tunnel.Close()
		if err != nil {
			return nil, err
		}
	}
	ctx, cancelLog := context.WithTimeout(ctx, logLimit)
	defer cancelLog()
	seen.entries = a.process.Log.Await(ctx, name, logged)
	if !logged(seen.entries) {
		return nil, fmt.Errorf("the access log says nothing of it: %+v", seen.entries)
	}
	return seen, nil
}

// errNobodyListens says that a gateway has no listener for the port.
var errNobodyListens = errors.New("nobody listens")

// dial connects to what takes the request. A gateway gets what its ztunnel took out of the tunnel.
func (a *asker) dial(ctx context.Context, name string, caller hbone.Caller) (net.Conn, error) {
	if !a.gateway {
		return a.judge.authority.Dial(ctx, a.process.Address, caller, a.task.destination.authority(), http.Header{surgery.RequestHeader: {name}})
	}
	address, known := a.process.Addresses[surgery.EntranceOf(a.task.destination.port)]
	if !known {
		return nil, errNobodyListens
	}
	port, err := strconv.ParseUint(a.task.destination.port, 10, 16)
	if err != nil {
		return nil, err
	}
	return hbone.DialPlain(ctx, address, caller.Address, uint16(port))
}

// exchange sends the request through the tunnel. That no answer comes back is an answer too.
func (o *observation) exchange(tunnel net.Conn) error {
	var err error
	switch o.sent.Proto {
	case question.HTTP1:
		o.response, err = wire.HTTP1(tunnel, o.sent)
	case question.HTTP2:
		o.response, err = wire.HTTP2(tunnel, o.sent)
	case question.TCP:
		o.answered, err = wire.Exchange(tunnel, notHTTP)
		return err
	case question.TLS:
		hello, failed := wire.ClientHello(o.sent.SNI)
		if failed != nil {
			return failed
		}
		o.answered, err = wire.Exchange(tunnel, hello)
		return err
	default:
		return fmt.Errorf("proto %q: expected http, h2, tcp or tls", o.sent.Proto)
	}
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		return err
	}
	o.answered = err == nil
	return nil
}

// logged tells whether entries say all about a request: that of the listener, and that of the chain that took it. They come
// in either order.
func logged(entries []surgery.Entry) bool {
	listener, chain := false, false
	for _, e := range entries {
		if e.Kind == surgery.KindListener {
			listener = true
			chain = chain || e.Details == noChain
		} else {
			chain = true
		}
	}
	return listener && chain
}

// noChain are Envoy's words for bytes that no chain takes.
const noChain = "filter_chain_not_found"

// complete fills in the host and adds the token.
func (a *asker) complete() (question.Request, string, error) {
	r := a.task.request
	if r.Host == "" {
		r.Host = a.task.destination.host
		if a.task.destination.port != "80" {
			r.Host += ":" + a.task.destination.port
		}
	}
	if r.JWT == nil {
		return r, "", nil
	}
	token, err := a.judge.signer.Sign(*r.JWT)
	if err != nil {
		return r, "", err
	}
	switch t := r.JWT; {
	case t.Header != "":
		r = withHeader(r, t.Header, t.Prefix+token)
	case t.Query != "":
		separator := "?"
		if strings.Contains(r.Path, "?") {
			separator = "&"
		}
		r.Path += separator + t.Query + "=" + token
	case t.Cookie != "":
		r = withHeader(r, "cookie", t.Cookie+"="+token)
	default:
		r = withHeader(r, "authorization", "Bearer "+token)
	}
	return r, token, nil
}

func withHeader(r question.Request, name, value string) question.Request {
	r.Headers = append(r.Headers[:len(r.Headers):len(r.Headers)], question.Header{Name: name, Value: value})
	return r
}
