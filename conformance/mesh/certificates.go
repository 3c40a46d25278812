package mesh

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
)

// addCertificates adds the Secrets that listeners name, as far as the files do not have them: they are seldom kept with the
// Gateways.
func (m *Mesh) addCertificates() error {
	for _, gateway := range m.ofKind(gatewayAPI, "Gateway") {
		listeners, _, _ := unstructured.NestedSlice(gateway.Object, "spec", "listeners")
		for _, item := range listeners {
			listener, _ := item.(map[string]any)
			references, _, _ := unstructured.NestedSlice(listener, "tls", "certificateRefs")
			for _, item := range references {
				reference, _ := item.(map[string]any)
				if err := m.addCertificate(gateway.GetNamespace(), reference); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (m *Mesh) addCertificate(home string, reference map[string]any) error {
	if reference["group"] != "" || reference["kind"] != "Secret" {
		return nil
	}
	namespace, named := reference["namespace"].(string)
	if !named {
		namespace = home
	}
	name, _ := reference["name"].(string)
	if m.find(manifest.Key{Kind: "Secret", Namespace: namespace, Name: name}) != nil {
		return nil
	}
	data, err := certificate()
	if err != nil {
		return err
	}
	secret := manifest.New(secretKind, namespace, name)
	secret.Object["type"] = "kubernetes.io/tls"
	secret.Object["data"] = data
	m.Objects = append(m.Objects, secret)
	return nil
}

// certificate makes the data of a Secret with a key and a certificate, once.
var certificate = sync.OnceValues(func() (map[string]any, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: created.Time, NotAfter: created.Add(100 * 365 * 24 * time.Hour)}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return map[string]any{"tls.crt": encoded("CERTIFICATE", signed), "tls.key": encoded("PRIVATE KEY", private)}, nil
})

func encoded(kind string, content []byte) string {
	return base64.StdEncoding.EncodeToString(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content}))
}
