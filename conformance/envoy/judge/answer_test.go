package judge

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/backend"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/question"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/surgery"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/wire"
)

const (
	web     = "inbound-vip|80|http|web.shop.svc.cluster.local"
	webV1   = "inbound-vip|80|http/v1|web.shop.svc.cluster.local"
	other   = "outbound|8080|v2|other.far.svc.cluster.local"
	webTCP  = "inbound-vip|9000|tcp|web.shop.svc.cluster.local"
	apRule1 = "ns[shop]-policy[ap]-rule[1]"
)

var tables = &surgery.Waypoint{Tables: surgery.Tables{
	Routes: map[string]surgery.Route{
		"c#0": {Name: "default"},
		"c#1": {Name: "shop.web.2", Config: "/virtual-service/shop~web", Position: 1},
		"c#2": {Name: "v", Position: 2, Redirects: true},
		"c#3": {Name: "v", Position: 3, Weights: []surgery.WeightedCluster{{Cluster: web, Weight: 1}, {Cluster: other, Weight: 2}}},
		"c#4": {Name: "v", Position: 4, Weights: []surgery.WeightedCluster{{Cluster: web, Weight: 1}, {Cluster: web, Weight: 2}}},
	},
	TCPWeights: map[string][]surgery.WeightedCluster{"t2": {{Cluster: webTCP, Weight: 1}, {Cluster: other, Weight: 1}}},
}}

// seen is an observation of a request over HTTP.
func seen(status int, entry surgery.Entry, header ...string) observation {
	entry.Kind, entry.Code = surgery.KindHTTP, status
	response := &wire.Response{Status: status, Header: http.Header{}}
	for i := 0; i < len(header); i += 2 {
		response.Header.Add(header[i], header[i+1])
	}
	return observation{response: response, entries: []surgery.Entry{{Kind: surgery.KindListener}, entry}}
}

func seenTCP(answered bool, entry surgery.Entry) observation {
	entry.Kind = surgery.KindTCP
	return observation{sent: question.Request{Proto: question.TCP}, answered: answered, entries: []surgery.Entry{entry, {Kind: surgery.KindListener}}}
}

func TestAnswerOf(t *testing.T) {
	for name, test := range map[string]struct {
		seen observation
		want string
	}{
		"certificate refused": {observation{refused: true}, `"result":"tls-refused"`},
		"no chain":            {observation{entries: []surgery.Entry{{Kind: surgery.KindListener, Details: noChain}}}, `"result":"reset","why":"closed"`},
		"denied": {
			seen(403, surgery.Entry{Details: "rbac_access_denied_matched_policy[" + apRule1 + "]"}),
			`"result":"403","why":"policy","decided":{"action":"DENY","policy":"shop/ap","rule":1}`,
		},
		"denied by a broken provider": {
			seen(403, surgery.Entry{Details: "rbac_access_denied_matched_policy[istio-ext-authz-my-provider-" + apRule1 + "-deny-due-to-bad-CUSTOM-action]"}),
			`"result":"403","why":"policy","decided":{"action":"CUSTOM","policy":"shop/ap","rule":1}`,
		},
		"not allowed": {seen(403, surgery.Entry{Details: "rbac_access_denied_matched_policy[none]"}), `"result":"403","why":"no-allow"`},
		"gRPC refused": {
			seen(200, surgery.Entry{Details: "rbac_access_denied_matched_policy[none]"}, "grpc-status", "7"),
			`"result":"200","why":"no-allow","grpcStatus":7`,
		},
		"dry run": {
			seen(403, surgery.Entry{Details: "rbac_access_denied_matched_policy[none]", HTTPPolicies: map[string]any{
				"istio_dry_run_allow_shadow_engine_result": "denied", "istio_dry_run_deny_shadow_engine_result": "denied",
				"istio_dry_run_deny_shadow_effective_policy_id": apRule1,
			}}),
			`"result":"403","why":"no-allow","dryRun":{"allow":"denied","deny":"denied","denyPolicy":{"action":"DENY","policy":"shop/ap","rule":1}}`,
		},
		"token refused": {
			seen(401, surgery.Entry{Details: "jwt_authn_access_denied{Jwt_is_expired}"}, "www-authenticate", "Bearer"),
			`"result":"401","why":"jwt","reason":"Jwt_is_expired"`,
		},
		"no route": {seen(404, surgery.Entry{Details: "route_not_found"}), `"result":"404","why":"no-route"`},
		"no endpoint": {
			seen(503, surgery.Entry{Details: "no_healthy_upstream", Route: "c#1", Cluster: webV1}),
			`"result":"503","why":"no-endpoint","route":{"route":"shop/web","rule":2,"position":1},"backend":{"service":"web.shop.svc.cluster.local","port":80,"subset":"v1"}`,
		},
		"no cluster": {
			seen(503, surgery.Entry{Details: "cluster_not_found", Route: "c#1"}),
			`"result":"503","why":"no-cluster","route":{"route":"shop/web","rule":2,"position":1}`,
		},
		"redirect": {
			seen(302, surgery.Entry{Details: "direct_response", Route: "c#2"}, "location", "http://x/"),
			`"result":"302","why":"redirect","route":{"name":"v","position":2},"location":"http://x/"`,
		},
		"weighted": {
			seen(200, surgery.Entry{Details: "via_upstream", Route: "c#3", Cluster: other}, "x-set", "1"),
			`"result":"weighted","why":"weighted","route":{"name":"v","position":3},"weights":[` +
				`{"service":"other.far.svc.cluster.local","port":8080,"subset":"v2","weight":2},{"service":"web.shop.svc.cluster.local","port":80,"weight":1}]`,
		},
		"one backend twice": {
			seen(503, surgery.Entry{Details: "no_healthy_upstream", Route: "c#4", Cluster: web}, "x-set", "1", "server", "istio-envoy"),
			`"result":"503","why":"no-endpoint","route":{"name":"v","position":4},"weights":[{"service":"web.shop.svc.cluster.local","port":80,"weight":3}],` +
				`"backend":{"service":"web.shop.svc.cluster.local","port":80},"responseHeaders":{"x-set":"1"}`,
		},
		"codec": {seen(400, surgery.Entry{Details: "http1.codec_error"}), `"result":"400","why":"bad-request"`},
		"TCP passed": {
			seenTCP(true, surgery.Entry{Chain: "t", Cluster: webTCP}),
			`"result":"accepted","why":"upstream","backend":{"service":"web.shop.svc.cluster.local","port":9000}`,
		},
		"TCP pod": {seenTCP(true, surgery.Entry{Cluster: "encap"}), `"result":"accepted","why":"upstream","backend":{"cluster":"encap"}`},
		"TCP denied": {
			seenTCP(false, surgery.Entry{Termination: "rbac_access_denied_matched_policy[" + apRule1 + "]"}),
			`"result":"reset","why":"policy","decided":{"action":"DENY","policy":"shop/ap","rule":1}`,
		},
		"TCP without endpoint": {
			seenTCP(false, surgery.Entry{Flags: "UH", Cluster: webTCP}),
			`"result":"reset","why":"no-endpoint","backend":{"service":"web.shop.svc.cluster.local","port":9000}`,
		},
		"TCP without cluster": {seenTCP(false, surgery.Entry{Flags: "NC"}), `"result":"reset","why":"no-cluster"`},
		"TCP weighted": {
			seenTCP(true, surgery.Entry{Chain: "t2", Cluster: other}),
			`"result":"weighted","why":"weighted","weights":[{"service":"other.far.svc.cluster.local","port":8080,"subset":"v2","weight":1},` +
				`{"service":"web.shop.svc.cluster.local","port":9000,"weight":1}]`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			answer, err := answerOf("shop/waypoint", tables, question.Request{}, &test.seen)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := asJSON(answer), `{"reached":true,"waypoint":"shop/waypoint",`+test.want+`}`; got != want {
				t.Errorf("got\n%s\nexpected\n%s", got, want)
			}
		})
	}
}

func TestUnknownWordsAreAnError(t *testing.T) {
	for name, seen := range map[string]observation{
		"details": seen(503, surgery.Entry{Details: "something_new", Route: "c#0"}),
		"rule":    seen(403, surgery.Entry{Details: "rbac_access_denied_matched_policy[mine]"}),
		"silence": {entries: []surgery.Entry{{Kind: surgery.KindHTTP}}},
	} {
		if answer, err := answerOf("shop/waypoint", tables, question.Request{}, &seen); err == nil {
			t.Errorf("%s: got %s", name, asJSON(answer))
		}
	}
}

func TestWhatTheBackendSaw(t *testing.T) {
	report, err := json.Marshal(backend.Seen{Host: "web", Path: "/n?t=TKN", Headers: map[string][]string{
		"x-team": {"red", "added"}, "authorization": {"Bearer TKN"}, "x-request-id": {"1"}, "x-same": {"1"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	s := seen(200, surgery.Entry{
		Details: "via_upstream", Route: "c#0", Cluster: web,
		HTTPPolicies: map[string]any{"allow_enforced_effective_policy_id": apRule1},
	}, backend.ReportHeader, encode(report))
	s.token = "TKN"
	s.sent = question.Request{Headers: question.Headers{
		{Name: "X-Team", Value: "red"}, {Name: "x-gone", Value: "1"}, {Name: "X-Same", Value: "1"}, {Name: "authorization", Value: "Bearer TKN"},
	}}
	answer, err := answerOf("shop/waypoint", tables, question.Request{Path: "/o", JWT: &question.Token{}}, &s)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"reached":true,"waypoint":"shop/waypoint","result":"200","why":"upstream","allowedBy":{"action":"ALLOW","policy":"shop/ap","rule":1},` +
		`"route":{"name":"default","position":0},"backend":{"service":"web.shop.svc.cluster.local","port":80},"host":"web","path":"/n?t=TOKEN",` +
		`"headersSet":{"x-team":["red","added"]},"headersRemoved":["x-gone"],"tokenForwarded":true}`
	if got := asJSON(answer); got != want {
		t.Errorf("got\n%s\nexpected\n%s", got, want)
	}
}
