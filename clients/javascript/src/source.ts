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
  const given: unknown = await source;
  if (ArrayBuffer.isView(given) || given instanceof ArrayBuffer) return ofIterator([given][Symbol.iterator]());
  if (typeof given === "object" && given !== null) {
    // By what they can do: an answer or a stream may be that of a package.
    if ("ok" in given && "body" in given) return openSource(await bodyOf(given as Response));
    if ("getReader" in given) return ofStream(given as ReadableStream<Bytes>);
    if (Symbol.asyncIterator in given) return ofIterator((given as AsyncIterable<Bytes>)[Symbol.asyncIterator]());
    if (Symbol.iterator in given) return ofIterator((given as Iterable<Bytes>)[Symbol.iterator]());
    if (given instanceof Blob) return ofStream(given.stream());
  }
  throw new AudioDaemonError(
    "bad_source",
    `A ${given === null ? "null" : typeof given} cannot be played; pass a Response, a stream, a Blob, or bytes.`,
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
