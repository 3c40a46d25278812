// Package manifest reads Kubernetes YAML as an API server's clients do (YAML 1.1), one document at a time.
package manifest

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"
)

// Object is one Kubernetes object, not yet of a Go type.
type Object = unstructured.Unstructured

// Key names an object within a mesh. Two versions of one kind share their keys.
type Key struct {
	Group, Kind, Namespace, Name string
}

// KeyOf is the key of an object.
func KeyOf(o *Object) Key {
	gvk := o.GroupVersionKind()
	return Key{gvk.Group, gvk.Kind, o.GetNamespace(), o.GetName()}
}

// String is "Kind/namespace/name", or "Kind/name" without a namespace.
func (k Key) String() string {
	if k.Namespace == "" {
		return k.Kind + "/" + k.Name
	}
	return k.Kind + "/" + k.Namespace + "/" + k.Name
}

// Is tells whether the object is of that group and kind, in any version.
func Is(o *Object, group, kind string) bool {
	gvk := o.GroupVersionKind()
	return gvk.Group == group && gvk.Kind == kind
}

// New is an empty object of a kind.
func New(gvk schema.GroupVersionKind, namespace, name string) *Object {
	o := &Object{Object: map[string]any{}}
	o.SetGroupVersionKind(gvk)
	o.SetName(name)
	if namespace != "" {
		o.SetNamespace(namespace)
	}
	return o
}

// ReadFile reads the objects of one file. Errors name the file and the line where the document begins; the documents
// that can be read are returned beside them.
func ReadFile(path string) ([]*Object, []error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, []error{err}
	}
	return Parse(path, data)
}

var separator = regexp.MustCompile(`(?m)^---(?:[ \t].*)?\r?$`)

// Parse reads the objects of a YAML stream; name stands for the file in errors. Lists are taken apart.
func Parse(name string, data []byte) (objects []*Object, errs []error) {
	line := 1
	start := 0
	cuts := append(separator.FindAllIndex(data, -1), []int{len(data), len(data)})
	for _, cut := range cuts {
		doc := data[start:cut[0]]
		found, err := parseDocument(doc)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: %w", name, line+leadingLines(doc), err))
		}
		objects = append(objects, found...)
		line += bytes.Count(data[start:cut[1]], []byte("\n"))
		start = cut[1]
	}
	return objects, errs
}

func leadingLines(doc []byte) int {
	blank := len(doc) - len(bytes.TrimLeft(doc, " \t\r\n"))
	return bytes.Count(doc[:blank], []byte("\n"))
}

func parseDocument(doc []byte) ([]*Object, error) {
	content := map[string]any{}
	if err := yaml.Unmarshal(doc, &content); err != nil {
		return nil, err
	}
	if len(content) == 0 {
		return nil, nil
	}
	o := &Object{Object: integers(content).(map[string]any)}
	if o.GetKind() == "" || o.GetAPIVersion() == "" {
		return nil, fmt.Errorf("apiVersion and kind are required")
	}
	if !strings.HasSuffix(o.GetKind(), "List") || content["items"] == nil {
		return []*Object{o}, nil
	}
	list, err := o.ToList()
	if err != nil {
		return nil, err
	}
	items := make([]*Object, 0, len(list.Items))
	for i := range list.Items {
		items = append(items, &list.Items[i])
	}
	return items, nil
}

// integers turns whole numbers into int64, as the API server's JSON decoder does.
func integers(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for key, child := range v {
			v[key] = integers(child)
		}
	case []any:
		for i, child := range v {
			v[i] = integers(child)
		}
	case float64:
		if whole := int64(v); float64(whole) == v {
			return whole
		}
	}
	return value
}
