import type { DaemonSession } from "../session/daemon-session.js";

/** The sessions that have not ended, by their ids and, on the present connection, by their handles. */
export class SessionTable {
  readonly #byId = new Map<string, DaemonSession>();
  readonly #byHandle = new Map<number, DaemonSession>();

  get all(): DaemonSession[] {
    return [...this.#byId.values()];
  }

  get size(): number {
    return this.#byId.size;
  }

  add(session: DaemonSession): void {
    this.#byId.set(session.id, session);
  }

  /** The daemon has given it a handle. */
  begin(session: DaemonSession, handle: number): void {
    this.#byHandle.set(handle, session);
  }

  find(id: string): DaemonSession | undefined {
    return this.#byId.get(id);
  }

  findByHandle(handle: number): DaemonSession | undefined {
    return this.#byHandle.get(handle);
  }

  remove(session: DaemonSession): void {
    this.#byId.delete(session.id);
    for (const [handle, each] of this.#byHandle) if (each === session) this.#byHandle.delete(handle);
  }

  /** The connection has ended: handles are those of a connection. */
  dropHandles(): void {
    this.#byHandle.clear();
  }
}
