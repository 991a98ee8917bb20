# Debian's packages without harm to the system, sourced by test-tools.sh: nothing is ever removed or upgraded. What cannot be
# installed so is unpacked into $unpacked and used from there; deleting that folder undoes it.

unpacked=$tools_folder/debian

# An installed sound server starts with its owner's next login. On a person's machine these are unpacked at most.
sound_servers=" pulseaudio pipewire pipewire-bin pipewire-pulse wireplumber "

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  else
    sudo "$@"
  fi
}

can_be_root() { [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null 2>&1; }

apt_get() { apt-get -q -o DPkg::Lock::Timeout=120 "$@" </dev/null; }
apt_as_root() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 "$@" </dev/null >/dev/null; }

# Whether apt-get would install these without removing or upgrading anything.
is_harmless() {
  local simulated
  simulated=$(apt_get install -s --no-install-recommends --no-remove --no-upgrade "$@" 2>/dev/null) || return 1
  # "Inst NAME [INSTALLED] (NEW …)" is an upgrade.
  ! grep -qE '^(Remv|Purg) |^Inst [^ ]+ \[' <<<"$simulated"
}

# plan PACKAGE…: sets to_install and to_unpack.
plan() {
  local package
  to_install=() to_unpack=()
  for package in "$@"; do
    if ! can_be_root || { [ "${CI:-false}" != true ] && [[ $sound_servers == *" $package "* ]]; }; then
      to_unpack+=("$package")
    else
      to_install+=("$package")
    fi
  done
  [ ${#to_install[@]} -gt 0 ] || return 0
  ! is_harmless "${to_install[@]}" || return 0
  local candidates=("${to_install[@]}") # together they do harm: one after the other, those that do none
  to_install=()
  for package in "${candidates[@]}"; do
    if is_harmless "${to_install[@]}" "$package"; then
      to_install+=("$package")
    else
      say "installing $package would remove or upgrade others, or cannot be done: it is unpacked into $unpacked instead"
      to_unpack+=("$package")
    fi
  done
}

# get_packages PACKAGE…: installs and unpacks. What it could not get is missing afterwards; why has been said.
get_packages() {
  ! can_be_root || try apt_as_root update || say "apt-get update failed" >&2
  plan "$@"
  if [ ${#to_install[@]} -gt 0 ]; then
    say "installing ${to_install[*]}"
    try apt_as_root install -y --no-install-recommends --no-remove --no-upgrade "${to_install[@]}" ||
      say "apt-get could not install ${to_install[*]}" >&2
  fi
  if [ ${#to_unpack[@]} -gt 0 ]; then
    say "unpacking ${to_unpack[*]} into $unpacked"
    unpack "${to_unpack[@]}" || say "could not unpack ${to_unpack[*]}" >&2
    use_unpacked
    drop_broken
  fi
  hash -r
}

# With what each needs and the system does not have, of the version that would be installed. No script of a package runs.
unpack() {
  local simulated archives wanted file
  simulated=$(apt_get install -s --no-install-recommends "$@" 2>/dev/null) || return 1
  mapfile -t wanted < <(sed -nE 's/^Inst ([^ ]+)( \[[^]]*\])? \(([^ ]+) .*/\1=\3/p' <<<"$simulated")
  [ ${#wanted[@]} -gt 0 ] || return 1
  for file in "${wanted[@]}"; do
    case $file in
      libc6=* | libc6:*) say "they need another C library than this system's" >&2 && return 1 ;;
    esac
  done
  archives=$(mktemp -d)
  if (cd "$archives" && try apt_get download "${wanted[@]}") >/dev/null 2>&1; then
    mkdir -p "$unpacked"
    for file in "$archives"/*.deb; do
      dpkg-deb -x "$file" "$unpacked" || { rm -rf "$archives" && return 1; }
    done
    rm -rf "$archives"
  else
    rm -rf "$archives"
    return 1
  fi
}

# Lets what is unpacked be found, behind what is installed: programs, libraries, and what programs look for where a package puts it.
use_unpacked() {
  local root=$unpacked/usr folder
  [ -d "$root" ] || return 0
  [[ :$PATH: == *:"$root/bin":* ]] || export PATH=$PATH:$root/bin
  for folder in "$root"/lib/*-linux-gnu*; do
    [ -d "$folder" ] || continue
    add_to LD_LIBRARY_PATH "$folder" "$folder/pulseaudio" "$folder/blas" "$folder/lapack"
    set_to SPA_PLUGIN_DIR "$folder"/spa-0.2
    set_to PIPEWIRE_MODULE_DIR "$folder"/pipewire-0.3
    set_to WIREPLUMBER_MODULE_DIR "$folder"/wireplumber-0.[0-9]
    set_to ALSA_PLUGIN_DIR "$folder"/alsa-lib
    [ ! -d "$folder/espeak-ng-data" ] || set_to ESPEAK_DATA_PATH "$folder"
  done
  set_to PIPEWIRE_CONFIG_DIR "$root"/share/pipewire
  set_to WIREPLUMBER_CONFIG_DIR "$root"/share/wireplumber
  set_to WIREPLUMBER_DATA_DIR "$root"/share/wireplumber
  for folder in "$root"/lib/pulse-*/modules; do
    set_to PULSE_DLPATH "$folder"
    add_to LD_LIBRARY_PATH "$folder"
  done
  add_to PYTHONPATH "$root/lib/python3/dist-packages"
}

# add_to VARIABLE FOLDER…: those that are there, to a path.
add_to() {
  local variable=$1 folder
  for folder in "${@:2}"; do
    [ ! -d "$folder" ] || [[ :${!variable:-}: == *:"$folder":* ]] || export "$variable=$folder${!variable:+:${!variable}}"
  done
}

# set_to VARIABLE FOLDER: where it is there.
set_to() {
  [ ! -d "$2" ] || export "$1=$2"
}

# A program that lacks a library here is as good as missing, and must not be found.
drop_broken() {
  local program lacking
  for program in "$unpacked"/usr/bin/*; do
    lacking=$(ldd "$program" 2>/dev/null | sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p' | sort -u | tr "\n" " " || true)
    [ -z "$lacking" ] || { say "${program##*/} does not run from $unpacked: it lacks $lacking" >&2 && rm -f "$program"; }
  done
}
