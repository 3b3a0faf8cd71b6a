#!/usr/bin/env bash
# Measures the relay beside its peers: starts each server in turn and loads it from another process. Builds what is missing.
#   tests/benchmarks/relay/run.sh [--only=WORKLOAD,…] [--servers='SERVER;…'] [--rounds=N] [--json=FILE]
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
if ! command -v cc >/dev/null || ! command -v make >/dev/null; then
  echo "A C compiler and make are needed (Debian: apt-get install gcc make libc6-dev). The load is written in C, as is one of the floors," >&2
  echo "so that it takes as little as possible from the servers, which share the machine with it." >&2
  exit 1
fi
[[ -d $here/node_modules ]] || npm --prefix "$here" ci --no-progress --loglevel=error
make --silent -C "$here/load"
make --silent -C "$here/servers/epoll"
for server in bare signalr liquid; do
  dotnet build -c Release "$here/servers/$server" --verbosity quiet
done
# Each connection is a file, at both ends.
ulimit -n "$(ulimit -Hn)"
exec node "$here/run.mjs" "$@"
