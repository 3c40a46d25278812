// Package ambientenv switches ambient mode on. Istio reads its feature flags when its packages initialise; Go initialises
// packages without dependencies in the order of their import paths, so this one, which imports only the standard
// library, comes before all of Istio's.
package ambientenv

import "os"

func init() {
	for name, value := range map[string]string{
		"PILOT_ENABLE_AMBIENT": "true",
		// Istio's test code prints a warning for folders that do not exist.
		"TARGET_OUT": os.TempDir(),
		"LOCAL_OUT":  os.TempDir(),
	} {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
}
