#!/usr/bin/env bash
# Makes the samples anew: speech with espeak-ng, music with sox. Everything is synthesised here, so nobody else's rights are in it.
# Usage: samples/make.sh [FOLDER]     into this folder, or another
set -euo pipefail

to=${1:-$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)}
mkdir -p "$to"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for tool in espeak-ng sox; do
  command -v "$tool" >/dev/null || { echo "samples/make.sh needs $tool (Debian: apt-get install espeak-ng sox)" >&2; exit 1; }
done

# speech FILE VOICE RATE "ENCODING" WORDS-PER-MINUTE TEXT: silence cut off at both ends, peak at -4 dB.
speech() {
  espeak-ng -v "$2" -s "$5" -w "$work/speech.wav" "$6"
  # shellcheck disable=SC2086 # the encoding is several words
  sox -D "$work/speech.wav" -r "$3" $4 "$to/$1" \
    rate -v silence 1 0.01 0.5% reverse silence 1 0.01 0.5% pad 0.02 reverse pad 0.02 gain -n -4
}

# music FILE RATE "ENCODING": what is in $work/music.wav, peak at -4 dB.
music() {
  # shellcheck disable=SC2086
  sox -D "$work/music.wav" -r "$2" $3 "$to/$1" rate -v gain -n -4
}

u8="-b 8 -e unsigned-integer" s16="-b 16 -e signed-integer" s24="-b 24 -e signed-integer" f32="-b 32 -e floating-point"

speech speech-en-22k-16bit-mono.wav en-gb+m3 22050 "$s16" 170 "Good morning. The build is green, and your tea is ready."
speech speech-de-24k-16bit-mono.wav de+f2 24000 "$s16" 175 "Guten Morgen. Alle Prüfungen sind bestanden."
speech speech-fr-16k-float-mono.wav fr+f4 16000 "$f32" 160 "Bonjour, trois messages vous attendent."
speech speech-es-8k-8bit-mono.wav es+m5 8000 "$u8" 165 "Hola, la copia de seguridad ha terminado sin errores."

# A plucked string per note of a C major ninth, one after the other.
notes=()
n=0
for note in C3 G3 E4 B4 D5 B4 E4 G3; do
  sox -D -n -r 48000 -c 1 -b 32 "$work/note$n.wav" synth 1.4 pluck "$note" fade 0 1.4 0.5 pad "$(echo "$n" | awk '{print $1 * 0.22}')"
  notes+=("$work/note$n.wav")
  n=$((n + 1))
done
sox -D -m "${notes[@]}" "$work/music.wav" trim 0 2.1 fade 0 2.1 0.3
music arpeggio-48k-24bit-mono.wav 48000 "$s24"

# Kick on 1 and 3, snare on 2 and 4, hi-hat to the right on every eighth; 120 beats a minute, one bar.
# noise comes from a generator that sox seeds the same way each time (-R).
sox -R -D -n -r 48000 -c 1 -b 32 "$work/kick.wav" synth 0.22 sine 150:45 fade l 0 0.22 0.2
sox -R -D -n -r 48000 -c 1 -b 32 "$work/snare.wav" synth 0.18 whitenoise gain -3 band 1800 2400 fade l 0 0.18 0.17
sox -R -D -n -r 48000 -c 1 -b 32 "$work/hat.wav" synth 0.06 whitenoise gain -6 highpass 7000 fade l 0 0.06 0.055 gain -4
hits=()
hit() { # NAME SECONDS LEFT RIGHT
  local file=$work/hit${#hits[@]}.wav
  sox -D "$work/$1.wav" "$file" remix "1v$3" "1v$4" pad "$2" "$(awk -v s="$2" 'BEGIN {print 2.2 - s - 0.25}')"
  hits+=("$file")
}
for beat in 0 1; do hit kick "$beat" 1 1; hit snare "$beat.5" 0.9 0.7; done
for eighth in 0 0.25 0.5 0.75 1 1.25 1.5 1.75; do hit hat "$eighth" 0.3 1; done
sox -D -m "${hits[@]}" "$work/music.wav" trim 0 2.1
music drums-44k-8bit-stereo.wav 44100 "$u8"

# A minor ninth and a D chord, soft, slightly apart on the two sides.
chord() { # FILE NOTES...
  local file=$1 layers=() i=0 note
  shift
  for note in "$@"; do
    sox -D -n -r 48000 -c 1 -b 32 "$work/layer$i.wav" synth 1.2 triangle "$note" fade t 0.08 1.2 0.5
    layers+=("$work/layer$i.wav")
    i=$((i + 1))
  done
  sox -D -m "${layers[@]}" "$file"
}
chord "$work/chord1.wav" A3 C4 E4 B4
chord "$work/chord2.wav" D3 A3 C4 F#4
sox -D "$work/chord1.wav" "$work/chord2.wav" "$work/left.wav"
sox -D "$work/left.wav" "$work/right.wav" pad 0.012 trim 0 2.4 tremolo 5 20
sox -D -M "$work/left.wav" "$work/right.wav" "$work/music.wav"
music chords-8k-16bit-stereo.wav 8000 "$s16"
