#!/bin/sh
# Makes or mends .venv from requirements/dev.txt; a second call is instant. Used by every target of the Makefile.
# PYTHON names another interpreter. Failures are one sentence, and the next call begins where a clean state is certain.
set -eu
cd "$(dirname "$0")/.."

lock=requirements/dev.txt
venv=.venv
stamp=$venv/.installed
needed_megabytes=1500

say() { printf '%s\n' "$*" >&2; }
fail() { say "setup: $*"; exit 1; }
fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' >/dev/null 2>&1; }

# An environment that is a link belongs to somebody else: it is used and never changed.
if [ -L "$venv" ]; then exit 0; fi

wanted=$(cksum <"$lock")
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && fits "$venv/bin/python"; then exit 0; fi

# Two calls at once (make demo beside make test) must not build the same folder.
if [ "${WATCHBILL_SETUP_LOCKED:-}" = "" ] && command -v flock >/dev/null 2>&1; then
  mkdir -p .data || fail "the folder $(pwd) cannot be written."
  WATCHBILL_SETUP_LOCKED=1 exec flock .data/setup.lock sh "$0"
fi

find_python() {
  for candidate in ${PYTHON:-python3.11 python3.12 python3 python}; do
    if command -v "$candidate" >/dev/null 2>&1 && fits "$candidate"; then
      command -v "$candidate"
      return 0
    fi
  done
  return 1
}
python=$(find_python) || {
  found=$("${PYTHON:-python3}" --version 2>&1 || true)
  fail "Python 3.11 or 3.12 is needed, found: ${found:-none}. Install one (on Debian: apt-get install python3 python3-venv) or name it: make setup PYTHON=/path/to/python3.11"
}

free_megabytes=$(df -Pk . | awk 'NR == 2 { print int($4 / 1024) }')
if [ "${free_megabytes:-$needed_megabytes}" -lt "$needed_megabytes" ]; then
  fail "the environment needs $needed_megabytes MB and only $free_megabytes MB are free at $(pwd). Free some space and run the same command again."
fi

# Without its stamp an environment may be half installed: begin anew. With an old one, only the difference is installed.
if [ -e "$venv" ] && { [ ! -f "$stamp" ] || ! fits "$venv/bin/python"; }; then
  say "setup: an earlier installation was not finished; beginning anew."
  rm -rf "$venv"
fi
if [ ! -e "$venv" ]; then
  say "setup: making $venv with $("$python" --version)"
  if ! "$python" -m venv "$venv" >"${TMPDIR:-/tmp}/watchbill-venv.$$" 2>&1; then
    rm -rf "$venv"
    reason=$(tail -n 1 "${TMPDIR:-/tmp}/watchbill-venv.$$"; rm -f "${TMPDIR:-/tmp}/watchbill-venv.$$")
    if "$python" -m virtualenv --version >/dev/null 2>&1; then
      "$python" -m virtualenv -q "$venv" || { rm -rf "$venv"; fail "virtualenv could not make $venv."; }
    elif command -v uv >/dev/null 2>&1; then
      uv venv -q --seed --python "$python" "$venv" || { rm -rf "$venv"; fail "uv could not make $venv."; }
    elif ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
      version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
      fail "Python's venv and pip modules are not installed. On Debian or Ubuntu: apt-get install python$version-venv (or python3-venv), then run the same command again."
    else
      fail "python -m venv could not make $venv: $reason"
    fi
  fi
  rm -f "${TMPDIR:-/tmp}/watchbill-venv.$$"
fi
rm -f "$stamp"

say "setup: installing $(grep -c '^[a-z0-9]' "$lock") packages"
"$venv/bin/python" -m pip --version >/dev/null 2>&1 || fail "pip is missing in $venv. On Debian or Ubuntu: apt-get install python3-venv, remove $venv, then run the same command again."

install_with_uv() {
  "$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt >/dev/null 2>&1 || return 1
  # uv reads none of pip's settings; a mirror set for pip alone is handed over.
  if [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ]; then
    index=$("$venv/bin/python" -m pip config get global.index-url 2>/dev/null || true)
    if [ -n "${PIP_INDEX_URL:-$index}" ]; then UV_DEFAULT_INDEX=${PIP_INDEX_URL:-$index}; export UV_DEFAULT_INDEX; fi
  fi
  # The machine knows the certificates of its own network; the list built into uv does not.
  UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS:-true} "$venv/bin/uv" pip sync -q --python "$venv/bin/python" --require-hashes "$lock"
}
if ! install_with_uv; then
  say "setup: uv did not do it, installing with pip, which takes longer"
  "$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r "$lock" ||
    fail "the packages could not be installed (see above). Check the network and the disk, then run the same command again."
fi
printf '%s\n' "$wanted" >"$stamp"
say "setup: done"
