package reading

import (
	"strings"
	"testing"
)

// base is the mesh of the statements: an ambient namespace `shop` with one pod, and a caller in `client`.
const base = `
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio.io/dataplane-mode: ambient}}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
`

var caller = Connection{
	To: "Pod/shop/web", Port: 8080, From: "cluster.local/ns/client/sa/alice", IP: "10.8.1.2", ToIP: "10.244.0.7",
}

// statement is one sentence of the facts pages, with what makes it visible.
type statement struct {
	says string
	// policies are specs of AuthorizationPolicies in namespace shop, or whole documents if they name their kind.
	policies []string
	// change alters the caller's connection.
	change func(*Connection)
	// expect is the verdict, then the reason, then the policies that matched.
	expect string
}

func TestStatements(t *testing.T) {
	for _, group := range [][]statement{scopes, fields, l7AtZtunnel, evaluation, patterns, peers} {
		for _, s := range group {
			t.Run(s.says, func(t *testing.T) { checkStatement(t, s) })
		}
	}
}

func checkStatement(t *testing.T, s statement) {
	t.Helper()
	mesh := meshOf(t, s.policies)
	conn := caller
	if s.change != nil {
		s.change(&conn)
	}
	if got := summary(mesh.Decide(conn)); got != s.expect {
		t.Errorf("got %q, expected %q", got, s.expect)
	}
}

func meshOf(t *testing.T, policies []string) *Mesh {
	t.Helper()
	text := base
	for i, policy := range policies {
		if !strings.Contains(policy, "kind:") {
			name := string(rune('a' + i))
			policy = "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\n" +
				"metadata: {name: " + name + ", namespace: shop}\nspec: " + policy
		}
		text += "---\n" + policy + "\n"
	}
	mesh, problems := Load(text, "istio-system")
	for _, p := range problems {
		t.Fatal(p)
	}
	return mesh
}

func summary(a Answer) string {
	words := []string{a.Verdict}
	if a.Why != "" {
		words = append(words, a.Why)
	}
	for _, m := range a.Matches {
		text := m.Policy
		if m.Rule != nil {
			text += "#" + string(rune('0'+*m.Rule))
		}
		words = append(words, text)
	}
	return strings.Join(words, " ")
}

func authorization(head, spec string) string {
	return "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: " + head + "\nspec: " + spec
}

var scopes = []statement{
	{
		says:     "no policy at all: allowed",
		expect:   "allow no-allow-policies",
		policies: nil,
	},
	{
		says:     "without selector: the namespace",
		policies: []string{`{action: DENY, rules: [{}]}`},
		expect:   "deny denied-by-policy shop/a#0",
	},
	{
		says:     "without selector in another namespace: not here",
		policies: []string{authorization(`{name: a, namespace: other}`, `{action: DENY, rules: [{}]}`)},
		expect:   "allow no-allow-policies",
	},
	{
		says:     "without selector in the root namespace: the mesh",
		policies: []string{authorization(`{name: a, namespace: istio-system}`, `{action: DENY, rules: [{}]}`)},
		expect:   "deny denied-by-policy istio-system/a#0",
	},
	{
		says:     "selector: the workloads that it matches",
		policies: []string{`{action: DENY, selector: {matchLabels: {app: web}}, rules: [{}]}`},
		expect:   "deny denied-by-policy shop/a#0",
	},
	{
		says:     "selector that does not match: nothing",
		policies: []string{`{action: DENY, selector: {matchLabels: {app: web, tier: front}}, rules: [{}]}`},
		expect:   "allow no-allow-policies",
	},
	{
		says:     "selector in the root namespace: workloads of all namespaces",
		policies: []string{authorization(`{name: a, namespace: istio-system}`, `{action: DENY, selector: {matchLabels: {app: web}}, rules: [{}]}`)},
		expect:   "deny denied-by-policy istio-system/a#0",
	},
	{
		says:     "selector without labels: no workload",
		policies: []string{`{action: DENY, selector: {}, rules: [{}]}`},
		expect:   "allow no-allow-policies",
	},
	{
		says: "a workload without labels is selected by every selector",
		policies: []string{
			"apiVersion: v1\nkind: Pod\nmetadata: {name: bare, namespace: shop}",
			`{action: DENY, selector: {matchLabels: {app: web}}, rules: [{}]}`,
		},
		change: func(c *Connection) { c.To = "Pod/shop/bare" },
		expect: "deny denied-by-policy shop/b#0",
	},
	{
		says:     "targetRefs: not sent to ztunnel",
		policies: []string{`{action: DENY, targetRefs: [{kind: Service, name: web}], rules: [{}]}`, `{action: DENY, targetRef: {kind: Gateway, name: wp}, rules: [{}]}`},
		expect:   "allow no-allow-policies",
	},
	{
		says:     "CUSTOM and AUDIT: not enforced",
		policies: []string{`{action: CUSTOM, rules: [{}]}`, `{action: AUDIT, rules: [{}]}`},
		expect:   "allow no-allow-policies",
	},
	{
		says:     "dry run: not sent to ztunnel",
		policies: []string{authorization(`{name: a, namespace: shop, annotations: {istio.io/dry-run: "t"}}`, `{action: DENY, rules: [{}]}`)},
		expect:   "allow no-allow-policies",
	},
	{
		says:     "a dry-run annotation that is not a boolean: enforced",
		policies: []string{authorization(`{name: a, namespace: shop, annotations: {istio.io/dry-run: "maybe"}}`, `{action: DENY, rules: [{}]}`)},
		expect:   "deny denied-by-policy shop/a#0",
	},
	{
		says:     "another revision: left out",
		policies: []string{authorization(`{name: a, namespace: shop, labels: {istio.io/rev: canary}}`, `{action: DENY, rules: [{}]}`)},
		expect:   "allow no-allow-policies",
	},
	{
		says: "a pod that is not captured has no ztunnel",
		policies: []string{
			"apiVersion: v1\nkind: Pod\nmetadata: {name: out, namespace: shop, labels: {istio.io/dataplane-mode: none}}",
			`{action: DENY, rules: [{}]}`,
		},
		change: func(c *Connection) { c.To = "Pod/shop/out" },
		expect: "not-captured",
	},
	{
		says: "a pod on the host's network has no ztunnel",
		policies: []string{
			"apiVersion: v1\nkind: Pod\nmetadata: {name: out, namespace: shop, labels: {istio.io/dataplane-mode: ambient}}\nspec: {hostNetwork: true}",
		},
		change: func(c *Connection) { c.To = "Pod/shop/out" },
		expect: "not-captured",
	},
	{
		says: "a pod's own label captures it",
		policies: []string{
			"apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: in, namespace: other}\nspec: {template: {metadata: {labels: {istio.io/dataplane-mode: ambient}}}}",
		},
		change: func(c *Connection) { c.To = "Pod/other/in-0" },
		expect: "allow no-allow-policies",
	},
	{
		says: "an endpoint of a ServiceEntry is selected by the labels of the ServiceEntry",
		policies: []string{
			"apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: ext, namespace: shop, labels: {app: ext}}\n" +
				"spec: {hosts: [ext.example], endpoints: [{address: 192.0.2.1, labels: {app: vm}}]}",
			`{action: DENY, selector: {matchLabels: {app: ext}}, rules: [{}]}`,
		},
		change: func(c *Connection) { c.To = "ServiceEntry/shop/ext/192.0.2.1" },
		expect: "deny denied-by-policy shop/b#0",
	},
	{
		says:     "an unknown workload is said to be one",
		policies: nil,
		change:   func(c *Connection) { c.To = "Pod/shop/nobody" },
		expect:   "unknown-workload",
	},
}

var fields = []statement{
	{"principals", []string{`{action: DENY, rules: [{from: [{source: {principals: [cluster.local/ns/client/sa/alice]}}]}]}`}, nil, "deny denied-by-policy shop/a#0"},
	{"principals are compared without spiffe://", []string{`{action: DENY, rules: [{from: [{source: {principals: ["spiffe://cluster.local/ns/client/sa/alice"]}}]}]}`}, nil, "allow no-allow-policies"},
	{"principals: nobody without identity, not even for *", []string{`{rules: [{from: [{source: {principals: ["*"]}}]}]}`}, anonymous, "deny no-allow-policy-matches"},
	{"notPrincipals: everybody else, also without identity", []string{`{rules: [{from: [{source: {notPrincipals: ["*"]}}]}]}`}, anonymous, "allow allowed-by-policy shop/a#0"},
	{"namespaces", []string{`{action: DENY, rules: [{from: [{source: {namespaces: [client]}}]}]}`}, nil, "deny denied-by-policy shop/a#0"},
	{"namespaces: none without identity", []string{`{action: DENY, rules: [{from: [{source: {namespaces: ["*", client]}}]}]}`}, anonymous, "allow no-allow-policies"},
	{"notNamespaces", []string{`{action: DENY, rules: [{from: [{source: {notNamespaces: [client]}}]}]}`}, nil, "allow no-allow-policies"},
	{"serviceAccounts with namespace", []string{`{action: DENY, rules: [{from: [{source: {serviceAccounts: [client/alice]}}]}]}`}, nil, "deny denied-by-policy shop/a#0"},
	{"serviceAccounts without: those of the policy's namespace", []string{`{action: DENY, rules: [{from: [{source: {serviceAccounts: [alice]}}]}]}`}, nil, "allow no-allow-policies"},
	{"serviceAccounts have no wildcards", []string{`{action: DENY, rules: [{from: [{source: {serviceAccounts: ["client/*"]}}]}]}`}, nil, "allow no-allow-policies"},
	{"notServiceAccounts", []string{`{action: DENY, rules: [{from: [{source: {notServiceAccounts: [client/bob]}}]}]}`}, nil, "deny denied-by-policy shop/a#0"},
	{"ipBlocks: an address", []string{`{action: DENY, rules: [{from: [{source: {ipBlocks: [10.8.1.2]}}]}]}`}, nil, "deny denied-by-policy shop/a#0"},
	{"ipBlocks: a range, whatever its host bits", []string{`{action: DENY, rules: [{from: [{source: {ipBlocks: [10.8.1.99/24]}}]}]}`}, nil, "deny denied-by-policy shop/a#0"},
	{"notIpBlocks", []string{`{action: DENY, rules: [{from: [{source: {notIpBlocks: [10.8.0.0/16]}}]}]}`}, nil, "allow no-allow-policies"},
	{"ports: the workload's", []string{`{action: DENY, rules: [{to: [{operation: {ports: ["8080"]}}]}]}`}, nil, "deny denied-by-policy shop/a#0"},
	{"notPorts", []string{`{action: DENY, rules: [{to: [{operation: {notPorts: ["8080"]}}]}]}`}, nil, "allow no-allow-policies"},
	{"when source.ip", []string{`{action: DENY, rules: [{when: [{key: source.ip, values: [10.8.0.0/16], notValues: [10.8.2.0/24]}]}]}`}, nil, "deny denied-by-policy shop/a#0"},
	{"when source.namespace", []string{`{action: DENY, rules: [{when: [{key: source.namespace, values: [client]}]}]}`}, nil, "deny denied-by-policy shop/a#0"},
	{"when source.principal", []string{`{action: DENY, rules: [{when: [{key: source.principal, values: ["*/alice"]}]}]}`}, nil, "deny denied-by-policy shop/a#0"},
	{"when destination.ip", []string{`{action: DENY, rules: [{when: [{key: destination.ip, values: [10.244.0.0/16]}]}]}`}, nil, "deny denied-by-policy shop/a#0"},
	{"when destination.port", []string{`{action: DENY, rules: [{when: [{key: destination.port, notValues: ["8080"]}]}]}`}, nil, "allow no-allow-policies"},
	{"a block or port that does not parse counts as not written", []string{`{action: DENY, rules: [{to: [{operation: {ports: ["http"], notPorts: ["1"]}}]}]}`}, nil, "deny denied-by-policy shop/a#0"},
	{"fields of one source are ANDed", []string{`{action: DENY, rules: [{from: [{source: {namespaces: [client], ipBlocks: [192.0.2.0/24]}}]}]}`}, nil, "allow no-allow-policies"},
	{"sources are ORed", []string{`{action: DENY, rules: [{from: [{source: {namespaces: [other]}}, {source: {namespaces: [client]}}]}]}`}, nil, "deny denied-by-policy shop/a#0"},
	{"from, to and each condition are ANDed", []string{`{action: DENY, rules: [{from: [{source: {namespaces: [client]}}], to: [{operation: {ports: ["9090"]}}]}]}`}, nil, "allow no-allow-policies"},
	{"rules are ORed", []string{`{action: DENY, rules: [{to: [{operation: {ports: ["1"]}}]}, {to: [{operation: {ports: ["8080"]}}]}]}`}, nil, "deny denied-by-policy shop/a#1"},
	{"an empty source never matches", []string{`{action: DENY, rules: [{from: [{source: {}}]}]}`}, nil, "allow no-allow-policies"},
	{"an empty operation never matches", []string{`{action: DENY, rules: [{to: [{operation: {}}]}]}`}, nil, "allow no-allow-policies"},
	{"trustDomains are not read: alone, the source is empty", []string{`{action: DENY, rules: [{from: [{source: {trustDomains: [cluster.local]}}]}]}`}, nil, "allow no-allow-policies"},
	{"trustDomains are not read: alone, ALLOW never matches", []string{`{rules: [{from: [{source: {trustDomains: [cluster.local]}}]}]}`}, nil, "deny no-allow-policy-matches"},
	{"trustDomains are not read: with others, ignored", []string{`{action: DENY, rules: [{from: [{source: {trustDomains: [elsewhere], namespaces: [client]}}]}]}`}, nil, "deny denied-by-policy shop/a#0"},
}

func anonymous(c *Connection) { c.From = "" }
