/** A named position in a stream. */
export interface Mark {
  readonly name: string;
  /** Its byte, counted from the start of the stream. */
  readonly offset: number;
  /** Whether the daemon is known to have it in its present session. */
  isSet: boolean;
}

/** An offset as the daemon counts it. A mark before the start of its session is heard with the first frame. */
export function offsetOnWire(offset: number, base: number): number {
  return Math.max(0, offset - base);
}

/**
 * The marks of a session that were not reported yet. Each is reported once: when the daemon reports a mark that is not
 * here, it was set twice over a cut, or was found heard before.
 */
export class Marks {
  readonly #bytesPerFrame: number;
  #waiting: Mark[] = [];

  constructor(bytesPerFrame: number) {
    this.#bytesPerFrame = bytesPerFrame;
  }

  add(mark: Mark): void {
    this.#waiting.push(mark);
  }

  remove(mark: Mark): void {
    this.#waiting = this.#waiting.filter((each) => each !== mark);
  }

  /** Takes out the mark that the daemon reports as heard, by the offset on the wire. */
  takeReported(name: string, offset: number, base: number): Mark | undefined {
    const mark = this.#waiting.find((each) => each.name === name && offsetOnWire(each.offset, base) === offset);
    if (mark !== undefined) this.remove(mark);
    return mark;
  }

  /** Takes out the marks up to which the stream was heard: the daemon may not have reported them, as it was away. */
  takeHeard(played: number): Mark[] {
    const heard = this.#waiting.filter((mark) => mark.isSet && this.#isHeard(mark, played));
    this.#waiting = this.#waiting.filter((mark) => !heard.includes(mark));
    return heard.sort((a, b) => a.offset - b.offset);
  }

  /**
   * The marks that a daemon had and that are not heard yet, after it has lost the session. Those that it had not answered
   * are requested again in any case.
   */
  toSetAgain(played: number): Mark[] {
    const again = this.#waiting.filter((mark) => mark.isSet && !this.#isHeard(mark, played));
    again.forEach((mark) => {
      mark.isSet = false;
    });
    return again;
  }

  #isHeard(mark: Mark, played: number): boolean {
    return mark.offset - (mark.offset % this.#bytesPerFrame) < played;
  }
}
