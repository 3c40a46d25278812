package crosscheck

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"istio.io/istio/pkg/log"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/admission"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/mesh"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/ztunnel/reading"
)

const (
	// shared holds generated meshes; it lies beside the project and may be missing.
	shared = "../../../../shared/vectors/random"
	// each is how many connections each workload gets.
	each = 200
	seed = 1
)

func newChecker(t *testing.T) *admission.Checker {
	t.Helper()
	options := log.DefaultOptions()
	options.SetDefaultOutputLevel(log.OverrideScopeName, log.NoneLevel)
	if err := log.Configure(options); err != nil {
		t.Fatal(err)
	}
	checker, err := admission.NewChecker()
	if err != nil {
		t.Fatal(err)
	}
	return checker
}

func TestReadingsAgree(t *testing.T) {
	checker := newChecker(t)
	own, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(own) == 0 {
		t.Fatal("no meshes", err)
	}
	generated, _ := filepath.Glob(filepath.Join(shared, "*.yaml"))
	total := 0
	for _, file := range append(own, generated...) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) { total += compareFile(t, checker, file) })
	}
	t.Logf("%d connections compared in %d meshes", total, len(own)+len(generated))
}

// TestPeerAuthentications has a workload for each combination of modes: of the mesh, the namespace, the workload and a port.
func TestPeerAuthentications(t *testing.T) {
	checker := newChecker(t)
	const policy = "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: %s, namespace: %s}\nspec: {%s}\n---\n"
	const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: %[1]s, namespace: %[2]s, labels: {app: %[1]s, istio.io/dataplane-mode: ambient}}\n---\n"
	modes := map[string]string{"none": "", "unset": "mtls: {mode: UNSET}", "strict": "mtls: {mode: STRICT}", "permissive": "mtls: {mode: PERMISSIVE}", "disable": "mtls: {mode: DISABLE}"}
	for ofMesh, meshMode := range modes {
		var text strings.Builder
		if ofMesh != "none" {
			fmt.Fprintf(&text, policy, "default", mesh.RootNamespace, meshMode)
		}
		for ofNamespace, namespaceMode := range modes {
			if ofNamespace != "none" {
				fmt.Fprintf(&text, policy, "default", ofNamespace, namespaceMode)
			}
			for ofWorkload, workloadMode := range modes {
				for _, ofPort := range []string{"strict", "permissive", "disable", "unset"} {
					name := ofWorkload + "-" + ofPort
					fmt.Fprintf(&text, pod, name, ofNamespace)
					if workloadMode != "" {
						workloadMode = strings.TrimSuffix(workloadMode, ", ") + ", "
					}
					fmt.Fprintf(&text, policy, name, ofNamespace, fmt.Sprintf("%sselector: {matchLabels: {app: %s}}, portLevelMtls: {8080: {mode: %s}, 9090: {mode: STRICT}}",
						workloadMode, name, strings.ToUpper(ofPort)))
				}
			}
		}
		t.Run(ofMesh, func(t *testing.T) {
			if compared := compareText(t, checker, ofMesh, []byte(text.String())); compared == 0 {
				t.Error("nothing was compared")
			}
		})
	}
}

func compareFile(t *testing.T, checker *admission.Checker, file string) int {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return compareText(t, checker, file, text)
}

func compareText(t *testing.T, checker *admission.Checker, file string, text []byte) int {
	t.Helper()
	objects, _ := manifest.Parse(file, text)
	m, err := mesh.Load(objects, mesh.Options{Checker: checker, Mode: mesh.Status})
	if err != nil {
		t.Fatal(err)
	}
	manifests, _ := reading.Load(string(text), mesh.RootNamespace)
	for key := range m.Rejected {
		manifests.LeaveOut(key.Kind, key.Namespace, key.Name)
	}
	compared := 0
	err = m.Run(func(istiod *mesh.Istiod) error {
		converted, err := Converted(istiod)
		if err != nil {
			return err
		}
		var differences []Difference
		compared, differences = Compare(manifests, converted, WordsOf(objects), rand.New(rand.NewPCG(seed, seed)), each)
		for i, d := range differences {
			if i == 3 {
				break
			}
			t.Error(d)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return compared
}
