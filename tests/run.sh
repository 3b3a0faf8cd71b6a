#!/usr/bin/env bash
# Installs what is missing, builds, checks and tests everything. The last line is "N passed, N failed"; the exit code is
# 0 only if nothing failed and something ran. Wants Debian with the .NET 10 SDK and Node 20; root or sudo without a
# password only if a browser or PostgreSQL has to be installed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null
export CI=true NO_COLOR=1 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# No compiler or build node stays behind to wait for the next build.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0

limit=1260 # seconds for everything
results=tests/results
passed=0
failed=0
broken=()

# Runs a step in what is left of the time: step NAME COMMAND…
step() {
  local left=$((limit - SECONDS))
  printf '\n== %s\n' "$1"
  timeout --kill-after=15 "$((left > 1 ? left : 1))" "${@:2}"
}

# A step that broke without counting any test counts as one that failed.
broke() {
  failed=$((failed + 1))
  broken+=("$1")
  printf '\nFAILED: %s\n' "$1" >&2
}

finish() {
  printf '\n'
  if ((${#broken[@]})); then printf 'Broke: %s\n' "${broken[@]}"; fi
  echo "$passed passed, $failed failed"
  ((failed == 0 && passed > 0))
  exit
}

# A step that the rest can't do without.
need() {
  step "$@" || { broke "$1"; finish; }
}

# A step after which the rest goes on.
check() {
  step "$@" || broke "$1"
}

tools() {
  if [[ $(dotnet --version) != 10.* ]]; then
    echo "The .NET 10 SDK is needed; \`dotnet --version\` says \"$(dotnet --version)\"." >&2
    return 1
  fi
  if [[ ! $(node --version) =~ ^v([0-9]+) ]] || ((BASH_REMATCH[1] < 20)); then
    echo "Node 20 or newer is needed; \`node --version\` says \"$(node --version)\"." >&2
    return 1
  fi
}

packages() {
  local missing=() sudo=() package
  local -A programs=(
    [chromium]=chromium [firefox-esr]=firefox-esr [webkit2gtk-driver]=WebKitWebDriver [xvfb]=Xvfb
  )
  for package in "${!programs[@]}"; do
    command -v "${programs[$package]}" >/dev/null || missing+=("$package")
  done
  # Its programs are not among the commands. The tests run a server of their own and leave the package's one alone.
  compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || missing+=(postgresql)
  ((${#missing[@]})) || return 0
  if ((EUID != 0)); then sudo=(sudo -n); fi
  if timeout 120 "${sudo[@]}" apt-get update &&
    timeout 300 "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; then
    return 0
  fi
  echo "Could not install ${missing[*]}. Install them (apt-get install ${missing[*]}), or run this as root." >&2
  return 1
}

# The client's unit tests, in Chromium. Vitest writes what it counted as JSON.
client_tests() {
  local report=$PWD/$results/client.json counts
  step "Tests of the client" npm --prefix tests/client test --silent -- \
    --reporter=default --reporter=json --outputFile.json="$report"
  local code=$?
  counts=$(node -p 'const r = JSON.parse(require("fs").readFileSync(process.argv[1])); `${r.numPassedTests} ${r.numFailedTests}`' "$report") ||
    counts="0 0"
  count "Tests of the client" "$code" $counts
}

# An xunit project. The runner writes what it counted as TRX.
dotnet_tests() {
  local project=$1 report=$results/$1.trx counters
  step "$project" dotnet test "tests/$project" --no-build --results-directory "$results" \
    --logger "trx;LogFileName=$project.trx" --logger "console;verbosity=minimal"
  local code=$?
  counters=$(grep -om1 '<Counters [^>]*>' "$report")
  count "$project" "$code" "$(counter passed "$counters")" "$(counter failed "$counters")"
}

counter() {
  local value=${2#* "$1"=\"}
  [[ $value == "$2" ]] && echo 0 || echo "${value%%\"*}"
}

# count NAME EXIT-CODE PASSED FAILED
count() {
  passed=$((passed + $3))
  failed=$((failed + $4))
  echo "$1: $3 passed, $4 failed"
  if (($3 + $4 == 0 || ($2 != 0 && $4 == 0))); then broke "$1"; fi
}

rm -rf "$results"
mkdir -p "$results"
tools || { broke "Tools"; finish; }
packages || { broke "Packages"; finish; }
need "Build" dotnet build Liquid.sln
need "Packages of the client's tests" npm --prefix tests/client ci --no-progress --loglevel=error
check "Style of the C# code" dotnet format Liquid.sln --verify-no-changes --no-restore
check "Types and style of the client" npm --prefix client run --silent check
check "Types and style of the client's tests" npm --prefix tests/client run --silent check
client_tests
dotnet_tests Liquid.Tests
dotnet_tests Liquid.BrowserTests
finish
