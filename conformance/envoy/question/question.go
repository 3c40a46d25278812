// Package question holds the format of requests and answers: what is asked of a mesh, and what a waypoint did with it.
package question

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Protocols of a request.
const (
	HTTP1 = "http"
	HTTP2 = "h2"
	TCP   = "tcp"
	TLS   = "tls"
)

// Request is one request of a caller.
type Request struct {
	ID string `json:"id"`
	// To is service.namespace:port, a host of a ServiceEntry with port, or an address of a pod with port.
	To string `json:"to"`
	// From is the caller's SPIFFE identity without spiffe://.
	From string `json:"from"`
	// IP is the address of the caller's pod.
	IP string `json:"ip"`
	// Method, Path and Host of an HTTP request; the path goes out byte for byte, with its query.
	Method string `json:"method"`
	Path   string `json:"path"`
	Host   string `json:"host"`
	// Headers go out in this order and writing (HTTP/2: in lower case).
	Headers Headers `json:"headers"`
	Body    string  `json:"body"`
	// Proto is one of HTTP1, HTTP2, TCP (bytes that are not HTTP) and TLS (a ClientHello with SNI).
	Proto string `json:"proto"`
	SNI   string `json:"sni"`
	// JWT is a token to send along, or nil.
	JWT *Token `json:"jwt"`
	// Expect is the recorded answer, if there is one.
	Expect json.RawMessage `json:"expect"`
}

// Token says what token a request carries, and where: in `authorization: Bearer` unless said otherwise.
type Token struct {
	Claims map[string]any `json:"claims"`
	Header string         `json:"header"`
	// Prefix goes before the token in Header.
	Prefix string `json:"prefix"`
	Query  string `json:"query"`
	Cookie string `json:"cookie"`
	// Bad makes a token that is to be refused: signature (another key), expired, or future (not valid yet).
	Bad string `json:"bad"`
	// Raw is sent in place of a token.
	Raw string `json:"raw"`
}

// Header is one header line.
type Header struct{ Name, Value string }

// Headers are header lines in order. In JSON they are pairs, or an object.
type Headers []Header

// UnmarshalJSON reads both forms. The lines of an object keep its order.
func (h *Headers) UnmarshalJSON(text []byte) error {
	var pairs [][2]string
	if err := json.Unmarshal(text, &pairs); err == nil {
		for _, pair := range pairs {
			*h = append(*h, Header{pair[0], pair[1]})
		}
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	if opening, err := decoder.Token(); err != nil || opening != json.Delim('{') {
		return fmt.Errorf("headers: expected pairs of strings, or an object")
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		var value string
		if err := decoder.Decode(&value); err != nil {
			return fmt.Errorf("headers: %q: expected a string: %w", name, err)
		}
		*h = append(*h, Header{name.(string), value})
	}
	return nil
}

// Parse reads a list of requests and fills in what they leave out.
func Parse(text []byte) ([]Request, error) {
	var requests []Request
	if err := json.Unmarshal(text, &requests); err != nil {
		return nil, err
	}
	for i := range requests {
		requests[i].fillIn()
	}
	return requests, nil
}

func (r *Request) fillIn() {
	for _, d := range []struct {
		field *string
		value string
	}{
		{&r.From, "cluster.local/ns/default/sa/default"},
		{&r.IP, "10.244.200.1"},
		{&r.Method, "GET"},
		{&r.Path, "/"},
		{&r.Proto, HTTP1},
	} {
		if *d.field == "" {
			*d.field = d.value
		}
	}
}
