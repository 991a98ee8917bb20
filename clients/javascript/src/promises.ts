/** A promise and what settles it. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: unknown): void;
}

export function deferred<T>(): Deferred<T> {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((res, rej) => {
    resolve = res;
    reject = rej;
  });
  return { promise: handled(promise), resolve, reject };
}

/**
 * The same promise, whose rejection is not reported as unhandled where nobody awaits it. What fails is told by the end of
 * the session and by events, too; a program must not die because it did not await a write.
 */
export function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** Settles as the promise does, or rejects with the signal's reason when it is aborted first. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", abort);
    });
  });
}

/** Resolves after a time; rejects with the signal's reason when it is aborted first. */
export function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const elapsed = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  return orAborted(elapsed, signal).finally(() => {
    clearTimeout(timer);
  });
}

/** Waits for one promise after another, until it is interrupted: then for none. */
export class Interruptible {
  #isInterrupted = false;
  #leave: (() => void) | undefined;

  interrupt(): void {
    this.#isInterrupted = true;
    this.#leave?.();
  }

  /** Settles as the promise does; resolves with undefined when it is interrupted first. */
  wait<T>(promise: Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      this.#leave = () => {
        resolve(undefined);
      };
      if (this.#isInterrupted) this.#leave();
      promise.then(resolve, reject);
    });
  }
}
