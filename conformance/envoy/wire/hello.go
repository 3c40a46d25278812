package wire

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
)

const recordHeader = 5

// ClientHello is the first record of a TLS connection to a server of that name.
func ClientHello(serverName string) ([]byte, error) {
	near, far := net.Pipe()
	defer far.Close()
	// The client's handshake ends with an error, as soon as this side closes.
	go func() {
		defer near.Close()
		_ = tls.Client(near, &tls.Config{ServerName: serverName, InsecureSkipVerify: true}).Handshake()
	}()
	record := make([]byte, recordHeader)
	if _, err := io.ReadFull(far, record); err != nil {
		return nil, fmt.Errorf("ClientHello for %q: %w", serverName, err)
	}
	rest := make([]byte, int(record[3])<<8|int(record[4]))
	_, err := io.ReadFull(far, rest)
	return append(record, rest...), err
}
