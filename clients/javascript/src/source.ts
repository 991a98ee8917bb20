import { AudioDaemonError } from "./errors.js";
import type { Bytes } from "./session/session.js";

/** What can be played: an answer of `fetch` (or the promise of one), a stream, a file, bytes, or an iteration of bytes. */
export type PlaySource =
  | Response
  | Promise<Response>
  | ReadableStream<Bytes>
  | AsyncIterable<Bytes>
  | Iterable<Bytes>
  | Blob
  | Bytes;

/** Pieces of bytes as they arrive. */
export interface Pieces {
  /** The next one; undefined: that was all. */
  next(): Promise<Bytes | undefined>;

  /** Nothing more is wanted. Returns at once, also while a piece is awaited. */
  cancel(): void;
}

/**
 * Opens a source.
 *
 * @throws AudioDaemonError `bad_source`: it is no success, has no body, or is nothing that can be played.
 */
export async function openSource(source: PlaySource): Promise<Pieces> {
  const given = await source;
  if (ArrayBuffer.isView(given) || given instanceof ArrayBuffer) return ofIterator([given][Symbol.iterator]());
  if (given instanceof Response) return ofStream(await bodyOf(given));
  if (given instanceof Blob) return ofStream(given.stream());
  if (given instanceof ReadableStream) return ofStream(given);
  if (typeof given === "object" && Symbol.asyncIterator in given) return ofIterator(given[Symbol.asyncIterator]());
  if (typeof given === "object" && Symbol.iterator in given) return ofIterator(given[Symbol.iterator]());
  throw new AudioDaemonError(
    "bad_source",
    `A ${typeof given} cannot be played; pass a Response, a stream, a Blob, bytes, or an iteration of bytes.`,
  );
}

async function bodyOf(response: Response): Promise<ReadableStream<Bytes>> {
  if (!response.ok) {
    const text = (await response.text().catch(() => "")).slice(0, 200);
    const where = response.url === "" ? "The source" : response.url;
    throw new AudioDaemonError("bad_source", `${where} answered ${String(response.status)}: ${text}`);
  }
  if (response.body === null) throw new AudioDaemonError("bad_source", "The answer has no body to play.");
  return response.body;
}

function ofStream(stream: ReadableStream<Bytes>): Pieces {
  const reader = stream.getReader();
  return {
    async next() {
      const { done, value } = await reader.read();
      return done ? undefined : value;
    },
    cancel() {
      reader.cancel().catch(() => undefined);
    },
  };
}

function ofIterator(iterator: AsyncIterator<Bytes> | Iterator<Bytes>): Pieces {
  return {
    async next() {
      const result = await iterator.next();
      return result.done === true ? undefined : result.value;
    },
    cancel() {
      void (async () => iterator.return?.())().catch(() => undefined);
    },
  };
}
