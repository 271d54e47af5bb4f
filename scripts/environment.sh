# Sourced by the other scripts: makes the virtual environment $VENV (default: .venv) with a Python from 3.11 on.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
VENV=${VENV:-.venv}

find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null &&
      "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo "Python 3.11 or newer is needed; install it, or name it: PYTHON=/path/to/python $0" >&2
  return 1
}

# install MARK ARGUMENTS...: pip install, unless the project's dependencies have not changed since the last time.
install() {
  local mark=$1 python stamp
  shift
  [ -x "$VENV/bin/python" ] || { python=$(find_python) && "$python" -m venv "$VENV"; }
  stamp=$(cat pyproject.toml constraints.txt | cksum)
  if [ "$(cat "$VENV/.$mark" 2>/dev/null || true)" != "$stamp" ]; then
    echo "Installing into $VENV …" >&2
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt "$@"
    echo "$stamp" >"$VENV/.$mark"
  fi
}
