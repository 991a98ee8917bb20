import type { Transport, TransportEvents } from "./connection/transport.js";
import type { WebSocketConstructor } from "./connection/web-socket.js";

/** What differs between a browser and the runtimes of servers. */
export interface Platform {
  /** The endpoint where none is given. */
  defaultEndpoint(): string;

  /** The WebSocket of the runtime, or of an installed package; undefined: there is none. */
  findWebSocket(): Promise<WebSocketConstructor | undefined>;

  /** Connects by a Unix socket or a named pipe. */
  openSocket(path: string, events: TransportEvents, signal: AbortSignal): Promise<Transport>;
}

const globals = globalThis as { WebSocket?: WebSocketConstructor };

let platform: Platform = {
  defaultEndpoint: () => "localhost:8081",
  findWebSocket: () => Promise.resolve(globals.WebSocket),
  openSocket: (path) =>
    Promise.reject(new Error(`A browser cannot open ${path}; use localhost:8081 or ws://HOST:PORT.`)),
};

export function currentPlatform(): Platform {
  return platform;
}

/** Called once, by the entry of the package. */
export function usePlatform(another: Platform): void {
  platform = another;
}
