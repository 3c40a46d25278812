// Package admission answers whether a cluster takes an object: the API server's own validation (schemas, list rules, CEL)
// and Istio's validating webhook, both as Go packages.
package admission

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"istio.io/istio/manifests"
	kubelib "istio.io/istio/pkg/kube"
	"istio.io/istio/pkg/test/env"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	_ "github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/ambientenv" // feature flags before Istio's packages
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
)

// Verdict is what a cluster says to the creation of an object.
type Verdict struct {
	// Known is false for a kind without a schema: nothing is checked then.
	Known           bool
	SchemaErrors    []string
	WebhookAsked    bool
	WebhookErrors   []string
	WebhookWarnings []string
}

// Refused tells by whom the object is refused: "schema", "webhook", or "" if it is taken. The API server asks the
// webhook only about what it would take itself.
func (v Verdict) Refused() (by string, errs []string) {
	switch {
	case len(v.SchemaErrors) > 0:
		return "schema", v.SchemaErrors
	case v.WebhookAsked && len(v.WebhookErrors) > 0:
		return "webhook", v.WebhookErrors
	}
	return "", nil
}

// Checker holds the schemas and the webhook. It may be used for any number of objects.
type Checker struct {
	kinds   map[schema.GroupVersionKind]*kindSchema
	webhook *webhook
}

// NewChecker reads the CRDs in some folders, or, without any, those that the pinned Istio is built against: its own, and
// the Gateway API's experimental channel.
func NewChecker(folders ...string) (*Checker, error) {
	texts, err := crdTexts(folders)
	if err != nil {
		return nil, err
	}
	hook, err := newWebhook()
	if err != nil {
		return nil, err
	}
	checker := &Checker{kinds: map[schema.GroupVersionKind]*kindSchema{}, webhook: hook}
	for name, text := range texts {
		if err := checker.add(name, text); err != nil {
			return nil, err
		}
	}
	return checker, nil
}

func builtinCRDs() (map[string][]byte, error) {
	istio, err := fs.ReadFile(manifests.FS, "charts/base/files/crd-all.gen.yaml")
	if err != nil {
		return nil, err
	}
	path := filepath.Join(env.IstioSrc, "tests/integration/pilot/testdata/gateway-api-crd.yaml")
	gateway, err := os.ReadFile(path)
	return map[string][]byte{"crd-all.gen.yaml": istio, path: gateway}, err
}

func crdTexts(folders []string) (map[string][]byte, error) {
	if len(folders) == 0 {
		return builtinCRDs()
	}
	texts := map[string][]byte{}
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(path) != ".yaml" {
				return err
			}
			texts[path], err = os.ReadFile(path)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return texts, nil
}

func (c *Checker) add(name string, text []byte) error {
	objects, errs := manifest.Parse(name, text)
	if len(errs) > 0 {
		return errs[0]
	}
	for _, o := range objects {
		if !manifest.Is(o, "apiextensions.k8s.io", "CustomResourceDefinition") {
			continue
		}
		kinds, err := newKindSchemas(o)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for gvk, kind := range kinds {
			c.kinds[gvk] = kind
		}
	}
	return nil
}

// Create gives the verdict on an object, and changes it as the API server would: defaults are filled in, unknown fields
// dropped.
func (c *Checker) Create(o *manifest.Object) (Verdict, error) {
	asWritten := o.DeepCopy()
	verdict := Verdict{WebhookAsked: asked(o)}
	gvk := o.GroupVersionKind()
	if kind, found := c.kinds[gvk]; found {
		verdict.Known = true
		verdict.SchemaErrors = kind.create(o)
	} else if kubelib.IstioScheme.Recognizes(gvk) && !isCustom(gvk.Group) {
		verdict.Known = true
		verdict.SchemaErrors = createCore(o)
	}
	if !verdict.WebhookAsked {
		return verdict, nil
	}
	reviewed := o
	if len(verdict.SchemaErrors) > 0 {
		reviewed = asWritten // It never gets there, but what the webhook says is of interest.
	}
	var err error
	verdict.WebhookErrors, verdict.WebhookWarnings, err = c.webhook.review(reviewed)
	return verdict, err
}

// Place gives an object the namespace that it is created in: "default" unless it names one, none if its kind has none.
func (c *Checker) Place(o *manifest.Object) {
	written, _, _ := unstructured.NestedFieldNoCopy(o.Object, "metadata", "namespace")
	if _, isText := written.(string); written != nil && !isText {
		return // The object will be refused.
	}
	if !c.namespaced(o.GroupVersionKind()) {
		o.SetNamespace("")
	} else if o.GetNamespace() == "" {
		o.SetNamespace("default")
	}
}

// namespaced tells whether objects of this kind live in a namespace.
func (c *Checker) namespaced(gvk schema.GroupVersionKind) bool {
	if kind, found := c.kinds[gvk]; found {
		return kind.namespaced
	}
	return !clusterScoped[gvk.Kind]
}

func isCustom(group string) bool {
	return strings.Contains(group, "istio.io") || strings.Contains(group, "gateway.networking")
}
