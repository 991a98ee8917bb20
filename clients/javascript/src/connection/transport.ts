/** One connection's way to send. All of it returns at once. */
export interface Transport {
  /** Bytes that were given to it and not yet to the system. */
  readonly buffered: number;
  sendText(text: string): void;
  sendFrame(frame: Uint8Array): void;

  /** Says goodbye after what was sent; `onClosed` follows. */
  close(reason: string): void;

  /** Cuts it; `onClosed` follows, unless it came before. */
  abort(reason: string): void;
}

/** What a transport tells. */
export interface TransportEvents {
  onText(text: string): void;

  /** Exactly once, and nothing after it. */
  onClosed(reason: string): void;
}
