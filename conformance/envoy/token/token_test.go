package token

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/question"
)

func TestSign(t *testing.T) {
	signer, err := NewSigner()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Unix(1700000000, 0)
	signer.now = func() time.Time { return now }
	for bad, want := range map[string]struct {
		exp, nbf int64
		valid    bool
	}{
		"":          {exp: now.Unix() + 3600, valid: true},
		"signature": {exp: now.Unix() + 3600},
		"expired":   {exp: now.Unix() - 3600, valid: true},
		"future":    {exp: now.Unix() + 3600, nbf: now.Unix() + 1800, valid: true},
	} {
		text, err := signer.Sign(question.Token{Claims: map[string]any{"iss": "iss-a"}, Bad: bad})
		if err != nil {
			t.Fatal(err)
		}
		var claims struct {
			Iss      string
			Exp, Nbf int64
		}
		parts := strings.Split(text, ".")
		if err := json.Unmarshal(decode(t, parts[1]), &claims); err != nil {
			t.Fatal(err)
		}
		if claims.Iss != "iss-a" || claims.Exp != want.exp || claims.Nbf != want.nbf {
			t.Errorf("bad %q: got %+v", bad, claims)
		}
		digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
		err = rsa.VerifyPKCS1v15(publicKey(t, signer.JWKS()), crypto.SHA256, digest[:], decode(t, parts[2]))
		if (err == nil) != want.valid {
			t.Errorf("bad %q: the key set says %v", bad, err)
		}
	}
}

func TestSignRawAndUnknown(t *testing.T) {
	signer := &Signer{now: time.Now}
	if got, err := signer.Sign(question.Token{Raw: "as it is"}); got != "as it is" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := signer.Sign(question.Token{Bad: "smell"}); err == nil {
		t.Error("an unknown way to be bad is no error")
	}
}

func publicKey(t *testing.T, keySet string) *rsa.PublicKey {
	t.Helper()
	var set struct{ Keys []struct{ N, E string } }
	if err := json.Unmarshal([]byte(keySet), &set); err != nil {
		t.Fatal(err)
	}
	return &rsa.PublicKey{
		N: new(big.Int).SetBytes(decode(t, set.Keys[0].N)),
		E: int(new(big.Int).SetBytes(decode(t, set.Keys[0].E)).Int64()),
	}
}

func decode(t *testing.T, text string) []byte {
	t.Helper()
	bytes, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return bytes
}
