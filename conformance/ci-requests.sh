#!/bin/sh
# The part of the conformance lane about requests, for continuous integration: a real Envoy with Istio's configuration against ours on
# random requests, and an independent reading of ztunnel's policies against ours on random connections.
# CONFORMANCE_REQUESTS says how many requests (default 1200), CONFORMANCE_CONNECTIONS how many connections (default 2000),
# CONFORMANCE_SEED which (default: the time of the commit, so that each brings others and a failure can be repeated),
# CONFORMANCE_LIMIT how long building and comparing may take, in seconds (default 1500).
#
# Where something is missing it says so, loudly, and succeeds; it fails for a difference.
set -eu
cd "$(dirname "$0")/.."
LANE=conformance
UNDONE='REQUESTS NOT COMPARED'
. conformance/lane.sh

allow "${CONFORMANCE_LIMIT:-1500}"
build conformance/build.sh envoy ztunnel
compare --connections "${CONFORMANCE_CONNECTIONS:-2000}"
conformance/envoy/install.sh > /dev/null || skip 'there is no Envoy: it could not be installed'
compare --requests "${CONFORMANCE_REQUESTS:-1200}"
