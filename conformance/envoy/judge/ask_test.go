package judge

import (
	"encoding/base64"
	"fmt"
	"net/netip"
	"testing"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/question"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/surgery"
)

func encode(text []byte) string { return base64.StdEncoding.EncodeToString(text) }

func TestComplete(t *testing.T) {
	raw := func(change func(*question.Token)) *question.Token {
		token := &question.Token{Raw: "TKN"}
		change(token)
		return token
	}
	for name, test := range map[string]struct {
		request question.Request
		port    string
		want    string
	}{
		"the service's name":    {question.Request{Path: "/"}, "80", "web / []"},
		"with another port":     {question.Request{Path: "/"}, "81", "web:81 / []"},
		"a host of its own":     {question.Request{Path: "/", Host: "x"}, "81", "x / []"},
		"token as usual":        {question.Request{JWT: raw(func(*question.Token) {})}, "80", "web  [{authorization Bearer TKN}]"},
		"token in a header":     {question.Request{JWT: raw(func(j *question.Token) { j.Header, j.Prefix = "x-jwt", "Tok " })}, "80", "web  [{x-jwt Tok TKN}]"},
		"token in a cookie":     {question.Request{JWT: raw(func(j *question.Token) { j.Cookie = "sess" })}, "80", "web  [{cookie sess=TKN}]"},
		"token in the query":    {question.Request{Path: "/a", JWT: raw(func(j *question.Token) { j.Query = "tok" })}, "80", "web /a?tok=TKN []"},
		"token after the query": {question.Request{Path: "/a?q", JWT: raw(func(j *question.Token) { j.Query = "tok" })}, "80", "web /a?q&tok=TKN []"},
	} {
		asker := asker{judge: &Judge{}, task: task{request: test.request, destination: destination{host: "web", port: test.port}}}
		sent, _, err := asker.complete()
		if got := fmt.Sprint(sent.Host, " ", sent.Path, " ", sent.Headers); err != nil || got != test.want {
			t.Errorf("%s: got %q, %v, expected %q", name, got, err, test.want)
		}
	}
}

func TestLogged(t *testing.T) {
	l, h := surgery.Entry{Kind: surgery.KindListener}, surgery.Entry{Kind: surgery.KindHTTP}
	for want, cases := range map[bool][][]surgery.Entry{
		false: {nil, {l}, {h}},
		true:  {{l, h}, {h, l}, {{Kind: surgery.KindListener, Details: noChain}}},
	} {
		for _, entries := range cases {
			if got := logged(entries); got != want {
				t.Errorf("%+v: %v", entries, got)
			}
		}
	}
}

func TestDestinations(t *testing.T) {
	d := destination{address: netip.MustParseAddr("2001:db8::1"), port: "80"}
	if got := d.authority(); got != "[2001:db8::1]:80" {
		t.Errorf("got %s", got)
	}
	g := &generation{}
	if d, err := g.find("10.244.0.7:8080"); err != nil || d.authority() != "10.244.0.7:8080" || d.host != "10.244.0.7" {
		t.Errorf("got %+v, %v", d, err)
	}
	for _, to := range []string{"web.shop", "web.shop:80"} {
		if _, err := g.find(to); err == nil {
			t.Errorf("%s: no error", to)
		}
	}
}
