#!/bin/sh
# Builds programs of the conformance lane into conformance/bin: conformance/build.sh istiod envoy ...
# Says so, loudly, and goes on where there is no Go. The first build compiles Istio, which takes some minutes.
set -eu
cd "$(dirname "$0")"
if ! command -v go > /dev/null; then
  echo "conformance: NOT BUILT: $*: there is no Go on this machine" >&2
  exit 0
fi
for program in "$@"; do
  go build -o "bin/$program" "./$program"
done
cd ..
npx ts-node -T conformance/crds.ts
