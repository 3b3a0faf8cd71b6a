#!/usr/bin/env bash
# Makes demo-todo/screenshot.png anew: the todo page in two real browsers, after a migration from one to the other; and the pictures
# of the dashboard, after a minute of migrations.
# Wants chromium and firefox-esr, and the packages of tests/client (npm ci).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build demo-todo --verbosity quiet --nologo
coproc demo { exec dotnet run --project demo-todo --no-build -- --urls http://127.0.0.1:0 --Liquid:Store=memory; }
trap 'kill "$demo_PID"' EXIT
while read -r -u "${demo[0]}" line; do
  if [[ $line =~ (http://[^ ]+) ]]; then break; fi
done
node tests/screenshots.mjs "${BASH_REMATCH[1]}" demo-todo/screenshot.png
mkdir -p server/Liquid/Dashboard/pictures
node tests/screenshots/dashboard.mjs "${BASH_REMATCH[1]}" server/Liquid/Dashboard/pictures
