#!/usr/bin/env bash
# Gives the applications of TodoMVC one line each, and lets every one of them flow from one browser to another and back.
# Prints for each whether it arrived whole, and why not.
#   tests/todomvc/run.sh [NAME…]     only these applications
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
for package in . ../client; do
  [[ -d $package/node_modules ]] || npm --prefix "$package" ci --no-progress --loglevel=error
done
dotnet build ../../server/Liquid.Host --verbosity quiet --nologo
exec node run.mjs "$@"
