#!/bin/sh
# Pin and hash every package; no registry's address is written.
set -eu
cd "$(dirname "$0")/.."
compile() { .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header "$@"; }
compile pyproject.toml -o requirements/run.txt
compile pyproject.toml --group dev -o requirements/dev.txt
compile pyproject.toml --group dev --group train -o requirements/train.txt
printf 'uv\nsetuptools>=77\n' | compile - -o requirements/installer.txt
