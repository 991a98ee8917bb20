#!/usr/bin/env bash
# First sound at a PulseAudio null sink's monitor: this daemon beside paplay started per request, in one interleaved run.
# Needs pulseaudio, paplay and parec (Debian: pulseaudio pulseaudio-utils). Usage: benchmarks/first-sound.sh [ROUNDS]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
for tool in pulseaudio paplay parec curl; do
  command -v "$tool" >/dev/null || { echo "first-sound.sh needs $tool (Debian: apt-get install pulseaudio pulseaudio-utils curl)" >&2; exit 2; }
done

work=$(mktemp -d)
pulse_pid= daemon_pid=
finish() {
  [ -n "$daemon_pid" ] && kill "$daemon_pid" 2>/dev/null && wait "$daemon_pid" 2>/dev/null || true
  [ -n "$pulse_pid" ] && kill "$pulse_pid" 2>/dev/null && wait "$pulse_pid" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

dotnet build "$root/src/Audio.Host" -c Release -v quiet --nologo >&2
dotnet build "$root/benchmarks/Audio.FirstSound" -c Release -v quiet --nologo >&2

export HOME="$work" XDG_RUNTIME_DIR="$work" PULSE_RUNTIME_PATH="$work/pulse" PULSE_SERVER="unix:$work/native"
pulseaudio -n --daemonize=no --exit-idle-time=-1 --use-pid-file=no --disable-shm=no \
  --load="module-null-sink sink_name=speaker" \
  --load="module-native-protocol-unix socket=$work/native auth-anonymous=1" 2>"$work/pulse.log" &
pulse_pid=$!
until pactl info >/dev/null 2>&1; do
  kill -0 "$pulse_pid" 2>/dev/null || { cat "$work/pulse.log" >&2; exit 1; }
done

port=$(( 20000 + RANDOM % 20000 ))
dotnet "$root/src/Audio.Host/bin/Release/net10.0/Audio.Host.dll" run --port "$port" --sink pulse --state-dir "$work" --log-dir "$work" >"$work/daemon.log" 2>&1 &
daemon_pid=$!
until curl -sf "http://127.0.0.1:$port/health" >/dev/null; do
  kill -0 "$daemon_pid" 2>/dev/null || { cat "$work/daemon.log" >&2; exit 1; }
done

dotnet "$root/benchmarks/Audio.FirstSound/bin/Release/net10.0/Audio.FirstSound.dll" "$port" speaker.monitor "${1:-50}"
