/** What a message on a byte stream holds. */
export const messageKind = { json: 0, chunkFrame: 1 } as const;

/** A message has a prefix: the length of its body (u32, little-endian) and its kind. */
export const prefixSize = 5;

/** The longest body that is taken from a daemon. */
const maxBodySize = 64 * 1024 * 1024;

/** The prefix of a body. */
export function prefixOf(kind: number, bodySize: number): Uint8Array {
  const prefix = new Uint8Array(prefixSize);
  const view = new DataView(prefix.buffer);
  view.setUint32(0, bodySize, true);
  view.setUint8(4, kind);
  return prefix;
}

/** Cuts a byte stream into messages. Its pieces may end anywhere. */
export class MessageSplitter {
  readonly #take: (kind: number, body: Uint8Array) => void;
  #held: Uint8Array = new Uint8Array(0);

  constructor(take: (kind: number, body: Uint8Array) => void) {
    this.#take = take;
  }

  /** Bytes of a message that is not complete. */
  get rest(): number {
    return this.#held.length;
  }

  /**
   * Takes a piece, and hands on the messages that it completes.
   *
   * @returns False: it is not this protocol.
   */
  push(piece: Uint8Array): boolean {
    let bytes = this.#held.length === 0 ? piece : concatenated(this.#held, piece);
    while (bytes.length >= prefixSize) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, prefixSize);
      const size = view.getUint32(0, true);
      const kind = view.getUint8(4);
      if (size > maxBodySize || kind > messageKind.chunkFrame) return false;
      const end = prefixSize + size;
      if (bytes.length < end) break;
      this.#take(kind, bytes.subarray(prefixSize, end));
      bytes = bytes.subarray(end);
    }
    this.#held = bytes.length === 0 ? new Uint8Array(0) : bytes.slice();
    return true;
  }
}

function concatenated(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
