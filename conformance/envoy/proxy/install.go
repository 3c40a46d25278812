package proxy

import (
	"fmt"
	"os"
	"path/filepath"
)

// Find returns the Envoy to run: what CONFORMANCE_ENVOY names, or the one that install.sh put into the cache folder.
func Find() (string, error) {
	binary := os.Getenv("CONFORMANCE_ENVOY")
	if binary == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return "", err
		}
		binary = filepath.Join(cache, "cdk8s-waypoint", "envoy-"+Version, "envoy", "_bin", "envoy")
	}
	if _, err := os.Stat(binary); err != nil {
		return "", fmt.Errorf("no Envoy %s: run conformance/envoy/install.sh, or name one in CONFORMANCE_ENVOY: %w", Version, err)
	}
	return binary, nil
}

// Version is the version of Envoy that answers were recorded with.
const Version = "1.40"
