/** When a silent daemon is asked, and how long its answer may take, in milliseconds. */
export interface KeepAliveTimes {
  readonly idle: number;
  readonly answer: number;
}

/** Detects a half-open connection: pings a silent daemon, and cuts the connection if nothing comes back. */
export class KeepAlive {
  readonly #times: KeepAliveTimes;
  readonly #actions: { ping(): void; cut(reason: string): void };
  #heardAt = performance.now();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  constructor(times: KeepAliveTimes, actions: { ping(): void; cut(reason: string): void }) {
    this.#times = times;
    this.#actions = actions;
    this.#wait(times.idle, () => {
      this.#check();
    });
  }

  /** Call for every message of the daemon. */
  heard(): void {
    this.#heardAt = performance.now();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #check(): void {
    const silent = performance.now() - this.#heardAt;
    if (silent < this.#times.idle) {
      this.#wait(Math.max(1, this.#times.idle - silent), () => {
        this.#check();
      });
      return;
    }
    const pinged = performance.now();
    this.#wait(this.#times.answer, () => {
      if (this.#heardAt >= pinged) this.#check();
      else this.#actions.cut(`The daemon has not answered for ${String(this.#times.idle + this.#times.answer)} ms.`);
    });
    this.#actions.ping();
  }

  #wait(milliseconds: number, then: () => void): void {
    if (!this.#isStopped) this.#timer = setTimeout(then, milliseconds);
  }
}
