import { AudioDaemonError } from "../errors.js";
import type { SessionOptions } from "../options.js";
import type { Encoding, WireFormat } from "../wire/messages.js";

const bytesOf: Readonly<Record<Encoding, number>> = {
  pcm_u8: 1,
  pcm_s16le: 2,
  pcm_s24le: 3,
  pcm_s32le: 4,
  pcm_f32le: 4,
  pcm_f64le: 8,
};

/** The format of a session: as it is sent, and how many bytes a frame of samples has. */
export interface StreamShape {
  readonly wire: WireFormat;
  /** Undefined: the stream says its format. */
  readonly bytesPerFrame: number | undefined;
  readonly sampleRate: number | undefined;
}

/**
 * The shape that the options describe.
 *
 * @throws AudioDaemonError `invalid_argument`: they cannot be meant.
 */
export function shapeOf(options: SessionOptions): StreamShape {
  const { sampleRate } = options;
  const format = options.format ?? (sampleRate === undefined ? "auto" : "pcm");
  const encoding = options.encoding ?? "pcm_s16le";
  const channels = options.channels ?? 1;
  if (!(encoding in bytesOf))
    throw invalid(`encoding "${encoding}" is unknown; use one of ${Object.keys(bytesOf).join(", ")}.`);
  if (sampleRate === undefined) {
    if (format === "pcm") throw invalid("samples without a header need a sampleRate, such as 24000.");
    return { wire: { format }, bytesPerFrame: undefined, sampleRate: undefined };
  }
  if (!Number.isInteger(sampleRate) || sampleRate < 1 || sampleRate > 768_000)
    throw invalid(`sampleRate ${String(sampleRate)} is no whole number of hertz from 1 to 768000.`);
  if (!Number.isInteger(channels) || channels < 1 || channels > 8)
    throw invalid(`channels ${String(channels)} is no whole number from 1 to 8.`);
  const wire = { format, sampleRate, channels, encoding };
  return format === "pcm"
    ? { wire, bytesPerFrame: bytesOf[encoding] * channels, sampleRate }
    : { wire, bytesPerFrame: undefined, sampleRate: undefined };
}

/** Refuses a volume that no daemon takes. */
export function checkVolume(volume: number): void {
  if (!(volume >= 0 && volume <= 4)) throw invalid(`volume ${String(volume)} is not between 0 and 4.`);
}

function invalid(what: string): AudioDaemonError {
  return new AudioDaemonError("invalid_argument", `Invalid option: ${what}`);
}
