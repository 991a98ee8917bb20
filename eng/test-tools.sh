#!/usr/bin/env bash
# What the tests run beside the daemon, sourced by test.sh: looks for it, and gets what is missing.
# `eng/test-tools.sh`, run by itself, does only that.

tools_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/.tools

say() { printf '%s\n' "test.sh: $*"; }
die() { say "$*" >&2; exit 1; }

. "$(dirname "${BASH_SOURCE[0]}")/debian-packages.sh"

# What the tests run, and the Debian package that it is in. A name that ends in .so or .so.N is a file, found by the loader.
tools=(
  pulseaudio:pulseaudio parec:pulseaudio-utils pactl:pulseaudio-utils paplay:pulseaudio-utils
  pipewire:pipewire pw-metadata:pipewire-bin pipewire-pulse:pipewire-pulse wireplumber:wireplumber dbus-daemon:dbus-daemon
  sox:sox soxi:sox ffmpeg:ffmpeg lame:lame flac:flac opusenc:opus-tools oggenc:vorbis-tools espeak-ng:espeak-ng aplay:alsa-utils curl:curl jq:jq tmux:tmux node:nodejs npm:npm chromium:chromium
)
libraries=(libopus.so.0:libopus0 libpulse-simple.so.0:libpulse0 libportaudio.so.2:libportaudio2 libasound_module_pcm_pulse.so:libasound2-plugins)
python_modules=(websockets:python3-websockets)

has_library() {
  local folder
  local IFS=:
  for folder in ${LD_LIBRARY_PATH:-} ${ALSA_PLUGIN_DIR:-}; do
    [ ! -e "$folder/$1" ] || return 0
  done
  ldconfig -p 2>/dev/null | grep -qF "$1 " ||
    find /usr/lib /usr/local/lib -name "$1" -print -quit 2>/dev/null | grep -q .
}

# find_python MODULE…: the first Python that has them. Debian's packages are for /usr/bin/python3, which need not be the first one on the PATH.
find_python() {
  local python
  for python in "${TEST_PYTHON:-}" /usr/bin/python3 python3; do
    [ -n "$python" ] && "$python" -c "import $(IFS=, && echo "$*")" >/dev/null 2>&1 && command -v "$python" && return
  done
  return 1
}

# Sets missing_names and missing_packages.
look_for_tools() {
  missing_names=() missing_packages=()
  local entry
  for entry in "${tools[@]}"; do
    command -v "${entry%%:*}" >/dev/null 2>&1 && continue
    missing_names+=("${entry%%:*}") missing_packages+=("${entry##*:}")
  done
  for entry in "${python_modules[@]}"; do
    find_python "${entry%%:*}" >/dev/null && continue
    missing_names+=("${entry%%:*} (a module of Python)") missing_packages+=("${entry##*:}")
  done
  [ "$(uname -s)" = Linux ] || return 0 # elsewhere there is no list of libraries to ask
  for entry in "${libraries[@]}"; do
    has_library "${entry%%:*}" && continue
    missing_names+=("${entry%%:*}") missing_packages+=("${entry##*:}")
  done
}

# What goes through a network may fail for a moment: three tries.
try() {
  local attempt
  for attempt in 1 2 3; do
    "$@" && return 0
    [ "$attempt" -eq 3 ] || { say "failed, trying again: $*"; sleep $((5 * attempt)); }
  done
  return 1
}

missing_list() { echo "missing: $(IFS=, && sed 's/,/, /g' <<<"${missing_names[*]}")"; }

# Whether packages may be got: in CI they are, a person at a terminal is asked, and where nobody can be asked nothing happens.
may_get() {
  [ "${CI:-false}" != true ] || return 0
  [ -t 0 ] || { say "$(missing_list). Started in a terminal, test.sh asks whether it may get them." >&2 && return 1; }
  local answer
  say "$(missing_list)."
  say "Get Debian's $1? apt-get installs them; sound servers, and what it could only install"
  say "by removing or upgrading something else, are unpacked into $unpacked instead."
  read -r -p "test.sh: [y/N] " answer || return 1
  [[ $answer == [yY]* ]]
}

# Debian's packages.
install_packages() {
  use_unpacked
  look_for_tools
  [ ${#missing_names[@]} -gt 0 ] || return 0
  local packages
  mapfile -t packages < <(printf '%s\n' "${missing_packages[@]}" | sort -u)
  if command -v apt-get >/dev/null 2>&1 && may_get "${packages[*]}"; then
    get_packages "${packages[@]}"
    look_for_tools
    [ ${#missing_names[@]} -gt 0 ] || return 0
  fi
  mapfile -t packages < <(printf '%s\n' "${missing_packages[@]}" | sort -u)
  say "$(missing_list). Install what Debian calls: ${packages[*]}" >&2
  [ "${CI:-false}" != true ] || die "CI=true: the tests do not run without their tools."
  say "the tests that need them are skipped." >&2
}

# Node's ws, other runtimes of JavaScript, and what drives a browser, of the versions in the lock file, into the project's own
# folder. Tests find them by TEST_NODE_MODULES.
install_node_modules() {
  export TEST_NODE_MODULES=$tools_folder/node/node_modules
  command -v npm >/dev/null 2>&1 || return 0 # it stands among what is missing
  local wanted=$tools_folder/../tests/Audio.Testing/Node
  ! cmp -s "$wanted/package-lock.json" "$tools_folder/node/installed.json" || return 0
  say "installing ws, Node 22, Bun, Deno and Playwright into $TEST_NODE_MODULES"
  rm -rf "$tools_folder/node"
  mkdir -p "$tools_folder/node"
  cp "$wanted/package.json" "$wanted/package-lock.json" "$tools_folder/node/"
  if try npm ci --prefix "$tools_folder/node" --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null >/dev/null; then
    cp "$wanted/package-lock.json" "$tools_folder/node/installed.json" # last: what is half installed is installed again
    return 0
  fi
  [ "${CI:-false}" != true ] || die "npm could not install them. CI=true: the tests do not run without their tools."
  say "npm could not install them: the tests that need them are skipped." >&2
}

get_tools() {
  install_packages
  install_node_modules
  ! TEST_PYTHON=$(find_python "${python_modules[@]%%:*}") || export TEST_PYTHON
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  set -euo pipefail
  get_tools
fi
