package crosscheck

import (
	"math/rand/v2"
	"net/netip"
	"strconv"
	"strings"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/ztunnel/reading"
)

// Words are the values that the policies of a mesh name, by what they are compared with.
type Words struct {
	identities, namespaces, accounts, addresses, ports []string
}

// WordsOf collects the values of all policies.
func WordsOf(objects []*manifest.Object) Words {
	var words Words
	for _, o := range objects {
		if o.GroupVersionKind().Group == "security.istio.io" {
			words.collect("", o.Object["spec"])
		}
	}
	return words
}

func (w *Words) collect(field string, value any) {
	switch v := value.(type) {
	case map[string]any:
		if key, ok := v["key"].(string); ok {
			w.collect(key, v["values"])
			w.collect(key, v["notValues"])
			return
		}
		for name, inner := range v {
			if field == "portLevelMtls" {
				w.ports = append(w.ports, name)
			}
			w.collect(name, inner)
		}
	case []any:
		for _, inner := range v {
			w.collect(field, inner)
		}
	case string:
		w.add(field, v)
	}
}

func (w *Words) add(field, value string) {
	switch field {
	case "principals", "notPrincipals", "source.principal":
		w.identities = append(w.identities, value)
	case "namespaces", "notNamespaces", "source.namespace":
		w.namespaces = append(w.namespaces, value)
	case "serviceAccounts", "notServiceAccounts":
		w.accounts = append(w.accounts, value)
	case "ipBlocks", "notIpBlocks", "source.ip", "destination.ip":
		w.addresses = append(w.addresses, value)
	case "ports", "notPorts", "destination.port":
		w.ports = append(w.ports, value)
	}
}

func (w Words) connection(random *rand.Rand, to string) reading.Connection {
	return reading.Connection{
		To: to, Port: w.port(random), From: w.identity(random), IP: w.address(random), ToIP: w.address(random),
	}
}

// identity is one that a policy names, or one made of the namespaces and accounts that they name, or none. A star stands for
// some text.
func (w Words) identity(random *rand.Rand) string {
	switch random.IntN(5) {
	case 0:
		return ""
	case 1:
		return strings.ReplaceAll(pick(random, w.identities, "cluster.local/ns/default/sa/default"), "*", pick(random, nil, "", "x", "cluster.local/ns/"))
	}
	namespace := strings.ReplaceAll(pick(random, w.namespaces, "ns1", "ns2", "default"), "*", pick(random, nil, "", "x"))
	account := pick(random, w.accounts, "default", "web")
	if before, after, qualified := strings.Cut(account, "/"); qualified {
		namespace, account = pick(random, nil, before, namespace), after
	}
	return "cluster.local/ns/" + namespace + "/sa/" + account
}

// address is one inside a block that a policy names, or just outside of it.
func (w Words) address(random *rand.Rand) string {
	block := pick(random, w.addresses, "10.244.0.1", "192.0.2.1", "2001:db8::1")
	text, _, _ := strings.Cut(block, "/")
	address, err := netip.ParseAddr(text)
	if err != nil {
		return "10.0.0.1"
	}
	switch random.IntN(4) {
	case 0:
		return address.Next().String()
	case 1:
		return address.Prev().String()
	}
	return address.String()
}

func (w Words) port(random *rand.Rand) int {
	number, err := strconv.Atoi(pick(random, w.ports, "80", "8080"))
	if err != nil {
		return 80
	}
	return number + pick(random, nil, 0, 0, 0, 1)
}

// pick chooses among what the policies name and what they might.
func pick[T any](random *rand.Rand, words []T, more ...T) T {
	i := random.IntN(len(words) + len(more))
	if i < len(words) {
		return words[i]
	}
	return more[i-len(words)]
}
