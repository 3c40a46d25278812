#!/bin/sh
# Builds the API server with what plays on it into conformance/delivery/bin. Says so, loudly, and goes on where there is no
# Go. The first build compiles Kubernetes, which takes some minutes.
set -eu
cd "$(dirname "$0")"
if ! command -v go > /dev/null; then
  echo "delivery: NOT BUILT: there is no Go on this machine" >&2
  exit 0
fi
go build -o bin/delivery .
