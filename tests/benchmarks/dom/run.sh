#!/usr/bin/env bash
# Measures the DOM engine beside its peers, in one headless Chromium. Installs the peers if they are missing.
#   tests/benchmarks/dom/run.sh [--rounds=N] [--only='PATTERN|OF|NAMES'] [--json=FILE]
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
[[ -d $here/node_modules ]] || npm --prefix "$here" ci --no-progress --loglevel=error
exec node "$here/run.mjs" "$@"
