package admission

import (
	"context"
	"fmt"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	metavalidation "k8s.io/apimachinery/pkg/api/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
	celconfig "k8s.io/apiserver/pkg/apis/cel"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
)

// kindSchema is one version of one custom resource, prepared as the API server does.
type kindSchema struct {
	namespaced bool
	// hasStatus: the status is a resource of its own, which nobody creates with the object.
	hasStatus  bool
	structural *structuralschema.Structural
	validator  validation.SchemaCreateValidator
	rules      *cel.Validator
}

func newKindSchemas(crd *manifest.Object) (map[schema.GroupVersionKind]*kindSchema, error) {
	versioned := apiextensionsv1.CustomResourceDefinition{}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(crd.Object, &versioned); err != nil {
		return nil, err
	}
	definition := apiextensions.CustomResourceDefinition{}
	if err := apiextensionsv1.Convert_v1_CustomResourceDefinition_To_apiextensions_CustomResourceDefinition(&versioned, &definition, nil); err != nil {
		return nil, err
	}
	kinds := map[schema.GroupVersionKind]*kindSchema{}
	for _, version := range definition.Spec.Versions {
		if !version.Served {
			continue
		}
		props := version.Schema
		if props == nil {
			props = definition.Spec.Validation
		}
		kind, err := newKindSchema(props)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", definition.Name, version.Name, err)
		}
		kind.namespaced = definition.Spec.Scope == apiextensions.NamespaceScoped
		kind.hasStatus = hasStatus(definition.Spec, version)
		kinds[schema.GroupVersionKind{Group: definition.Spec.Group, Version: version.Name, Kind: definition.Spec.Names.Kind}] = kind
	}
	return kinds, nil
}

func hasStatus(spec apiextensions.CustomResourceDefinitionSpec, version apiextensions.CustomResourceDefinitionVersion) bool {
	subresources := version.Subresources
	if subresources == nil {
		subresources = spec.Subresources
	}
	return subresources != nil && subresources.Status != nil
}

func newKindSchema(props *apiextensions.CustomResourceValidation) (*kindSchema, error) {
	structural, err := structuralschema.NewStructural(props.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	if err := defaulting.PruneDefaults(structural); err != nil {
		return nil, err
	}
	validator, _, err := validation.NewSchemaValidator(props.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	return &kindSchema{
		structural: structural,
		validator:  validator,
		rules:      cel.NewValidator(structural, true, celconfig.PerCallLimit),
	}, nil
}

// create does what the API server does to an object that is created with strict field validation: the object loses its
// unknown fields, gets its defaults, and the errors are returned. A status is not looked at, but kept, with its defaults: it
// stands for what a controller wrote later.
// It mirrors unstructuredSchemaCoercer.apply, customResourceStrategy.PrepareForCreate and Validate of apiextensions-apiserver.
func (k *kindSchema) create(o *manifest.Object) []string {
	if status, found := o.Object["status"]; found && k.hasStatus {
		delete(o.Object, "status")
		defer func() {
			o.Object["status"] = status
			defaulting.Default(o.Object, k.structural)
		}()
	}
	unknown, err := k.coerce(o)
	if err != nil {
		return []string{err.Error()}
	}
	errs := k.validate(o)
	messages := make([]string, 0, len(unknown)+len(errs))
	for _, err := range errs {
		messages = append(messages, err.Error())
	}
	for _, path := range unknown {
		messages = append(messages, fmt.Sprintf("unknown field %q", path))
	}
	return messages
}

func (k *kindSchema) coerce(o *manifest.Object) (unknown []string, err error) {
	typeMeta := o.GroupVersionKind()
	meta, found, unknown, err := objectmeta.GetObjectMetaWithOptions(o.Object, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		return nil, err
	}
	track := structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	unknown = append(unknown, pruning.PruneWithOptions(o.Object, k.structural, true, track)...)
	defaulting.PruneNonNullableNullsWithoutDefaults(o.Object, k.structural)
	defaulting.Default(o.Object, k.structural)
	o.SetGroupVersionKind(typeMeta)
	if found {
		err = objectmeta.SetObjectMeta(o.Object, meta)
	}
	return unknown, err
}

func (k *kindSchema) validate(o *manifest.Object) field.ErrorList {
	errs := metadataErrors(o, k.namespaced, metavalidation.NameIsDNSSubdomain)
	errs = append(errs, validation.ValidateCustomResource(nil, o.Object, k.validator)...)
	errs = append(errs, objectmeta.Validate(nil, o.Object, k.structural, false)...)
	errs = append(errs, listtype.ValidateListSetsAndMaps(nil, k.structural, o.Object)...)
	if k.rules == nil || blocksRules(errs) {
		return errs
	}
	ruleErrs, _ := k.rules.Validate(context.Background(), nil, k.structural, o.Object, nil, celconfig.RuntimeCELCostBudget)
	return append(errs, ruleErrs...)
}

// metadataErrors checks the metadata. An object without a namespace gets "default", as from kubectl.
func metadataErrors(o *manifest.Object, namespaced bool, name metavalidation.ValidateNameFunc) field.ErrorList {
	meta := metav1.ObjectMeta{
		Name: o.GetName(), GenerateName: o.GetGenerateName(), Namespace: o.GetNamespace(),
		Labels: o.GetLabels(), Annotations: o.GetAnnotations(), Finalizers: o.GetFinalizers(),
	}
	if namespaced && meta.Namespace == "" {
		meta.Namespace = metav1.NamespaceDefault
	}
	return metavalidation.ValidateObjectMeta(&meta, namespaced, name, field.NewPath("metadata"))
}

// blocksRules mirrors hasBlockingErr: after such errors the API server leaves the CEL rules out.
func blocksRules(errs field.ErrorList) bool {
	for _, err := range errs {
		switch err.Type {
		case field.ErrorTypeNotSupported, field.ErrorTypeRequired, field.ErrorTypeTooLong, field.ErrorTypeTooMany, field.ErrorTypeTypeInvalid:
			return true
		}
	}
	return false
}
