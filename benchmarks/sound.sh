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

The processing that sound goes through, and its quality. [benchmarks/sound.sh](../benchmarks/sound.sh) generates this page. Every number
is measured; costs apply to one core of the machine named at the end.

## Resampling

All sound is resampled to the mix rate before it is mixed. *Passband* is the largest deviation of a tone's level, tested at every
hundredth of the input's Nyquist frequency up to 0.9 of it. *Image* is the tone's mirror image about the input's rate. *SINAD* is the
ratio of the tone to everything else. Costs are for 10 ms, 480 output frames. `sox` was timed on ten minutes of sound, as CPU time
minus that of reading and writing.

If the mix rate is at least 2.5 times the input's, as for speech at 16 and 8 kHz, the resampler uses a longer filter with the same
edge as `sox rate -v`, 3 dB down at 0.95 of Nyquist. Its output matches that of sox: the difference is 86.8 dB below the speech at
16 kHz, 74.5 dB at 8 kHz and 68.7 dB at 11.025 kHz (a test requires 80, 70 and 65). The longer filter costs 4.9 µs at 16 kHz, 6.4 at 8
and 11.4 at 11.025; the short one took 1.4, 2.0 and 5.7 to 7.1 (30 November 2026, both in one session). 24 kHz uses the short filter,
so the cost of [a hundred streams](performance.md) has not changed.

EOF
  sound resamplers "$work"
  cat <<'EOF'

A sweep over the whole band of a 24 kHz input, resampled to 48 kHz. Time runs to the right, frequency from 0 at the bottom to 24 kHz at
the top; white to black spans 120 dB. One line is the sweep; any other line was added by the resampler. Ours shows an image only in
the last tenth of the band, the filter's transition band.

| this project | `sox rate -v` | linear interpolation |
|---|---|---|
| ![A sweep by this project](sound/sweep-ours.png) | ![A sweep by sox](sound/sweep-sox.png) | ![A sweep by linear interpolation](sound/sweep-linear.png) |

## The mix

A limiter without delay keeps the sum within full scale. Sound below full scale passes bit for bit; an overload is attenuated, not
clipped ([why](adr/0005-limiter-without-look-ahead.md)). Output with 16 bits is dithered (TPDF) wherever a sample falls between two
steps.

## Loudness

Our meter (EBU R128, ITU-R BS.1770-4) against FFmpeg's, in LUFS, and the result of `loudness:LUFS` for each sample, played once and read by
the same meter. The meter treats mono as FFmpeg does; the normaliser treats it as sound from both loudspeakers. A session uses
look-ahead, a bus does not ([why](adr/0009-look-ahead-of-the-normaliser.md)). Peaks stay below -1 dB. This takes precedence over the
target if a sample's peaks are far above its average, as in the drums.

EOF
  sound loudness "${readings[@]}"
  cat <<'EOF'

## Speed

`speed:FACTOR` changes the speed but not the pitch.

EOF
  sound speed
  printf '\n## Costs\n\n'
  sound costs
  printf '\nMeasured on %s, %s.\n' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)" ".NET $(dotnet --version)"
} >"$work/sound.md"
mv "$work/sound.md" "$root/docs/sound.md"
echo "docs/sound.md and docs/sound/ are written." >&2
