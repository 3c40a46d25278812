package wire

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/question"
)

// HTTP1 sends a request over HTTP/1.1.
func HTTP1(conn net.Conn, r question.Request) (*Response, error) {
	if _, err := conn.Write(http1Bytes(r)); err != nil {
		return nil, err
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: r.Method})
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	drain(response.Body)
	return &Response{Status: response.StatusCode, Header: withTrailers(response.Header, response.Trailer)}, nil
}

func http1Bytes(r question.Request) []byte {
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s HTTP/1.1\r\nHost: %s\r\n", r.Method, r.Path, r.Host)
	for _, h := range r.Headers {
		fmt.Fprintf(&text, "%s: %s\r\n", h.Name, h.Value)
	}
	if r.Body != "" {
		fmt.Fprintf(&text, "Content-Length: %d\r\n", len(r.Body))
	}
	text.WriteString("\r\n" + r.Body)
	return []byte(text.String())
}

func withTrailers(header, trailer http.Header) http.Header {
	for name, values := range trailer {
		header[name] = append(header[name], values...)
	}
	return header
}
