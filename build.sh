#!/usr/bin/env bash
# Restores, checks the format, builds with warnings as errors, runs all tests; closes with "N passed, N failed".
#   ./build.sh             everything
#   ./build.sh --quick     unit, transcript and house tests only
#   ./build.sh --accept    rewrites golden files and transcripts; the diff is the review
set -uo pipefail
cd "$(dirname "$0")"
. eng/sdk.sh
quick=0
for argument in "$@"; do
  case "$argument" in
    --quick) quick=1 ;;
    --accept) export PRUNELLA_ACCEPT=1 ;;
    *) echo "build.sh: unknown argument '$argument'; see the top of the file." >&2; exit 2 ;;
  esac
done
require_sdk

dotnet restore Prunella.slnx -v q || exit 1
dotnet build Prunella.slnx -c Release --no-restore -v q -nologo || exit 1
dotnet format Prunella.slnx whitespace --no-restore --verify-no-changes || { echo "build.sh: run 'dotnet format whitespace' and look at the diff." >&2; exit 1; }

slow='Storage|Senses|Actuators|Gateway|Server|Cli|EndToEnd'
passed=0 failed=0
mkdir -p artifacts/log
for project in tests/*.Tests; do
  name=$(basename "$project")
  if [ "$quick" = 1 ] && [[ "$name" =~ ^Prunella\.($slow)\.Tests$ ]]; then continue; fi
  log="artifacts/log/$name.txt" started=$SECONDS
  "artifacts/bin/$name/release/$name" -noColor -failSkips >"$log" 2>&1; code=$?
  summary=$(grep -E "^ +$name +Total: " "$log" | tail -1)
  total=$(sed -n 's/.*Total: \([0-9]*\).*/\1/p' <<<"$summary")
  bad=$(sed -n 's/.*Errors: \([0-9]*\), Failed: \([0-9]*\).*/\1 \2/p' <<<"$summary" | awk '{print $1 + $2}')
  # A test process that died, or that ran nothing, is a failure although it counted none.
  if [ "${total:-0}" = 0 ] || { [ "$code" != 0 ] && [ "${bad:-0}" = 0 ]; }; then bad=1; total=${total:-0}; fi
  good=$((total > bad ? total - bad : 0))
  passed=$((passed + good)); failed=$((failed + bad))
  printf '%-32s %5d passed %3d failed %4ds\n' "$name" "$good" "$bad" $((SECONDS - started))
  [ "$bad" = 0 ] || tail -n 150 "$log"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
