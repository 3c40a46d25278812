package hbone

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync/atomic"
	"time"

	"golang.org/x/net/http2"
)

// Caller is who connects.
type Caller struct {
	// Identity is the SPIFFE identity without spiffe://.
	Identity string
	// Address is the caller's own address, with any port.
	Address netip.AddrPort
}

var (
	// ErrRefused says that the waypoint does not take the caller's certificate.
	ErrRefused = errors.New("refused in the TLS handshake")
	// ErrClosed says that the waypoint took the tunnel and closed it before it answered the CONNECT request.
	ErrClosed = errors.New("closed at once")
)

// Dial opens a tunnel through the waypoint at an address to a destination, `address:port` as the caller dialled it. The headers
// are those of the CONNECT request.
func (a *Authority) Dial(ctx context.Context, waypoint string, caller Caller, destination string, headers http.Header) (net.Conn, error) {
	certificate, err := a.Issue(caller.Identity)
	if err != nil {
		return nil, err
	}
	raw, err := DialPlain(ctx, waypoint, caller.Address, tunnelPort)
	if err != nil {
		return nil, err
	}
	secure := tls.Client(raw, &tls.Config{
		Certificates: []tls.Certificate{*certificate},
		NextProtos:   []string{"h2"},
		MinVersion:   tls.VersionTLS13,
		// The waypoint's name is of no interest: it listens on a loopback address that was just chosen for it.
		InsecureSkipVerify: true,
	})
	tunnel, err := connect(ctx, secure, destination, headers)
	if err != nil {
		raw.Close()
		return nil, err
	}
	return tunnel, nil
}

// tunnelPort is the port on which waypoints take tunnels.
const tunnelPort = 15008

// DialPlain opens a connection that says in front who calls and to which port, and nothing more.
func DialPlain(ctx context.Context, address string, caller netip.AddrPort, port uint16) (net.Conn, error) {
	raw, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	if deadline, bounded := ctx.Deadline(); bounded {
		_ = raw.SetDeadline(deadline)
	}
	if _, err := raw.Write(proxyHeader(caller, port)); err != nil {
		raw.Close()
		return nil, err
	}
	return raw, nil
}

// connect sends the CONNECT request. With TLS 1.3 the client's handshake is over before the server looks at its certificate: a
// waypoint that refuses it closes the connection without a byte of HTTP/2, which begins with a frame of the server's.
func connect(ctx context.Context, secure *tls.Conn, destination string, headers http.Header) (net.Conn, error) {
	if err := secure.HandshakeContext(ctx); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrRefused, err)
	}
	counted := &countedConn{Conn: secure}
	session, err := (&http2.Transport{}).NewClientConn(counted)
	if err != nil {
		return nil, counted.explain(ctx, err)
	}
	reader, writer := io.Pipe()
	request := (&http.Request{
		Method: http.MethodConnect,
		URL:    &url.URL{Scheme: "https", Host: destination},
		Host:   destination,
		Header: headers,
		Body:   reader,
	}).WithContext(ctx)
	response, err := session.RoundTrip(request)
	if err != nil {
		return nil, counted.explain(ctx, err)
	}
	if response.StatusCode == http.StatusServiceUnavailable {
		return nil, ErrClosed
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("CONNECT %s: status %d", destination, response.StatusCode)
	}
	return &tunnel{Conn: secure, in: response.Body, out: writer}, nil
}

// tunnel is the byte stream inside a CONNECT request.
type tunnel struct {
	net.Conn
	in  io.ReadCloser
	out *io.PipeWriter
}

func (t *tunnel) Read(p []byte) (int, error)  { return t.in.Read(p) }
func (t *tunnel) Write(p []byte) (int, error) { return t.out.Write(p) }

// Close ends the connection that carries the tunnel too.
func (t *tunnel) Close() error {
	t.out.Close()
	t.in.Close()
	return t.Conn.Close()
}

// SetDeadline bounds the connection that carries the tunnel.
func (t *tunnel) SetDeadline(at time.Time) error { return t.Conn.SetDeadline(at) }

// countedConn knows how much was read from it.
type countedConn struct {
	net.Conn
	read atomic.Int64
}

func (c *countedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.read.Add(int64(n))
	return n, err
}

// explain tells a refused certificate from another failure.
func (c *countedConn) explain(ctx context.Context, err error) error {
	if c.read.Load() == 0 && ctx.Err() == nil {
		return fmt.Errorf("%w: %v", ErrRefused, err)
	}
	return err
}
