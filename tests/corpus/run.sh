#!/usr/bin/env bash
# Runs page pairs from other projects' tests through the engine in a real Chromium: a page is brought from one state to the
# next, its patch is applied to another copy, and both must be equal. Prints what arrived, what failed and where.
#   tests/corpus/run.sh FOLDER [NAME]     FOLDER holds pairs-*.json; only the pairs whose name contains NAME
set -euo pipefail
if (($# < 1)) || ! compgen -G "$1/pairs-*.json" >/dev/null; then
  echo "Give the folder that holds pairs-*.json: tests/corpus/run.sh FOLDER [NAME]" >&2
  exit 2
fi
folder=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")"
for package in ../../client ../client; do
  [[ -d $package/node_modules ]] || npm --prefix "$package" ci --no-progress --loglevel=error
done
exec node run.mjs "$folder" "${@:2}"
