#!/usr/bin/env bash
# Makes the pictures in demo-todo/pictures anew, from the todo page in real browsers: the panel at two sizes, light and dark, and the short
# film of the README; and those of the dashboard, after a minute of migrations.
# Wants chromium, firefox-esr and webp (apt-get install webp), and the packages of tests/client (npm ci).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build demo-todo --verbosity quiet --nologo
coproc demo { exec dotnet run --project demo-todo --no-build -- --urls http://127.0.0.1:0 --Liquid:Store=memory; }
frames=$(mktemp -d)
trap 'kill "$demo_PID"; rm -rf "$frames"' EXIT
while read -r -u "${demo[0]}" line; do
  if [[ $line =~ (http://[^ ]+) ]]; then break; fi
done
mkdir -p demo-todo/pictures
node tests/screenshots/panel.mjs "${BASH_REMATCH[1]}" demo-todo/pictures
node tests/screenshots/film.mjs "${BASH_REMATCH[1]}" "$frames"
# shellcheck disable=SC2046 # one argument a word
img2webp -loop 0 -min_size -mixed -q 78 -m 6 $(cat "$frames/list") -o demo-todo/pictures/moved.webp
mkdir -p server/Liquid/Dashboard/pictures
node tests/screenshots/dashboard.mjs "${BASH_REMATCH[1]}" server/Liquid/Dashboard/pictures
