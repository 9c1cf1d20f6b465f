#!/bin/sh
# Every test. Arguments go to pytest.
set -eu
cd "$(dirname "$0")/.."
PUTRIGHT_HOME=$(mktemp -d)
export PUTRIGHT_HOME
trap 'rm -rf "$PUTRIGHT_HOME"' EXIT
.venv/bin/pytest -q -n 3 --dist loadgroup "$@"
