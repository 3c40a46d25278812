// Package backend is the stub that stands for every endpoint of a mesh. It answers HTTP/1.1, HTTP/2 and anything else on one
// port, and tells in a response header what it received.
package backend

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// ReportHeader carries what the backend saw.
const ReportHeader = "x-conformance-saw"

// Seen is a request as the backend received it. Header names are in lower case.
type Seen struct {
	Method  string              `json:"method"`
	Host    string              `json:"host"`
	Path    string              `json:"path"`
	Headers map[string][]string `json:"headers"`
}

// ReadReport finds what the backend saw in the headers of its answer, or nil if the answer is not from a backend.
func ReadReport(answer http.Header) (*Seen, error) {
	text := answer.Get(ReportHeader)
	if text == "" {
		return nil, nil
	}
	decoded, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("report of the backend: %w", err)
	}
	var seen Seen
	if err := json.Unmarshal(decoded, &seen); err != nil {
		return nil, fmt.Errorf("report of the backend: %w", err)
	}
	return &seen, nil
}

// Backend listens on a loopback address until it is closed.
type Backend struct {
	listener net.Listener
	web      chan net.Conn
	done     chan struct{}
	once     sync.Once
}

// Start opens the port.
func Start() (*Backend, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	b := &Backend{listener: listener, web: make(chan net.Conn), done: make(chan struct{})}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	server := &http.Server{Handler: http.HandlerFunc(report), Protocols: protocols}
	go func() { _ = server.Serve(b) }()
	go b.dispatch()
	return b, nil
}

// Port is the port that it listens on.
func (b *Backend) Port() int { return b.listener.Addr().(*net.TCPAddr).Port }

// Close ends it, however often it is called. Connections that are open go with the process.
func (b *Backend) Close() error {
	b.once.Do(func() { close(b.done) })
	return b.listener.Close()
}

// Accept and Addr make the backend a listener of the connections that speak HTTP.
func (b *Backend) Accept() (net.Conn, error) {
	select {
	case conn := <-b.web:
		return conn, nil
	case <-b.done:
		return nil, net.ErrClosed
	}
}

func (b *Backend) Addr() net.Addr { return b.listener.Addr() }

func (b *Backend) dispatch() {
	for {
		conn, err := b.listener.Accept()
		if err != nil {
			return
		}
		go b.serve(conn)
	}
}

// serve hands HTTP on, and answers anything else with one line.
func (b *Backend) serve(conn net.Conn) {
	reader := bufio.NewReader(conn)
	if beginsWithMethod(reader) {
		select {
		case b.web <- &peeked{Conn: conn, reader: reader}:
		case <-b.done:
			conn.Close()
		}
		return
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Minute))
	_, err := conn.Write([]byte("answered\n"))
	for err == nil {
		_, err = reader.Discard(1)
	}
}

// maxMethod is longer than any method, "PRI" of HTTP/2 among them.
const maxMethod = 32

// beginsWithMethod tells whether the first bytes are letters and a space. It takes no byte away.
func beginsWithMethod(reader *bufio.Reader) bool {
	for length := 1; length <= maxMethod; length++ {
		begin, err := reader.Peek(length)
		if err != nil {
			return false
		}
		if last := begin[length-1]; !isLetter(last) {
			return last == ' ' && length > 1
		}
	}
	return false
}

func isLetter(c byte) bool { return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' }

// peeked is a connection of which the beginning was read already.
type peeked struct {
	net.Conn
	reader *bufio.Reader
}

func (p *peeked) Read(into []byte) (int, error) { return p.reader.Read(into) }

func report(w http.ResponseWriter, r *http.Request) {
	seen := Seen{Method: r.Method, Host: r.Host, Path: r.RequestURI, Headers: map[string][]string{}}
	for name, values := range r.Header {
		seen.Headers[strings.ToLower(name)] = values
	}
	text, err := json.Marshal(seen)
	if err != nil {
		panic(errors.Join(errors.New("a request can always be written as JSON"), err))
	}
	w.Header().Set(ReportHeader, base64.StdEncoding.EncodeToString(text))
	if strings.HasPrefix(r.Header.Get("content-type"), "application/grpc") {
		w.Header().Set("content-type", "application/grpc")
		w.Header().Set("grpc-status", "0")
	}
}
