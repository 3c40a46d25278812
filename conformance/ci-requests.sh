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

skip() {
  echo "conformance: REQUESTS NOT COMPARED: $1" >&2
  exit 0
}

limit=${CONFORMANCE_LIMIT:-1500}
seed=${CONFORMANCE_SEED:-$(git log -1 --format=%ct)}
started=$(date +%s)
left() { echo $((limit - $(date +%s) + started)); }

compare() { # ARGUMENTS...
  set +e
  timeout "$(left)" npx ts-node -T conformance/compare/main.ts "$@" --seed "$seed"
  status=$?
  set -e
  [ $status -eq 124 ] && skip "comparing took longer than $limit s"
  [ $status -eq 0 ] || exit $status
}

command -v go > /dev/null || skip "there is no Go on this machine; the recorded answers were compared by the tests"
timeout "$(left)" conformance/build.sh envoy ztunnel || {
  [ $? -eq 124 ] && skip "building the judges took longer than $limit s; a second run finds most of it compiled"
  echo "conformance: the judges of requests do not compile" >&2
  exit 1
}
compare --connections "${CONFORMANCE_CONNECTIONS:-2000}"
conformance/envoy/install.sh > /dev/null || skip "there is no Envoy: it could not be installed"
compare --requests "${CONFORMANCE_REQUESTS:-1200}"
