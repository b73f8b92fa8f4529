#!/usr/bin/env bash
# Run once by Gradescope, as root, when the autograder's image is built.
set -euo pipefail
cd "${AUTOGRADER_ROOT:-/autograder}/source"

new_enough() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local name
    for name in python3.15 python3.14 python3.13 python3.12 python3.11 python3; do
        if command -v "$name" >/dev/null && new_enough "$name"; then command -v "$name"; return; fi
    done
    return 1
}

if ! find_python >/dev/null; then
    apt-get update -qq
    apt-get install -y -qq python3-venv || true
    find_python >/dev/null || apt-get install -y -qq python3.12 python3.12-venv || apt-get install -y -qq python3.11 python3.11-venv || true
fi
# With bubblewrap submissions are confined further; without it the rest still holds.
command -v bwrap >/dev/null || apt-get install -y -qq bubblewrap || true

if ! python="$(find_python)"; then
    echo "No Python 3.11 or newer, with venv, is here. Choose the newest Ubuntu as this autograder's base image." >&2
    exit 1
fi
"$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check -e .
.venv/bin/python -m grader doctor --plain || true
