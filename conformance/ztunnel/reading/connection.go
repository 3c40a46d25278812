package reading

import "strings"

// Connection is one connection that arrives at a workload.
type Connection struct {
	// ID comes back with the answer.
	ID string `json:"id,omitempty"`
	// To is the key of the workload, see Workload.Key.
	To string `json:"to"`
	// Port is the port of the workload, which is the target port of a Service.
	Port int `json:"port"`
	// From is the identity of the immediate peer (behind a waypoint: the waypoint's), as trust-domain/ns/NAMESPACE/sa/NAME, with
	// or without spiffe://. Empty for a peer that does not speak mTLS.
	From string `json:"from,omitempty"`
	// IP is the address of the immediate peer, ToIP the one that it connects to.
	IP   string `json:"ip,omitempty"`
	ToIP string `json:"toIp,omitempty"`
}

const spiffe = "spiffe://"

type identity struct {
	namespace, serviceAccount string
}

// identity takes the caller's SPIFFE identity apart. It is zero for a caller without one.
func (c Connection) identity() identity {
	parts := strings.Split(c.From, "/")
	if len(parts) != 5 || parts[1] != "ns" || parts[3] != "sa" {
		return identity{}
	}
	return identity{namespace: parts[2], serviceAccount: parts[4]}
}

// normalised leaves spiffe:// out of the identity.
func (c Connection) normalised() Connection {
	c.From = strings.TrimPrefix(c.From, spiffe)
	return c
}
