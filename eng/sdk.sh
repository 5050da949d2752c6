# Sourced by ./build.sh and ./prunella: one clear line when the SDK is missing or too old.
require_sdk() {
  if ! command -v dotnet >/dev/null 2>&1; then
    echo "Prunella needs the .NET SDK 10.0.4xx and finds no 'dotnet' on PATH: install it from https://dotnet.microsoft.com/download/dotnet/10.0" >&2
    exit 3
  fi
  if ! dotnet --version >/dev/null 2>&1; then
    echo "Prunella needs the .NET SDK 10.0.4xx; installed here: $(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' ' -). Get it from https://dotnet.microsoft.com/download/dotnet/10.0" >&2
    exit 3
  fi
}
