#!/usr/bin/env bash
# Measures resampler, loudness, speed and costs, and writes docs/sound.md with its pictures in docs/sound/. Usage: benchmarks/sound.sh
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
for tool in sox ffmpeg; do
  command -v "$tool" >/dev/null || { echo "${0##*/} needs $tool (Debian: apt-get install sox ffmpeg)" >&2; exit 2; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build "$root/benchmarks/Audio.Sound" -c Release -v quiet --nologo >&2
sound() { dotnet "$root/benchmarks/Audio.Sound/bin/Release/net10.0/Audio.Sound.dll" "$@"; }

mkdir -p "$root/docs/sound"
sound sweeps "$work"
for way in ours sox linear; do
  sox -V1 "$work/sweep-$way.wav" -n spectrogram -x 400 -y 257 -z 120 -w Dolph -r -o "$root/docs/sound/sweep-$way.png"
done

readings=()
for file in "$root"/samples/*.wav; do
  lufs=$(ffmpeg -hide_banner -nostdin -nostats -i "$file" -af ebur128 -f null - 2>&1 | sed -n 's/^ *I: *\(-*[0-9.]*\) LUFS.*/\1/p' | tail -1)
  readings+=("$file" "$lufs")
done

{
  cat <<'EOF'
# Sound

What the sound goes through, and how well. This page is made by [benchmarks/sound.sh](../benchmarks/sound.sh); every number on it is measured, costs on one
core of the machine named at the end.

## Resampling

Everything is brought to the mix rate before it is mixed. Passband is the largest deviation of a tone's level at any hundredth of the input's Nyquist frequency up to 0.9 of it;
an image is the tone's mirror about the input's rate; SINAD is the tone against everything else. The cost is that of 10 ms, 480 frames out; `sox` is timed
on ten minutes, processor time less what reading and writing them takes. Where the mix has 2.5 times the rate and more, as with the 16 and 8 kHz of speech, the filter is a longer one with the edge
of `sox rate -v`, 3 dB down at 0.95 of Nyquist: speech comes out as sox makes it:
what differs is 86.8 dB under it at 16 kHz, 74.5 at 8, and 68.7 at 11.025 (a test holds 80, 70 and 65). It costs 4.9 µs at 16 kHz, 6.4 at 8 and 11.4 at
11.025, where the short one took 1.4, 2.0 and 5.7 to 7.1 (30 November 2026, both in one session); 24 kHz has the short one, so the cost of [a hundred streams](performance.md) is what it was.

EOF
  sound resamplers "$work"
  cat <<'EOF'

A sweep over the whole band of 24 kHz, brought to 48 kHz. Time goes to the right, frequency from 0 at the bottom to 24 kHz at the top, 120 dB from white to black.
One line is the sweep; the other one is what was added to it. Ours shows its image only in the last tenth of the band, which the filter needs to fall.

| this project | `sox rate -v` | linear interpolation |
|---|---|---|
| ![A sweep by this project](sound/sweep-ours.png) | ![A sweep by sox](sound/sweep-sox.png) | ![A sweep by linear interpolation](sound/sweep-linear.png) |

## The mix

The sum is kept within full scale by a limiter without delay: what does not exceed it passes bit for bit, and an overload is made quieter and not cut
([why](adr/0005-limiter-without-look-ahead.md)). Where samples are written as 16 bits, those between two steps are dithered (TPDF).

## Loudness

The meter (EBU R128, ITU-R BS.1770-4) beside FFmpeg's, in LUFS, and what `loudness:LUFS` makes of each sample, played once, by the same meter. Mono counts
for the meter as in FFmpeg, and for the normaliser as heard from both loudspeakers. A session looks ahead, a bus does not
([why](adr/0009-look-ahead-of-the-normaliser.md)). Peaks stay below -1 dB; where they stand too high above the rest, as in the drums, that comes before the target.

EOF
  sound loudness "${readings[@]}"
  cat <<'EOF'

## Speed

`speed:FACTOR` changes the speed and not the pitch.

EOF
  sound speed
  printf '\n## Costs\n\n'
  sound costs
  printf '\nMeasured on %s, %s.\n' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)" ".NET $(dotnet --version)"
} >"$work/sound.md"
mv "$work/sound.md" "$root/docs/sound.md"
echo "docs/sound.md and docs/sound/ are written." >&2
