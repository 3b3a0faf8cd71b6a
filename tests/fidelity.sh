#!/usr/bin/env bash
# Runs the fidelity scenarios in all pairs of engines and writes what became of each into the table of client/README.md.
# Wants the browsers that tests/run.sh installs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
FIDELITY_TABLE=write dotnet test tests/Liquid.BrowserTests --nologo \
  --filter FullyQualifiedName~FidelityTests.The_table --logger "console;verbosity=minimal"
git diff --stat -- client/README.md
