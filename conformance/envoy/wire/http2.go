package wire

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/question"
)

const stream = 1

// HTTP2 sends a request over HTTP/2 without TLS.
func HTTP2(conn net.Conn, r question.Request) (*Response, error) {
	if _, err := conn.Write([]byte(http2.ClientPreface)); err != nil {
		return nil, err
	}
	framer := http2.NewFramer(conn, conn)
	framer.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
	if err := send(framer, r); err != nil {
		return nil, err
	}
	return receive(framer)
}

func send(framer *http2.Framer, r question.Request) error {
	if err := framer.WriteSettings(); err != nil {
		return err
	}
	err := framer.WriteHeaders(http2.HeadersFrameParam{
		StreamID: stream, BlockFragment: headerBlock(r), EndHeaders: true, EndStream: r.Body == "",
	})
	if err == nil && r.Body != "" {
		err = framer.WriteData(stream, true, []byte(r.Body))
	}
	return err
}

func headerBlock(r question.Request) []byte {
	var block bytes.Buffer
	encoder := hpack.NewEncoder(&block)
	fields := []hpack.HeaderField{
		{Name: ":method", Value: r.Method},
		{Name: ":scheme", Value: "http"},
		{Name: ":authority", Value: r.Host},
		{Name: ":path", Value: r.Path},
	}
	for _, h := range r.Headers {
		fields = append(fields, hpack.HeaderField{Name: strings.ToLower(h.Name), Value: h.Value})
	}
	for _, field := range fields {
		// Writing to a buffer does not fail.
		_ = encoder.WriteField(field)
	}
	return block.Bytes()
}

// receive reads frames until the stream ends, and answers what has to be answered.
func receive(framer *http2.Framer) (*Response, error) {
	response := &Response{Header: http.Header{}}
	for {
		frame, err := framer.ReadFrame()
		if err != nil {
			return nil, err
		}
		switch f := frame.(type) {
		case *http2.SettingsFrame:
			if !f.IsAck() {
				err = framer.WriteSettingsAck()
			}
		case *http2.PingFrame:
			if !f.IsAck() {
				err = framer.WritePing(true, f.Data)
			}
		case *http2.MetaHeadersFrame:
			err = response.take(f)
		case *http2.RSTStreamFrame:
			err = fmt.Errorf("stream reset: %v", f.ErrCode)
		case *http2.GoAwayFrame:
			err = fmt.Errorf("connection closed: %v", f.ErrCode)
		}
		if err != nil {
			return nil, err
		}
		if endsStream(frame) {
			return response, nil
		}
	}
}

func endsStream(frame http2.Frame) bool {
	switch f := frame.(type) {
	case *http2.MetaHeadersFrame:
		return f.StreamEnded()
	case *http2.DataFrame:
		return f.StreamEnded()
	}
	return false
}

func (r *Response) take(frame *http2.MetaHeadersFrame) error {
	for _, field := range frame.Fields {
		if field.Name == ":status" {
			status, err := strconv.Atoi(field.Value)
			if err != nil {
				return fmt.Errorf("status %q", field.Value)
			}
			r.Status = status
			continue
		}
		r.Header.Add(field.Name, field.Value)
	}
	return nil
}
