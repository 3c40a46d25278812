#!/bin/sh
# The delivery lane, for continuous integration: outputs of the constructs on a real Kubernetes API server, with the tools
# that deliver them and the owners of what they label.
# DELIVERY_BUILD_LIMIT says how long building may take, in seconds (default 900), DELIVERY_LIMIT how long playing (default 480).
#
# Where something is missing it says so, loudly, and succeeds; it fails for anything that is not as recorded. Go keeps what
# it compiled in its caches (go env GOCACHE GOMODCACHE): keep them between runs, the first build takes some minutes.
set -eu
cd "$(dirname "$0")/../.."

skip() {
  echo "delivery: NOT PLAYED: $1" >&2
  exit 0
}

build_limit=${DELIVERY_BUILD_LIMIT:-900}
limit=${DELIVERY_LIMIT:-480}

command -v go > /dev/null || skip "there is no Go on this machine; the recorded matrix was compared by the tests"
timeout "$build_limit" conformance/delivery/build.sh || {
  [ $? -eq 124 ] && skip "building the API server took longer than $build_limit s; a second run finds most of it compiled"
  echo "delivery: the lane does not compile" >&2
  exit 1
}
# The example imports the package by its name.
[ -e lib/src/index.js ] || npx projen compile

set +e
timeout "$limit" npx ts-node -T conformance/delivery/main.ts
status=$?
set -e
[ $status -eq 124 ] && skip "playing took longer than $limit s"
exit $status
