/** Where a client stands. */
export type LinkState = "disconnected" | "connecting" | "connected" | "reconnecting" | "closed";

/** The events of a client, and their arguments. */
export interface AudioDaemonEvents {
  /** There is a connection, the first or one after a cut; sessions were resumed, restarted or lost. */
  connected: [{ endpoint: string; clientId: string; resumed: number; restarted: number; lost: number }];
  /** The connection was cut, and is being made again. */
  reconnecting: [{ endpoint: string; reason: string }];
  /** There is no connection, and none will be made before the next call that needs one. */
  disconnected: [{ endpoint: string; reason: string; lost: number }];
  /** `close()` was called, and everything is over. */
  closed: [];
}
