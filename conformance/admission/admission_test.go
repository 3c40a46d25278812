package admission

import (
	"reflect"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
)

var checker, checkerErr = NewChecker()

func create(t *testing.T, yaml string) (*manifest.Object, Verdict) {
	t.Helper()
	if checkerErr != nil {
		t.Fatal(checkerErr)
	}
	objects, errs := manifest.Parse("test", []byte(yaml))
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	verdict, err := checker.Create(objects[0])
	if err != nil {
		t.Fatal(err)
	}
	return objects[0], verdict
}

func TestVerdicts(t *testing.T) {
	const gateway = "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: waypoint}\nspec:\n  gatewayClassName: istio-waypoint\n"
	const policy = "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: p, namespace: shop}\n"
	for name, test := range map[string]struct {
		yaml, by string
		errs     []string
	}{
		"valid": {yaml: gateway + "  listeners: [{name: mesh, port: 15008, protocol: HBONE}]\n"},
		"unknown field": {
			yaml: gateway + "  listeners: [{name: mesh, port: 15008, protocol: HBONE, tsl: {}}]\n",
			by:   "schema", errs: []string{`unknown field "spec.listeners[0].tsl"`},
		},
		"rule in CEL": {
			yaml: policy + "spec: {selector: {matchLabels: {app: a}}, targetRefs: [{kind: Service, group: '', name: a}]}\n",
			by:   "schema", errs: []string{"spec: Invalid value: only one of targetRefs or selector can be set"},
		},
		"rules in CEL are left out where a field is missing": {
			yaml: policy + "spec: {selector: {matchLabels: {app: a}}, targetRefs: [{kind: Service, group: ''}]}\n",
			by:   "schema", errs: []string{"spec.targetRefs[0].name: Required value"},
		},
		"webhook": {
			yaml: policy + "spec: {rules: [{from: [{source: {}}]}]}\n",
			by:   "webhook", errs: []string{"configuration is invalid: invalid policy p.shop: `from.source` must not be empty, found at rule 0"},
		},
		"null is as if it were not there": {
			yaml: gateway + "  listeners: [{name: null, port: 15008, protocol: HBONE}]\n",
			by:   "schema", errs: []string{"spec.listeners[0].name: Required value"},
		},
		"built-in kind": {
			yaml: "apiVersion: v1\nkind: Service\nmetadata: {name: A}\nspec: {}\n",
			by:   "schema", errs: []string{`metadata.name: Invalid value: "A": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, verdict := create(t, test.yaml)
			if by, errs := verdict.Refused(); by != test.by || !reflect.DeepEqual(errs, test.errs) {
				t.Errorf("refused by %q: %q", by, errs)
			}
		})
	}
}

func TestDefaultsAreFilledIn(t *testing.T) {
	o, _ := create(t, "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r, namespace: shop}\nspec: {rules: [{matches: [{}]}]}\n")
	rules, _, _ := unstructured.NestedSlice(o.Object, "spec", "rules")
	match := rules[0].(map[string]any)["matches"].([]any)[0].(map[string]any)
	if want := map[string]any{"type": "PathPrefix", "value": "/"}; !reflect.DeepEqual(match["path"], want) {
		t.Errorf("path: %v", match["path"])
	}
}
