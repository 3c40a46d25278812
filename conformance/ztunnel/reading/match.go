package reading

import (
	"net/netip"
	"strconv"
	"strings"
)

// clause is one list of alternatives in a rule: its `from`, its `to`, or one of its conditions. It holds if one of them does.
type clause []alternative

// alternative holds if it has any test at all, and all of its tests hold: an empty one never matches.
type alternative []test

// test is one field of the policy with its negation: any of the values, and none of the notValues.
type test struct {
	values, notValues []func(Connection) bool
}

func (c clause) holds(conn Connection) bool {
	for _, a := range c {
		if a.holds(conn) {
			return true
		}
	}
	return false
}

func (a alternative) holds(conn Connection) bool {
	empty := true
	for _, t := range a {
		if len(t.values) == 0 && len(t.notValues) == 0 {
			continue
		}
		empty = false
		if len(t.values) > 0 && !oneHolds(t.values, conn) {
			return false
		}
		if oneHolds(t.notValues, conn) {
			return false
		}
	}
	return !empty
}

func oneHolds(tests []func(Connection) bool, conn Connection) bool {
	for _, holds := range tests {
		if holds(conn) {
			return true
		}
	}
	return false
}

// holds tells whether a rule matches: all of its clauses hold. A rule without any matches everything.
func (r rule) holds(conn Connection, policyNamespace string) bool {
	for _, c := range r.clauses(policyNamespace) {
		if !c.holds(conn) {
			return false
		}
	}
	return true
}

func (r rule) clauses(policyNamespace string) []clause {
	var clauses []clause
	if len(r.From) > 0 {
		var sources clause
		for _, from := range r.From {
			sources = append(sources, from.Source.tests(policyNamespace))
		}
		clauses = append(clauses, sources)
	}
	if len(r.To) > 0 {
		var operations clause
		for _, to := range r.To {
			operations = append(operations, to.Operation.tests())
		}
		clauses = append(clauses, operations)
	}
	for _, when := range r.When {
		clauses = append(clauses, clause{when.tests()})
	}
	return clauses
}

func (s *source) tests(policyNamespace string) alternative {
	if s == nil {
		return nil
	}
	account := serviceAccount(policyNamespace)
	return alternative{
		{each(s.Principals, principal), each(s.NotPrincipals, principal)},
		{each(s.Namespaces, namespace), each(s.NotNamespaces, namespace)},
		{each(s.ServiceAccounts, account), each(s.NotServiceAccounts, account)},
		{each(s.IPBlocks, sourceIP), each(s.NotIPBlocks, sourceIP)},
	}
}

func (o *operation) tests() alternative {
	if o == nil {
		return nil
	}
	return alternative{{each(o.Ports, port), each(o.NotPorts, port)}}
}

func (c condition) tests() alternative {
	reads := map[string]func(string) func(Connection) bool{
		"source.ip":        sourceIP,
		"source.namespace": namespace,
		"source.principal": principal,
		"destination.ip":   destinationIP,
		"destination.port": port,
	}
	read, supported := reads[c.Key]
	if !supported {
		return nil
	}
	return alternative{{each(c.Values, read), each(c.NotValues, read)}}
}

// each reads the entries of a list. Those that can't be read (an IP block or a port that does not parse) count as not written.
func each(entries []string, read func(string) func(Connection) bool) []func(Connection) bool {
	var tests []func(Connection) bool
	for _, entry := range entries {
		if holds := read(entry); holds != nil {
			tests = append(tests, holds)
		}
	}
	return tests
}

func principal(pattern string) func(Connection) bool {
	return func(c Connection) bool { return c.From != "" && matches(pattern, c.From) }
}

// namespace compares with the namespace in the caller's identity, which is empty for a caller without.
func namespace(pattern string) func(Connection) bool {
	return func(c Connection) bool { return matches(pattern, c.identity().namespace) }
}

// serviceAccount reads `namespace/name`, or a name in the namespace of the policy. There are no wildcards.
func serviceAccount(policyNamespace string) func(string) func(Connection) bool {
	return func(entry string) func(Connection) bool {
		wantNamespace, wantName, qualified := strings.Cut(entry, "/")
		if !qualified {
			wantNamespace, wantName = policyNamespace, entry
		}
		return func(c Connection) bool {
			id := c.identity()
			return c.From != "" && id.namespace == wantNamespace && id.serviceAccount == wantName
		}
	}
}

func sourceIP(block string) func(Connection) bool {
	return inBlock(block, func(c Connection) string { return c.IP })
}

func destinationIP(block string) func(Connection) bool {
	return inBlock(block, func(c Connection) string { return c.ToIP })
}

func inBlock(block string, address func(Connection) string) func(Connection) bool {
	prefix, err := netip.ParsePrefix(block)
	if !strings.Contains(block, "/") {
		var single netip.Addr
		single, err = netip.ParseAddr(block)
		prefix = netip.PrefixFrom(single, single.BitLen())
	}
	if err != nil {
		return nil
	}
	return func(c Connection) bool {
		ip, err := netip.ParseAddr(address(c))
		return err == nil && prefix.Contains(ip)
	}
}

func port(entry string) func(Connection) bool {
	number, err := strconv.ParseUint(entry, 10, 16)
	if err != nil {
		return nil
	}
	return func(c Connection) bool { return c.Port == int(number) }
}

// matches compares a value with one of Istio's patterns: `*` for anything but nothing, `*suffix`, `prefix*`, or the exact value.
func matches(pattern, value string) bool {
	switch {
	case pattern == "*":
		return value != ""
	case strings.HasPrefix(pattern, "*"):
		return strings.HasSuffix(value, pattern[1:])
	case strings.HasSuffix(pattern, "*"):
		return strings.HasPrefix(value, pattern[:len(pattern)-1])
	}
	return value == pattern
}
