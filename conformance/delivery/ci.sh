#!/bin/sh
# The delivery lane, for continuous integration: outputs of the constructs on a real Kubernetes API server, with the tools
# that deliver them and the owners of what they label.
# DELIVERY_BUILD_LIMIT says how long building and its tests may take, in seconds (default 900), DELIVERY_LIMIT how long playing (default 480).
#
# Where something is missing it says so, loudly, and succeeds; it fails for anything that is not as recorded. Go keeps what
# it compiled in its caches (go env GOCACHE GOMODCACHE): keep them between runs, the first build takes some minutes.
set -eu
cd "$(dirname "$0")/../.."
LANE=delivery
UNDONE='NOT PLAYED'
. conformance/lane.sh

allow "${DELIVERY_BUILD_LIMIT:-900}"
build conformance/delivery/build.sh
judge sh -c 'cd conformance/delivery && go test -vet=off ./...'
# The example imports the package by its name.
[ -e lib/src/index.js ] || npx projen compile
allow "${DELIVERY_LIMIT:-480}"
judge node_modules/.bin/ts-node -T conformance/delivery/main.ts
