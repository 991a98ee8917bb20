# The ground that the measuring scripts stand on, sourced by them: a null sink of PulseAudio or PipeWire and a daemon that plays to it, all on
# loopback and in a folder of their own, ended with the script. Gives $work, $port, $daemon_pid, and the sink "speaker".
#
# RIG_NICE=-15 sets all of it before what else the machine does (Linux, as root): builds next door spoil the figures less then.

if [[ -n ${RIG_NICE:-} && -z ${RIG_PREFERRED:-} ]]; then
  # What is nice is the session as a whole where the kernel groups by session, and each process where it does not.
  export RIG_PREFERRED=1
  exec setsid --wait bash -c 'echo "$RIG_NICE" 2>/dev/null >/proc/$$/autogroup; renice -n "$RIG_NICE" $$ >/dev/null; exec "$@"' rig "$0" "$@"
fi

need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null && continue
    echo "${0##*/} needs $tool (Debian: apt-get install pulseaudio pulseaudio-utils curl sox espeak-ng; PipeWire: dbus-daemon pipewire pipewire-pulse wireplumber)" >&2
    exit 2
  done
}

end_rig() {
  local pid
  for pid in $daemon_pid $server_pids $support_pids; do
    end_process "$pid"
  done
  end_leftovers
  rm -rf "$work"
}

# end_process PID: asks it to end, and kills it where it is still there 15 s later (a daemon plays what it holds first, up to 10 s).
end_process() {
  local tries
  kill "$1" 2>/dev/null || return 0
  for ((tries = 0; tries < 300; tries++)); do
    kill -0 "$1" 2>/dev/null || break
    sleep 0.05
  done
  kill -KILL "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

# Whatever was started here has the run's folder as its home. What is still there has been left behind by who started it.
end_leftovers() {
  local process
  for process in /proc/[0-9]*; do
    ! { tr '\0' '\n' <"$process/environ" | grep -qxF "HOME=$work"; } 2>/dev/null || kill -KILL "${process##*/}" 2>/dev/null || true
  done
}

# await SECONDS WHAT PID LOG COMMAND…: until the command succeeds. Where the process ends before or the time is over, that is said with its log.
await() {
  local seconds=$1 what=$2 pid=$3 log=$4 began=$SECONDS
  until timeout 5 "${@:5}" >/dev/null 2>&1; do
    if ! kill -0 "$pid" 2>/dev/null || ((SECONDS - began >= seconds)); then
      cat "$log" >&2
      echo "${0##*/}: $what does not answer" >&2
      exit 1
    fi
    sleep 0.02
  done
}

# start_rig PROJECT [option of the daemon …]: builds the daemon and the benchmark of that name, and starts sound server and daemon.
# With build=false nothing is built; with host=PATH that is the daemon.
start_rig() {
  start_sound_server "$1"
  start_daemon "${@:2}"
  [[ ${sink:-pulse} != pulse ]] || await_sink
}

# A null sink that nobody asked for less has up to 2 s of silence rendered, and plays that before what the daemon brings.
await_sink() {
  local tries
  for ((tries = 0; tries < 60; tries++)); do
    (($(LC_ALL=C timeout 5 pactl list sinks | sed -n 's/.*Latency: \([0-9]*\) usec.*/\1/p' | head -n 1) > 50000)) || return 0
    sleep 0.05
  done
}

# start_sound_server PROJECT: $sound_server is pulseaudio, or pipewire; $null_sink are more arguments of PulseAudio's null sink.
# Gives $server_pids, what works for each stream, and $support_pids, what only has to be there.
start_sound_server() {
  need pactl curl
  work=$(mktemp -d) server_pids= support_pids= daemon_pid=
  trap end_rig EXIT

  if ${build:-true}; then
    [ -n "${host:-}" ] || dotnet build "$root/src/Audio.Cli" -c Release -v quiet --nologo >&2
    dotnet build "$root/benchmarks/$1" -c Release -v quiet --nologo >&2
  fi

  export HOME="$work" XDG_RUNTIME_DIR="$work" XDG_CONFIG_HOME="$work" XDG_STATE_HOME="$work" PULSE_RUNTIME_PATH="$work/pulse"
  if [[ ${sound_server:-pulseaudio} == pipewire ]]; then
    start_pipewire
  else
    start_pulseaudio
  fi
}

start_pulseaudio() {
  need pulseaudio
  export PULSE_SERVER="unix:$work/native"
  pulseaudio -n --daemonize=no --exit-idle-time=-1 --use-pid-file=no --disable-shm=no \
    --load="module-null-sink sink_name=speaker ${null_sink:-}" \
    --load="module-native-protocol-unix socket=$work/native auth-anonymous=1" 2>"$work/pulse.log" &
  server_pids=$!
  await 60 PulseAudio "$server_pids" "$work/pulse.log" pactl info
}

# Its session manager needs a message bus, and makes the sink the default one some time after it is there.
start_pipewire() {
  need dbus-daemon pipewire wireplumber pipewire-pulse
  export DBUS_SESSION_BUS_ADDRESS="unix:path=$work/bus" PULSE_SERVER="unix:$work/pulse/native"
  cat >"$work/bus.conf" <<EOF
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=$work/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>
EOF
  dbus-daemon --config-file="$work/bus.conf" --nofork 2>"$work/bus.log" &
  support_pids=$!
  await 60 D-Bus "$!" "$work/bus.log" test -S "$work/bus"
  pipewire 2>"$work/pipewire.log" &
  server_pids=$!
  await 60 PipeWire "$!" "$work/pipewire.log" test -S "$work/pipewire-0"
  wireplumber 2>"$work/wireplumber.log" &
  support_pids+=" $!"
  pipewire-pulse 2>"$work/pulse.log" &
  server_pids+=" $!"
  await 60 pipewire-pulse "$!" "$work/pulse.log" pactl info
  pactl load-module module-null-sink media.class=Audio/Sink sink_name=speaker channels=2 rate=48000 >/dev/null
  await 60 wireplumber "${support_pids##* }" "$work/wireplumber.log" sh -c "LC_ALL=C pactl info | grep -qx 'Default Sink: speaker'"
}

# The daemon as people get it: $host is the program that ./audiod runs, built if it has to be (AUDIOD_BUILD=native: as machine code).
build_as_people_do() {
  "$root/audiod" --version >/dev/null
  host=$root/.audiod/$(<"$root/.audiod/current")/Audio.Cli
  [[ ! -f $host.dll ]] || host=$host.dll
}

# start_daemon [option …]: $sink names another sink than PulseAudio.
start_daemon() {
  local program=("${host:-$root/src/Audio.Cli/bin/Release/net10.0/Audio.Cli.dll}")
  [[ ${program[0]} != *.dll ]] || program=(dotnet "${program[0]}")
  port=$((20000 + RANDOM % 20000))
  "${program[@]}" run --port "$port" --sink "${sink:-pulse}" --socket none \
    --state-dir "$work" --log-dir "$work" "$@" >"$work/daemon.log" 2>&1 &
  daemon_pid=$!
  await 60 "the daemon" "$daemon_pid" "$work/daemon.log" curl -sf "http://127.0.0.1:$port/health"
}
