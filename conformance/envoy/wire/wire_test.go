package wire

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/question"
)

var request = question.Request{
	Method: "PUT", Path: "/a/../b//c%41?q=1&q=2", Host: "Web.example:8080",
	Headers: question.Headers{{Name: "X-Team", Value: "red"}, {Name: "x-team", Value: "blue"}},
}

func TestHTTP1GoesOutAsItIs(t *testing.T) {
	want := "PUT /a/../b//c%41?q=1&q=2 HTTP/1.1\r\nHost: Web.example:8080\r\nX-Team: red\r\nx-team: blue\r\n\r\n"
	if got := string(http1Bytes(request)); got != want {
		t.Errorf("got %q, expected %q", got, want)
	}
	with := request
	with.Headers, with.Body = nil, "abc"
	want = "PUT /a/../b//c%41?q=1&q=2 HTTP/1.1\r\nHost: Web.example:8080\r\nContent-Length: 3\r\n\r\nabc"
	if got := string(http1Bytes(with)); got != want {
		t.Errorf("got %q, expected %q", got, want)
	}
}

func TestBothVersionsReadAnswers(t *testing.T) {
	address := startServer(t)
	for name, send := range map[string]func(net.Conn, question.Request) (*Response, error){"http": HTTP1, "h2": HTTP2} {
		for _, method := range []string{"GET", "HEAD", "POST"} {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
			asked := question.Request{Method: method, Path: "/x", Host: "web", Headers: request.Headers}
			if method == "POST" {
				asked.Body = "body"
			}
			response, err := send(conn, asked)
			conn.Close()
			if err != nil {
				t.Errorf("%s %s: %v", name, method, err)
				continue
			}
			if response.Status != http.StatusTeapot || response.Header.Get("x-saw") != method+" /x web red,blue body:"+asked.Body {
				t.Errorf("%s %s: got %+v", name, method, response)
			}
			if method != "HEAD" && response.Header.Get("grpc-status") != "7" {
				t.Errorf("%s %s: no trailer in %v", name, method, response.Header)
			}
		}
	}
}

func startServer(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	server := &http.Server{Protocols: protocols, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Trailer", "grpc-status")
		w.Header().Set("x-saw", r.Method+" "+r.RequestURI+" "+r.Host+" "+r.Header["X-Team"][0]+","+r.Header["X-Team"][1]+" body:"+string(body))
		w.WriteHeader(http.StatusTeapot)
		_, _ = w.Write(make([]byte, 100))
		w.Header().Set("grpc-status", "7")
	})}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { server.Close() })
	return listener.Addr().String()
}

func TestClientHelloNamesTheServer(t *testing.T) {
	hello, err := ClientHello("x.example")
	if err != nil {
		t.Fatal(err)
	}
	near, far := net.Pipe()
	defer near.Close()
	go func() { _, _ = near.Write(hello); _, _ = io.Copy(io.Discard, near) }()
	got := ""
	stop := errors.New("seen")
	err = tls.Server(far, &tls.Config{GetConfigForClient: func(info *tls.ClientHelloInfo) (*tls.Config, error) {
		got = info.ServerName
		return nil, stop
	}}).Handshake()
	if got != "x.example" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestExchange(t *testing.T) {
	for name, test := range map[string]struct {
		serve func(net.Conn)
		want  bool
	}{
		"answered": {func(c net.Conn) { _, _ = c.Read(make([]byte, 9)); _, _ = c.Write([]byte("x")) }, true},
		"closed":   {func(c net.Conn) { _, _ = c.Read(make([]byte, 9)); c.Close() }, false},
	} {
		near, far := net.Pipe()
		go test.serve(far)
		if got, err := Exchange(near, []byte("bytes")); got != test.want || err != nil {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
		near.Close()
	}
}
