// Package wire speaks HTTP/1.1, HTTP/2 and the beginning of TLS byte for byte: what is asked goes out as it is, without the
// checks and additions of an ordinary client.
package wire

import (
	"io"
	"net"
	"net/http"
)

// Response is an answer over HTTP.
type Response struct {
	Status int
	// Header holds the trailers too.
	Header http.Header
}

// Exchange writes bytes that are not HTTP, and tells whether anything comes back before the other side closes.
func Exchange(conn net.Conn, bytes []byte) (answered bool, err error) {
	if _, err := conn.Write(bytes); err != nil {
		return false, nil
	}
	n, err := conn.Read(make([]byte, 1))
	if n > 0 {
		return true, nil
	}
	if timeout, ok := err.(net.Error); ok && timeout.Timeout() {
		return false, err
	}
	return false, nil
}

// drain reads the rest of a body, up to a limit that no answer here reaches.
func drain(body io.Reader) { _, _ = io.CopyN(io.Discard, body, 1<<20) }
