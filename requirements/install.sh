#!/bin/sh
# Install one hashed lock file into .venv, then the project itself, without touching anything else.
set -eu
lock=$1
bin=.venv/bin

with_uv() {
    "$bin/python" -m pip install --quiet --disable-pip-version-check uv &&
        "$bin/uv" pip install --quiet --python "$bin/python" --require-hashes -r "$lock"
}

with_pip() {
    "$bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
}

echo "Installing $lock into .venv ..."
with_uv 2>/dev/null || with_pip
"$bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
