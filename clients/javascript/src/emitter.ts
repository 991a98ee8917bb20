type Listener<Args extends unknown[]> = (...args: Args) => void;

interface Entry {
  readonly listener: unknown;
  readonly once: boolean;
}

/**
 * Events with the method names of Node's EventEmitter, for every runtime. An event without a listener does nothing, also
 * `error`. What a listener throws is reported as an uncaught error, and does not disturb the client.
 */
export class Emitter<Events extends { [K in keyof Events]: unknown[] }> {
  readonly #entries = new Map<keyof Events, Entry[]>();

  on<K extends keyof Events>(event: K, listener: Listener<Events[K]>): this {
    return this.#add(event, { listener, once: false });
  }

  once<K extends keyof Events>(event: K, listener: Listener<Events[K]>): this {
    return this.#add(event, { listener, once: true });
  }

  off<K extends keyof Events>(event: K, listener: Listener<Events[K]>): this {
    const entries = this.#entries.get(event) ?? [];
    const index = entries.findLastIndex((entry) => entry.listener === listener);
    if (index >= 0) this.#entries.set(event, entries.toSpliced(index, 1));
    return this;
  }

  addListener<K extends keyof Events>(event: K, listener: Listener<Events[K]>): this {
    return this.on(event, listener);
  }

  removeListener<K extends keyof Events>(event: K, listener: Listener<Events[K]>): this {
    return this.off(event, listener);
  }

  removeAllListeners(event?: keyof Events): this {
    if (event === undefined) this.#entries.clear();
    else this.#entries.delete(event);
    return this;
  }

  listenerCount(event: keyof Events): number {
    return this.#entries.get(event)?.length ?? 0;
  }

  /** Calls the listeners in the order in which they were added. */
  protected emit<K extends keyof Events>(event: K, ...args: Events[K]): boolean {
    const entries = this.#entries.get(event) ?? [];
    for (const entry of entries) {
      if (entry.once) this.off(event, entry.listener as Listener<Events[K]>);
      try {
        (entry.listener as Listener<Events[K]>)(...args);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
    return entries.length > 0;
  }

  #add(event: keyof Events, entry: Entry): this {
    this.#entries.set(event, [...(this.#entries.get(event) ?? []), entry]);
    return this;
  }
}
