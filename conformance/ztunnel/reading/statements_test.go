package reading

var l7AtZtunnel = []statement{
	{"ALLOW: a rule with anything of L7 is dropped", []string{`{rules: [{to: [{operation: {ports: ["8080"], methods: [GET]}}]}]}`}, nil, "deny no-allow-policy-matches"},
	{"ALLOW: hosts are L7", []string{`{rules: [{to: [{operation: {hosts: [a]}}]}]}`}, nil, "deny no-allow-policy-matches"},
	{"ALLOW: notPaths are L7", []string{`{rules: [{to: [{operation: {notPaths: [/x], ports: ["8080"]}}]}]}`}, nil, "deny no-allow-policy-matches"},
	{"ALLOW: requestPrincipals are L7", []string{`{rules: [{from: [{source: {requestPrincipals: ["*"], namespaces: [client]}}]}]}`}, nil, "deny no-allow-policy-matches"},
	{"ALLOW: remoteIpBlocks are L7", []string{`{rules: [{from: [{source: {remoteIpBlocks: [10.0.0.0/8]}}]}]}`}, nil, "deny no-allow-policy-matches"},
	{"ALLOW: another condition is L7", []string{`{rules: [{when: [{key: source.serviceAccount, values: [client/alice]}]}]}`}, nil, "deny no-allow-policy-matches"},
	{"ALLOW: the other rules stay", []string{`{rules: [{to: [{operation: {methods: [GET]}}]}, {from: [{source: {namespaces: [client]}}]}]}`}, nil, "allow allowed-by-policy shop/a#1"},
	{"ALLOW: no rule left allows nothing", []string{`{rules: [{to: [{operation: {methods: [GET]}}]}]}`}, nil, "deny no-allow-policy-matches"},
	{"DENY: only L7 in to has no effect, whatever from says", []string{`{action: DENY, rules: [{from: [{source: {namespaces: [client]}}], to: [{operation: {methods: [GET]}}]}]}`}, nil, "allow no-allow-policies"},
	{"DENY: a condition of L7 has no effect", []string{`{action: DENY, rules: [{from: [{source: {namespaces: [client]}}], when: [{key: "request.headers[x]", values: [blue]}]}]}`}, nil, "allow no-allow-policies"},
	{"DENY: ports and methods in one operation deny all methods", []string{`{action: DENY, rules: [{to: [{operation: {ports: ["8080"], methods: [DELETE]}}]}]}`}, nil, "deny denied-by-policy shop/a#0"},
	{"DENY: of several operations the L4 one counts", []string{`{action: DENY, rules: [{to: [{operation: {methods: [GET]}}, {operation: {ports: ["8080"]}}]}]}`}, nil, "deny denied-by-policy shop/a#0"},
	{"DENY: L7 in a source is left out of it", []string{`{action: DENY, rules: [{from: [{source: {namespaces: [client], requestPrincipals: [nobody]}}]}]}`}, nil, "deny denied-by-policy shop/a#0"},
}

var evaluation = []statement{
	{"ALLOW without rules allows nothing", []string{`{}`}, nil, "deny no-allow-policy-matches"},
	{"ALLOW with an empty list of rules allows nothing", []string{`{rules: []}`}, nil, "deny no-allow-policy-matches"},
	{"DENY without rules denies nothing", []string{`{action: DENY}`}, nil, "allow no-allow-policies"},
	{"the rule {} matches all", []string{`{rules: [{}]}`}, nil, "allow allowed-by-policy shop/a#0"},
	{"DENY comes before ALLOW", []string{`{rules: [{}]}`, `{action: DENY, rules: [{}]}`}, nil, "deny denied-by-policy shop/b#0"},
	{"one ALLOW that matches is enough", []string{`{rules: [{}]}`, `{}`}, nil, "allow allowed-by-policy shop/a#0"},
	{"a DENY that does not match needs no ALLOW", []string{`{action: DENY, rules: [{to: [{operation: {ports: ["1"]}}]}]}`}, nil, "allow no-allow-policies"},
	{"all policies that match are named", []string{`{action: DENY, rules: [{}]}`, `{action: DENY, rules: [{}]}`}, nil, "deny denied-by-policy shop/a#0 shop/b#0"},
}

var patterns = []statement{
	{"a prefix", []string{`{action: DENY, rules: [{from: [{source: {principals: ["cluster.local/ns/client/*"]}}]}]}`}, nil, "deny denied-by-policy shop/a#0"},
	{"a suffix", []string{`{action: DENY, rules: [{from: [{source: {principals: ["*/sa/alice"]}}]}]}`}, nil, "deny denied-by-policy shop/a#0"},
	{"a star on both sides is a suffix that ends with a star", []string{`{action: DENY, rules: [{from: [{source: {principals: ["*client*"]}}]}]}`}, nil, "allow no-allow-policies"},
	{"a star in the middle is just a character", []string{`{action: DENY, rules: [{from: [{source: {namespaces: ["c*t"]}}]}]}`}, nil, "allow no-allow-policies"},
	{"case matters", []string{`{action: DENY, rules: [{from: [{source: {namespaces: [Client]}}]}]}`}, nil, "allow no-allow-policies"},
}

func peer(head, spec string) string {
	return "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: " + head + "\nspec: " + spec
}

const (
	meshStrict = "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\n" +
		"metadata: {name: default, namespace: istio-system}\nspec: {mtls: {mode: STRICT}}"
	strictDenies = "deny denied-by-policy istio-system/istio_converted_static_strict"
)

var peers = []statement{
	{"STRICT of the mesh refuses a peer without identity", []string{meshStrict}, anonymous, strictDenies},
	{"STRICT lets a peer with identity pass", []string{meshStrict}, nil, "allow no-allow-policies"},
	{"the namespace beats the mesh", []string{meshStrict, peer(`{name: p, namespace: shop}`, `{mtls: {mode: PERMISSIVE}}`)}, anonymous, "allow no-allow-policies"},
	{"a namespace without mode inherits", []string{meshStrict, peer(`{name: p, namespace: shop}`, `{}`)}, anonymous, strictDenies},
	{"the workload beats the namespace", []string{
		peer(`{name: p, namespace: shop}`, `{mtls: {mode: STRICT}}`),
		peer(`{name: q, namespace: shop}`, `{selector: {matchLabels: {app: web}}, mtls: {mode: DISABLE}}`),
	}, anonymous, "allow no-allow-policies"},
	{"a selector in the root namespace selects nothing", []string{
		peer(`{name: p, namespace: istio-system}`, `{selector: {matchLabels: {app: web}}, mtls: {mode: STRICT}}`),
	}, anonymous, "allow no-allow-policies"},
	{"the oldest of a level wins", []string{
		peer(`{name: p, namespace: shop, creationTimestamp: "2024-01-02T00:00:00Z"}`, `{mtls: {mode: PERMISSIVE}}`),
		peer(`{name: q, namespace: shop, creationTimestamp: "2024-01-01T00:00:00Z"}`, `{mtls: {mode: STRICT}}`),
	}, anonymous, strictDenies},
	{"port-level modes need a selector", []string{peer(`{name: p, namespace: shop}`, `{portLevelMtls: {8080: {mode: STRICT}}}`)}, anonymous, "allow no-allow-policies"},
	{"a port-level STRICT refuses on its port", []string{
		peer(`{name: p, namespace: shop}`, `{selector: {matchLabels: {app: web}}, mtls: {mode: PERMISSIVE}, portLevelMtls: {8080: {mode: STRICT}}}`),
	}, anonymous, "deny denied-by-policy shop/converted_peer_authentication_p"},
	{"a port-level PERMISSIVE exempts its port", []string{
		peer(`{name: p, namespace: shop}`, `{selector: {matchLabels: {app: web}}, mtls: {mode: STRICT}, portLevelMtls: {8080: {mode: PERMISSIVE}}}`),
	}, anonymous, "allow no-allow-policies"},
	{"the other ports stay STRICT", []string{
		peer(`{name: p, namespace: shop}`, `{selector: {matchLabels: {app: web}}, mtls: {mode: STRICT}, portLevelMtls: {9090: {mode: DISABLE}}}`),
	}, anonymous, "deny denied-by-policy shop/converted_peer_authentication_p"},
	{"of two port-level policies only the oldest counts", []string{
		peer(`{name: p, namespace: shop, creationTimestamp: "2024-01-02T00:00:00Z"}`, `{selector: {matchLabels: {app: web}}, portLevelMtls: {8080: {mode: STRICT}}}`),
		peer(`{name: q, namespace: shop, creationTimestamp: "2024-01-01T00:00:00Z"}`, `{selector: {matchLabels: {app: web}}, portLevelMtls: {9090: {mode: STRICT}}}`),
	}, anonymous, "allow no-allow-policies"},
	{"a workload without labels is selected by no PeerAuthentication", []string{
		"apiVersion: v1\nkind: Pod\nmetadata: {name: bare, namespace: shop}",
		peer(`{name: p, namespace: shop}`, `{selector: {matchLabels: {app: web}}, mtls: {mode: STRICT}}`),
	}, func(c *Connection) { c.To, c.From = "Pod/shop/bare", "" }, "allow no-allow-policies"},
	{"a port exempted from an inherited STRICT", []string{
		meshStrict,
		peer(`{name: p, namespace: shop}`, `{selector: {matchLabels: {app: web}}, portLevelMtls: {8080: {mode: PERMISSIVE}}}`),
	}, anonymous, "allow no-allow-policies"},
	{"a port-level DISABLE does not exempt from an inherited STRICT", []string{
		meshStrict,
		peer(`{name: p, namespace: shop}`, `{selector: {matchLabels: {app: web}}, portLevelMtls: {8080: {mode: DISABLE}}}`),
	}, anonymous, strictDenies},
	{"a port-level STRICT is lost in a STRICT mesh if the workload is PERMISSIVE", []string{
		meshStrict,
		peer(`{name: p, namespace: shop}`, `{selector: {matchLabels: {app: web}}, mtls: {mode: PERMISSIVE}, portLevelMtls: {8080: {mode: STRICT}}}`),
	}, anonymous, "allow no-allow-policies"},
	{"a port-level PERMISSIVE opens all ports under a namespace policy without mode in a STRICT mesh", []string{
		meshStrict,
		peer(`{name: open, namespace: shop}`, `{}`),
		peer(`{name: p, namespace: shop}`, `{selector: {matchLabels: {app: web}}, portLevelMtls: {9090: {mode: PERMISSIVE}}}`),
	}, anonymous, "allow no-allow-policies"},
}
