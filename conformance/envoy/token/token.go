// Package token signs the JSON Web Tokens that requests carry.
package token

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/question"
)

const keyBits = 2048

// Signer holds the key that every rule for tokens of a mesh accepts, and another one for forgeries.
type Signer struct {
	key, other *rsa.PrivateKey
	// Now is the time at which tokens are issued.
	now func() time.Time
}

// NewSigner makes the keys.
func NewSigner() (*Signer, error) {
	key, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return nil, err
	}
	other, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return nil, err
	}
	return &Signer{key: key, other: other, now: time.Now}, nil
}

// JWKS is the key set with the accepted key.
func (s *Signer) JWKS() string {
	exponent := []byte{byte(s.key.E >> 16), byte(s.key.E >> 8), byte(s.key.E)}
	return fmt.Sprintf(`{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","n":"%s","e":"%s"}]}`, encode(s.key.N.Bytes()), encode(exponent))
}

// Sign makes the token: valid for an hour, or bad in the way that is asked for.
func (s *Signer) Sign(t question.Token) (string, error) {
	if t.Raw != "" {
		return t.Raw, nil
	}
	claims := map[string]any{"exp": s.now().Add(time.Hour).Unix()}
	key := s.key
	switch t.Bad {
	case "":
	case "signature":
		key = s.other
	case "expired":
		claims["exp"] = s.now().Add(-time.Hour).Unix()
	case "future":
		claims["nbf"] = s.now().Add(time.Hour / 2).Unix()
	default:
		return "", fmt.Errorf("bad token %q: expected signature, expired or future", t.Bad)
	}
	maps.Copy(claims, t.Claims)
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	signed := encode([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + encode(payload)
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
	if err != nil {
		return "", err
	}
	return signed + "." + encode(signature), nil
}

func encode(bytes []byte) string { return base64.RawURLEncoding.EncodeToString(bytes) }
