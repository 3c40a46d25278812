package hbone

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/http2"
)

func TestProxyHeader(t *testing.T) {
	const signature = "0d0a0d0a000d0a515549540a"
	for from, want := range map[string]string{
		"10.8.1.2:40000":        signature + "2111" + "000c" + "0a080102" + "00000001" + "9c40" + "3aa0",
		"[2001:db8::5]:40000":   signature + "2121" + "0024" + "20010db8000000000000000000000005" + strings.Repeat("0", 31) + "1" + "9c40" + "3aa0",
		"255.255.255.255:65535": signature + "2111" + "000c" + "ffffffff" + "00000001" + "ffff" + "3aa0",
	} {
		if got := hex.EncodeToString(proxyHeader(netip.MustParseAddrPort(from), tunnelPort)); got != want {
			t.Errorf("%s: got %s, expected %s", from, got, want)
		}
	}
}

func TestCertificatesCarryTheIdentity(t *testing.T) {
	authority := newAuthority(t)
	issued, err := authority.Issue("cluster.local/ns/o*s/sa/default")
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(issued.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	if got := certificate.URIs[0].String(); got != "spiffe://cluster.local/ns/o*s/sa/default" {
		t.Errorf("got %s", got)
	}
	if again, _ := authority.Issue("cluster.local/ns/o*s/sa/default"); again != issued {
		t.Error("a second call issues another certificate")
	}
	if _, err := certificate.Verify(x509.VerifyOptions{Roots: roots(t, authority), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}); err != nil {
		t.Error(err)
	}
}

func TestTunnel(t *testing.T) {
	authority := newAuthority(t)
	for name, test := range map[string]struct {
		accept  func(*http.Request) int
		refuses bool
		want    string
		err     error
	}{
		"echoes":                        {want: "hello"},
		"certificate refused":           {refuses: true, err: ErrRefused},
		"closed before CONNECT is over": {accept: func(*http.Request) int { return http.StatusServiceUnavailable }, err: ErrClosed},
	} {
		t.Run(name, func(t *testing.T) {
			waypoint := startWaypoint(t, authority, test.refuses, test.accept)
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			defer cancel()
			caller := Caller{Identity: "cluster.local/ns/client/sa/web", Address: netip.MustParseAddrPort("10.8.1.2:40000")}
			tunnel, err := authority.Dial(ctx, waypoint, caller, "10.96.0.11:80", http.Header{"x-conformance-request": {"7"}})
			if !errors.Is(err, test.err) {
				t.Fatalf("got error %v, expected %v", err, test.err)
			}
			if err != nil {
				return
			}
			defer tunnel.Close()
			if _, err := tunnel.Write([]byte(test.want)); err != nil {
				t.Fatal(err)
			}
			answer := make([]byte, len(test.want))
			if _, err := io.ReadFull(tunnel, answer); err != nil || string(answer) != test.want {
				t.Errorf("got %q, %v", answer, err)
			}
		})
	}
}

// startWaypoint takes tunnels as a waypoint does: behind a PROXY header and mutual TLS. It echoes what comes through.
func startWaypoint(t *testing.T, authority *Authority, refuses bool, accept func(*http.Request) int) string {
	t.Helper()
	certificate, err := authority.Issue("cluster.local/ns/shop/sa/waypoint")
	if err != nil {
		t.Fatal(err)
	}
	config := &tls.Config{
		Certificates: []tls.Certificate{*certificate}, NextProtos: []string{"h2"}, MinVersion: tls.VersionTLS13,
		ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: roots(t, authority),
	}
	if refuses {
		config.ClientCAs = x509.NewCertPool()
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		if _, err := io.ReadFull(conn, make([]byte, 28)); err != nil {
			return
		}
		secure := tls.Server(conn, config)
		if secure.Handshake() != nil {
			conn.Close()
			return
		}
		(&http2.Server{}).ServeConn(secure, &http2.ServeConnOpts{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { echo(w, r, accept) })})
	}()
	return listener.Addr().String()
}

func echo(w http.ResponseWriter, r *http.Request, accept func(*http.Request) int) {
	if accept != nil {
		w.WriteHeader(accept(r))
		return
	}
	if r.Method != http.MethodConnect || r.Host != "10.96.0.11:80" || r.Header.Get("x-conformance-request") != "7" {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusOK)
	w.(http.Flusher).Flush()
	buffer := make([]byte, 16)
	n, _ := r.Body.Read(buffer)
	_, _ = w.Write(buffer[:n])
}

func newAuthority(t *testing.T) *Authority {
	t.Helper()
	authority, err := NewAuthority()
	if err != nil {
		t.Fatal(err)
	}
	return authority
}

func roots(t *testing.T, authority *Authority) *x509.CertPool {
	t.Helper()
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(authority.RootPEM()) {
		t.Fatal("the root is no PEM")
	}
	return pool
}
