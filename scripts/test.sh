#!/bin/sh
# Every test, with branch coverage. Arguments go to pytest.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/pytest -q -n 2 --dist loadgroup --cov --cov-report=term --cov-fail-under=85 "$@"
