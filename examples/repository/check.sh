#!/usr/bin/env bash
# Uses the packed package as a user would: in an empty folder, with `npx cdk8s synth`.
#   check.sh TARBALL
set -euo pipefail
tarball=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cp "$here/main.ts" "$here/cdk8s.yaml" "$folder"
sed "s#\"cdk8s-waypoint\": \".*\"#\"cdk8s-waypoint\": \"file:$tarball\"#" "$here/package.json" > "$folder/package.json"
cd "$folder"
npm install --no-audit --no-fund --loglevel=error
npx cdk8s synth --check-upgrade=false
diff "$here/expected/shop.k8s.yaml" dist/shop.k8s.yaml
node --input-type=module --eval "import { Mesh, NamespaceWaypoint } from 'cdk8s-waypoint'"
npx waypoint bindings dist
echo 'cdk8s synth with the packed package gives what is expected'
