package surgery

import (
	"fmt"
	"net/netip"

	xdscore "github.com/cncf/xds/go/xds/core/v3"
	matcher "github.com/cncf/xds/go/xds/type/matcher/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
)

// Entrances are the destinations that the inner listener has a chain for.
type Entrances []entrance

type entrance struct {
	block netip.Prefix
	// ports are the ports of a service; nil for the pods' own addresses, of which all ports are taken.
	ports map[string]bool
}

// Take tells whether the waypoint takes requests to the address: the narrowest range that contains it decides.
func (e Entrances) Take(address netip.Addr, port string) bool {
	var narrowest *entrance
	for i := range e {
		if e[i].block.Contains(address) && (narrowest == nil || e[i].block.Bits() > narrowest.block.Bits()) {
			narrowest = &e[i]
		}
	}
	return narrowest != nil && (narrowest.ports == nil || narrowest.ports[port])
}

// EntrancesOf reads the matcher by which the inner listener finds its chain: ranges of addresses, and for services their ports.
func EntrancesOf(listeners []*listener.Listener) (Entrances, error) {
	l, err := findListener(listeners, innerListener)
	if err != nil {
		return nil, err
	}
	custom := l.GetFilterChainMatcher().GetMatcherTree().GetCustomMatch()
	if custom == nil {
		return nil, fmt.Errorf("expected chains to be found by address")
	}
	var byAddress matcher.IPMatcher
	if err := custom.GetTypedConfig().UnmarshalTo(&byAddress); err != nil {
		return nil, err
	}
	var found Entrances
	for _, ranges := range byAddress.RangeMatchers {
		ports := portsOf(ranges.GetOnMatch().GetMatcher())
		for _, r := range ranges.Ranges {
			block, err := prefixOfRange(r)
			if err != nil {
				return nil, err
			}
			found = append(found, entrance{block: block, ports: ports})
		}
	}
	return found, nil
}

// portsOf lists the ports of a match by port. What matches by protocol at once takes all ports.
func portsOf(m *matcher.Matcher) map[string]bool {
	tree := m.GetMatcherTree()
	if tree.GetInput().GetName() != "port" {
		return nil
	}
	ports := map[string]bool{}
	for port := range tree.GetExactMatchMap().GetMap() {
		ports[port] = true
	}
	return ports
}

func prefixOfRange(r *xdscore.CidrRange) (netip.Prefix, error) {
	address, err := netip.ParseAddr(r.AddressPrefix)
	if err != nil {
		return netip.Prefix{}, err
	}
	return address.Prefix(int(r.GetPrefixLen().GetValue()))
}
