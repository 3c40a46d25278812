package reading

import (
	"encoding/json"
	"maps"
	"net/netip"
	"slices"
	"strings"
)

// Converted is what istiod sends to ztunnel: policies in the JSON form of istio.security.Authorization, and which of them it
// attached to which workload by selector.
type Converted struct {
	Policies []convertedPolicy `json:"policies"`
	// Workloads are by the keys of Workload.Key.
	Workloads map[string]convertedWorkload `json:"workloads"`
}

type convertedWorkload struct {
	Namespace string `json:"namespace"`
	// AuthorizationPolicies are names of policies, as namespace/name. Those that istiod did not send count for nothing.
	AuthorizationPolicies []string `json:"authorizationPolicies"`
}

type convertedPolicy struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
	// Scope and Action are absent for their zero values, GLOBAL and ALLOW.
	Scope  scope  `json:"scope"`
	Action string `json:"action"`
	DryRun bool   `json:"dryRun"`
	Groups []struct {
		Rules []struct {
			Matches []convertedMatch `json:"matches"`
		} `json:"rules"`
	} `json:"groups"`
}

type convertedMatch struct {
	Namespaces          []stringMatch    `json:"namespaces"`
	NotNamespaces       []stringMatch    `json:"notNamespaces"`
	ServiceAccounts     []accountMatch   `json:"serviceAccounts"`
	NotServiceAccounts  []accountMatch   `json:"notServiceAccounts"`
	Principals          []stringMatch    `json:"principals"`
	NotPrincipals       []stringMatch    `json:"notPrincipals"`
	SourceIPs           []convertedBlock `json:"sourceIps"`
	NotSourceIPs        []convertedBlock `json:"notSourceIps"`
	DestinationIPs      []convertedBlock `json:"destinationIps"`
	NotDestinationIPs   []convertedBlock `json:"notDestinationIps"`
	DestinationPorts    []int            `json:"destinationPorts"`
	NotDestinationPorts []int            `json:"notDestinationPorts"`
}

type stringMatch struct {
	Exact    *string   `json:"exact"`
	Prefix   *string   `json:"prefix"`
	Suffix   *string   `json:"suffix"`
	Presence *struct{} `json:"presence"`
}

type accountMatch struct {
	Namespace      string `json:"namespace"`
	ServiceAccount string `json:"serviceAccount"`
}

type convertedBlock struct {
	Address []byte `json:"address"`
	Length  int    `json:"length"`
}

// LoadConverted reads the JSON form.
func LoadConverted(text []byte) (*Converted, error) {
	var converted Converted
	if err := json.Unmarshal(text, &converted); err != nil {
		return nil, err
	}
	return &converted, nil
}

// Keys lists the workloads that istiod knows.
func (c *Converted) Keys() []string { return slices.Sorted(maps.Keys(c.Workloads)) }

// Decide answers as Mesh.Decide does, except that it knows no rules (istiod leaves some out, so that the rest have other
// numbers) and takes every workload as captured.
func (c *Converted) Decide(conn Connection) Answer {
	conn = conn.normalised()
	w, found := c.Workloads[conn.To]
	if !found {
		return Answer{ID: conn.ID, Verdict: UnknownWorkload}
	}
	var denying, allowing []Match
	applying := 0
	for _, p := range c.Policies {
		if !p.appliesTo(w) {
			continue
		}
		holds := p.holds(conn)
		switch {
		case p.Action == actionDeny && holds:
			denying = append(denying, Match{Policy: p.key()})
		case p.Action == actionDeny:
		default:
			applying++
			if holds {
				allowing = append(allowing, Match{Policy: p.key()})
			}
		}
	}
	switch {
	case len(denying) > 0:
		return Answer{ID: conn.ID, Verdict: Deny, Why: WhyDenied, Matches: sorted(denying)}
	case applying == 0:
		return Answer{ID: conn.ID, Verdict: Allow, Why: WhyNoPolicies}
	case len(allowing) > 0:
		return Answer{ID: conn.ID, Verdict: Allow, Why: WhyAllowed, Matches: sorted(allowing)}
	}
	return Answer{ID: conn.ID, Verdict: Deny, Why: WhyNoAllow}
}

func (p convertedPolicy) key() string { return p.Namespace + "/" + p.Name }

func (p convertedPolicy) appliesTo(w convertedWorkload) bool {
	switch p.Scope {
	case bySelector:
		return slices.Contains(w.AuthorizationPolicies, p.key())
	case ownNamespace:
		return p.Namespace == w.Namespace
	}
	return true
}

// holds: one group matches, of which every list of rules has a match that holds. A list without matches holds.
func (p convertedPolicy) holds(c Connection) bool {
	for _, group := range p.Groups {
		all := true
		for _, list := range group.Rules {
			one := len(list.Matches) == 0
			for _, match := range list.Matches {
				one = one || match.tests().holds(c)
			}
			all = all && one
		}
		if all {
			return true
		}
	}
	return false
}

func (m convertedMatch) tests() alternative {
	return alternative{
		{ofEach(m.Namespaces, stringMatch.ofNamespace), ofEach(m.NotNamespaces, stringMatch.ofNamespace)},
		{ofEach(m.ServiceAccounts, accountMatch.test), ofEach(m.NotServiceAccounts, accountMatch.test)},
		{ofEach(m.Principals, stringMatch.ofPrincipal), ofEach(m.NotPrincipals, stringMatch.ofPrincipal)},
		{ofEach(m.SourceIPs, convertedBlock.ofSource), ofEach(m.NotSourceIPs, convertedBlock.ofSource)},
		{ofEach(m.DestinationIPs, convertedBlock.ofDestination), ofEach(m.NotDestinationIPs, convertedBlock.ofDestination)},
		{ofEach(m.DestinationPorts, ofPort), ofEach(m.NotDestinationPorts, ofPort)},
	}
}

func ofEach[T any](entries []T, read func(T) func(Connection) bool) []func(Connection) bool {
	var tests []func(Connection) bool
	for _, entry := range entries {
		tests = append(tests, read(entry))
	}
	return tests
}

func (s stringMatch) ofNamespace() func(Connection) bool {
	return func(c Connection) bool { return s.matches(c.identity().namespace) }
}

func (s stringMatch) ofPrincipal() func(Connection) bool {
	return func(c Connection) bool { return c.From != "" && s.matches(c.From) }
}

func (s stringMatch) matches(value string) bool {
	switch {
	case s.Exact != nil:
		return value == *s.Exact
	case s.Prefix != nil:
		return strings.HasPrefix(value, *s.Prefix)
	case s.Suffix != nil:
		return strings.HasSuffix(value, *s.Suffix)
	}
	return s.Presence != nil && value != ""
}

func (a accountMatch) test() func(Connection) bool {
	return func(c Connection) bool {
		return c.From != "" && c.identity() == identity{namespace: a.Namespace, serviceAccount: a.ServiceAccount}
	}
}

func (b convertedBlock) ofSource() func(Connection) bool {
	return func(c Connection) bool { return b.contains(c.IP) }
}

func (b convertedBlock) ofDestination() func(Connection) bool {
	return func(c Connection) bool { return b.contains(c.ToIP) }
}

func (b convertedBlock) contains(address string) bool {
	base, ok := netip.AddrFromSlice(b.Address)
	ip, err := netip.ParseAddr(address)
	return ok && err == nil && netip.PrefixFrom(base, b.Length).Contains(ip)
}

func ofPort(number int) func(Connection) bool {
	return func(c Connection) bool { return c.Port == number }
}
