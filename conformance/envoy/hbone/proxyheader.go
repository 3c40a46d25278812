package hbone

import (
	"encoding/binary"
	"net/netip"
)

var signature = []byte("\r\n\r\n\x00\r\nQUIT\n")

const (
	versionAndProxy = 0x21
	tcpOverIPv4     = 0x11
	tcpOverIPv6     = 0x21
)

// proxyHeader is the PROXY protocol header, version 2, of a TCP connection from an address to a port. The destination's address,
// which is of the same family, says nothing.
func proxyHeader(from netip.AddrPort, port uint16) []byte {
	source := from.Addr().AsSlice()
	family := byte(tcpOverIPv4)
	if from.Addr().Is6() {
		family = tcpOverIPv6
	}
	destination := make([]byte, len(source))
	destination[len(destination)-1] = 1

	header := append([]byte{}, signature...)
	header = append(header, versionAndProxy, family)
	header = binary.BigEndian.AppendUint16(header, uint16(2*len(source)+4))
	header = append(header, source...)
	header = append(header, destination...)
	header = binary.BigEndian.AppendUint16(header, from.Port())
	return binary.BigEndian.AppendUint16(header, port)
}
