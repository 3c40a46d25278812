package admission

import (
	"encoding/json"

	kubelib "istio.io/istio/pkg/kube"
	metavalidation "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/runtime/serializer"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
)

var strictDecoder = serializer.NewCodecFactory(kubelib.IstioScheme, serializer.EnableStrict).UniversalDeserializer()

var clusterScoped = map[string]bool{
	"Namespace": true, "Node": true, "PersistentVolume": true, "ClusterRole": true, "ClusterRoleBinding": true,
	"CustomResourceDefinition": true, "MutatingWebhookConfiguration": true, "ValidatingWebhookConfiguration": true,
}

// createCore checks what can be checked of a built-in kind without the API server itself: strict decoding, names, labels.
func createCore(o *manifest.Object) []string {
	data, err := json.Marshal(o.Object)
	if err != nil {
		return []string{err.Error()}
	}
	if _, _, err := strictDecoder.Decode(data, nil, nil); err != nil {
		return []string{err.Error()}
	}
	name := metavalidation.ValidateNameFunc(metavalidation.NameIsDNSSubdomain)
	if o.GetKind() == "Service" {
		name = metavalidation.NameIsDNS1035Label
	}
	var messages []string
	for _, err := range metadataErrors(o, !clusterScoped[o.GetKind()], name) {
		messages = append(messages, err.Error())
	}
	return messages
}
