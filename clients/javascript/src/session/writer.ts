import { deferred, handled } from "../promises.js";
import type { Deferred } from "../promises.js";
import type { SessionStream } from "./stream.js";

interface Write {
  data: Uint8Array;
  readonly done: Deferred<undefined>;
}

/** Writes to a stream, in the order of the calls, and waits while the daemon's buffer is full. */
export class Writer {
  readonly #stream: SessionStream;
  readonly #refusal: () => Error;
  readonly #waiting: Write[] = [];
  readonly #idle: (() => void)[] = [];
  #endsAfter = false;
  #isPumping = false;

  /**
   * @param stream The stream.
   * @param refusal Makes the error of a write to a stream that takes nothing more.
   */
  constructor(stream: SessionStream, refusal: () => Error) {
    this.#stream = stream;
    this.#refusal = refusal;
  }

  /** Resolves when all of it was taken. What waits is not copied before it is taken. */
  write(data: Uint8Array): Promise<void> {
    if (!this.#stream.isOpen || this.#endsAfter) return handled(Promise.reject(this.#refusal()));
    const write = { data, done: deferred<undefined>() };
    this.#waiting.push(write);
    this.pump();
    return write.done.promise;
  }

  /** Ends the stream after what was written. */
  end(): void {
    this.#endsAfter = true;
    this.pump();
  }

  /** Resolves when everything that was written was sent, and the end if the stream was ended; also if it is over. */
  sent(): Promise<void> {
    if (this.#isSent) return Promise.resolve();
    return new Promise((resolve) => {
      this.#idle.push(resolve);
    });
  }

  /** Takes what there is room for. */
  pump(): void {
    if (this.#isPumping) return; // what is taken is sent at once, and that calls back
    this.#isPumping = true;
    this.#takeAll();
    this.#isPumping = false;
    if (!this.#isSent) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #takeAll(): void {
    for (let write = this.#waiting[0]; write !== undefined; write = this.#waiting[0]) {
      if (!this.#stream.isOpen) {
        write.done.reject(this.#refusal());
        this.#waiting.shift();
        continue;
      }
      const taken = write.data.length === 0 ? 0 : this.#stream.take(write.data);
      write.data = write.data.subarray(taken);
      if (write.data.length === 0) {
        this.#waiting.shift();
        write.done.resolve(undefined);
      } else if (taken === 0) {
        return;
      }
    }
    if (this.#endsAfter) this.#stream.end();
  }

  get #isSent(): boolean {
    return this.#waiting.length === 0 && (this.#stream.isSent || !(this.#stream.isOpen || this.#stream.isEnded));
  }
}
