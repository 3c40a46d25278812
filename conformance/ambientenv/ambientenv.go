// Package ambientenv switches ambient mode on. Istio reads its feature flags when its packages initialise; Go initialises
// packages without dependencies in the order of their import paths, so this one, which imports only the standard
// library, comes before all of Istio's.
package ambientenv

import "os"

func init() {
	if err := os.Setenv("PILOT_ENABLE_AMBIENT", "true"); err != nil {
		panic(err)
	}
}
