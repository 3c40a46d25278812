#!/bin/sh
# The live part of the conformance lane, for continuous integration: Istio's own code against ours on random meshes.
# CONFORMANCE_MESHES says how many (default 200), CONFORMANCE_SEED which (default: by chance, and printed),
# CONFORMANCE_LIMIT how long building and comparing may take, in seconds (default 1500).
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
left() { echo $((limit - $(date +%s) + started)); }

command -v go > /dev/null || skip "there is no Go on this machine; the recorded answers were compared by the tests"
timeout "$(left)" conformance/build.sh istiod || {
  [ $? -eq 124 ] && skip "building the judge took longer than $limit s; a second run finds most of it compiled"
  echo "conformance: the judge does not compile" >&2
  exit 1
}

set +e
timeout "$(left)" npx ts-node -T conformance/compare/main.ts \
  --meshes "${CONFORMANCE_MESHES:-200}" --seed "${CONFORMANCE_SEED:-$(date +%s)}"
status=$?
set -e
[ $status -eq 124 ] && skip "comparing took longer than $limit s"
exit $status
