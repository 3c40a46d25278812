#!/bin/sh
# The live part of the conformance lane, for continuous integration: Istio's own code against ours on random meshes and objects.
# CONFORMANCE_MESHES says how many meshes (default 300), CONFORMANCE_OBJECTS how many objects (default 1000), CONFORMANCE_SEED
# which (default: the time of the commit, so that each brings others and a failure can be repeated), CONFORMANCE_LIMIT how long
# building and comparing may take, in seconds (default 1500).
#
# Where something is missing it says so, loudly, and succeeds; it fails for a difference. Go keeps what it compiled in its
# caches (go env GOCACHE GOMODCACHE): keep them between runs, the first build takes some minutes.
set -eu
cd "$(dirname "$0")/.."

skip() {
  echo "conformance: NOT COMPARED: $1" >&2
  exit 0
}

limit=${CONFORMANCE_LIMIT:-1500}
started=$(date +%s)
seed=${CONFORMANCE_SEED:-$(git log -1 --format=%ct)}
child=

# Neither a signal to this shell alone nor one from the terminal reaches what timeout runs.
trap 'if [ -n "$child" ]; then kill -TERM "$child" 2> /dev/null; wait "$child" || true; fi; exit 130' INT TERM

within_limit() { # COMMAND...
  timeout "$((limit - $(date +%s) + started))" "$@" &
  child=$!
  wait "$child"
}

command -v go > /dev/null || skip "there is no Go on this machine; the recorded answers were compared by the tests"
within_limit conformance/build.sh istiod || {
  [ $? -eq 124 ] && skip "building the judge took longer than $limit s; a second run finds most of it compiled"
  echo "conformance: the judge does not compile" >&2
  exit 1
}

status=0
within_limit node_modules/.bin/ts-node -T conformance/compare/main.ts --meshes "${CONFORMANCE_MESHES:-300}" \
  --objects "${CONFORMANCE_OBJECTS:-1000}" --seed "$seed" || status=$?
[ $status -eq 124 ] && skip "comparing took longer than $limit s"
exit $status
