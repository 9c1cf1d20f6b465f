#!/bin/sh
# Make Putright's environment: .venv with pinned, hashed packages, and the Debian packages listed in debian-packages.txt.
#   scripts/setup.sh run    what running needs
#   scripts/setup.sh test   and what the test suite needs
set -eu
cd "$(dirname "$0")/.."
what=${1:-run}
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    echo "Putright needs Python 3.11 or newer as '$python'. Set PYTHON to one, or install it." >&2
    exit 1
}

# --- Debian packages ---------------------------------------------------------------------------------------------
wanted=$(awk -v what="$what" '$1 == "run" || ($1 == "test" && what == "test") { print $2 }' debian-packages.txt)
"$python" -c 'import ensurepip' 2>/dev/null || wanted="$wanted python3-venv"
if command -v dpkg-query >/dev/null; then
    missing=""
    for package in $wanted; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
    done
else
    missing=$wanted
fi
if [ -n "$missing" ]; then
    sudo=""
    if [ "$(id -u)" -ne 0 ]; then sudo="sudo -n"; fi
    if command -v apt-get >/dev/null && { [ -z "$sudo" ] || $sudo true 2>/dev/null; }; then
        echo "Installing Debian packages:$missing"
        $sudo apt-get update -qq
        # shellcheck disable=SC2086
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    else
        echo "Please have these Debian packages installed, then try again:$missing" >&2
        exit 1
    fi
fi

# --- Python packages ---------------------------------------------------------------------------------------------
case $what in test) list=requirements/dev.txt ;; *) list=requirements/run.txt ;; esac
stamp=$(cat requirements/installer.txt "$list" pyproject.toml | sha256sum | cut -d' ' -f1)
if [ "$(cat .venv/putright-"$what" 2>/dev/null)" = "$stamp" ]; then exit 0; fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/installer.txt
.venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r "$list"
.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
echo "$stamp" >.venv/putright-"$what"
