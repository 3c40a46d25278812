#!/bin/sh
# The live part of the conformance lane, for continuous integration: Istio's own code against ours on random meshes and objects.
# CONFORMANCE_MESHES says how many meshes (default 300), CONFORMANCE_OBJECTS how many objects (default 1000), CONFORMANCE_CLUSTERS how
# many meshes with DestinationRules (default 100), CONFORMANCE_SEED which (default: the time of the commit, so that each brings others
# and a failure can be repeated), CONFORMANCE_LIMIT how long building and comparing may take, in seconds (default 1500).
#
# Where something is missing it says so, loudly, and succeeds; it fails for a difference. Go keeps what it compiled in its
# caches (go env GOCACHE GOMODCACHE): keep them between runs, the first build takes some minutes.
set -eu
cd "$(dirname "$0")/.."
LANE=conformance
UNDONE='NOT COMPARED'
. conformance/lane.sh

allow "${CONFORMANCE_LIMIT:-1500}"
build conformance/build.sh istiod
compare --meshes "${CONFORMANCE_MESHES:-300}" --objects "${CONFORMANCE_OBJECTS:-1000}"
compare --clusters "${CONFORMANCE_CLUSTERS:-100}"
