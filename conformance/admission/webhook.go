package admission

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"

	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/webhooks/validation/server"
	admissionv1 "k8s.io/api/admission/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
)

// webhook is Istio's validating webhook, called without a network.
type webhook struct {
	mux *http.ServeMux
}

func newWebhook() (*webhook, error) {
	mux := http.NewServeMux()
	// As in istiod: every kind of Istio's own, but not the Gateway API.
	_, err := server.New(server.Options{Schemas: collections.Istio, DomainSuffix: "cluster.local", Mux: mux})
	return &webhook{mux}, err
}

// asked tells whether the webhook configuration of Istio names the kind's group.
func asked(o *manifest.Object) bool {
	switch o.GroupVersionKind().Group {
	case "security.istio.io", "networking.istio.io", "telemetry.istio.io", "extensions.istio.io":
		return true
	}
	return false
}

// review asks the webhook about the creation of an object.
func (w *webhook) review(o *manifest.Object) (errs, warnings []string, err error) {
	raw, err := json.Marshal(o.Object)
	if err != nil {
		return nil, nil, err
	}
	gvk := o.GroupVersionKind()
	body, err := json.Marshal(admissionv1.AdmissionReview{
		TypeMeta: metav1.TypeMeta{APIVersion: "admission.k8s.io/v1", Kind: "AdmissionReview"},
		Request: &admissionv1.AdmissionRequest{
			UID: "1", Operation: admissionv1.Create, Namespace: o.GetNamespace(), Name: o.GetName(),
			Kind:   metav1.GroupVersionKind{Group: gvk.Group, Version: gvk.Version, Kind: gvk.Kind},
			Object: runtime.RawExtension{Raw: raw},
		},
	})
	if err != nil {
		return nil, nil, err
	}
	request := httptest.NewRequest(http.MethodPost, "/validate", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	w.mux.ServeHTTP(recorder, request)

	answer := admissionv1.AdmissionReview{}
	if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil {
		return nil, nil, err
	}
	if answer.Response == nil || answer.Response.Allowed {
		return nil, answerWarnings(answer), nil
	}
	return []string{answer.Response.Result.Message}, answerWarnings(answer), nil
}

func answerWarnings(answer admissionv1.AdmissionReview) []string {
	if answer.Response == nil {
		return nil
	}
	return answer.Response.Warnings
}
