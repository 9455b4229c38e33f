#!/bin/sh
# Install one hashed lock file into .venv, then the project itself, without touching anything else.
set -eu
lock=$1
bin=.venv/bin
log=.venv/install.log

pip() {
    "$bin/python" -m pip "$@" --quiet --disable-pip-version-check
}

with_uv() {
    pip install uv && "$bin/uv" pip install --quiet --python "$bin/python" --require-hashes -r "$lock"
}

echo "Installing $lock into .venv ..."
if ! { with_uv || pip install --require-hashes -r "$lock"; } >"$log" 2>&1 ||
    ! pip install --no-deps --no-build-isolation --editable . >>"$log" 2>&1; then
    cat "$log" >&2
    echo "Installing $lock failed; see above." >&2
    exit 1
fi
