import { Connection } from "../connection/connection.js";
import type { ConnectionEvents } from "../connection/connection.js";
import type { Endpoint } from "../connection/endpoint.js";
import type { KeepAliveTimes } from "../connection/keep-alive.js";
import { openWebSocket } from "../connection/web-socket.js";
import type { WebSocketConstructor } from "../connection/web-socket.js";
import { AudioConnectionError, messageOf } from "../errors.js";
import { readHealth } from "../http.js";
import { currentPlatform } from "../platform.js";

/** A daemon that does not say how it is within this time comes after those that do, in milliseconds. */
const healthLimit = 1_000;

const noWebSocket =
  "This runtime has no WebSocket. Install the package ws (npm install ws), pass one as the option webSocket, " +
  "use Node 22 or later, or the daemon's Unix socket: unix:$XDG_RUNTIME_DIR/audiod/8081.sock.";

/** Connects to the daemons of the options. */
export class Connector {
  readonly #webSocket: WebSocketConstructor | undefined;
  readonly #connectTimeout: number;
  readonly #times: KeepAliveTimes;

  constructor(webSocket: WebSocketConstructor | undefined, connectTimeout: number, times: KeepAliveTimes) {
    this.#webSocket = webSocket;
    this.#connectTimeout = connectTimeout;
    this.#times = times;
  }

  /**
   * Connects to the first endpoint that answers.
   *
   * @param endpoints Of several, the healthy ones with the fewest sessions come first.
   * @throws AudioConnectionError None answers.
   */
  async connect(endpoints: readonly Endpoint[], events: ConnectionEvents, signal: AbortSignal): Promise<Connection> {
    const order = endpoints.length > 1 ? await byLoad(endpoints, signal) : endpoints;
    let last: unknown;
    for (const endpoint of order) {
      signal.throwIfAborted();
      try {
        return await this.#connectTo(endpoint, events, signal);
      } catch (error) {
        signal.throwIfAborted();
        last = error;
      }
    }
    if (order.length === 1 && last instanceof AudioConnectionError && last.code !== "no_daemon") throw last;
    const where = order.map((endpoint) => endpoint.text).join(", ");
    const text = `No audio daemon answers at ${where}. Start it with "audiod start". (${messageOf(last)})`;
    throw new AudioConnectionError("no_daemon", text, { cause: last });
  }

  async #connectTo(endpoint: Endpoint, events: ConnectionEvents, signal: AbortSignal): Promise<Connection> {
    const attempt = new AbortController();
    const abort = (): void => {
      attempt.abort(signal.reason);
    };
    const timer = setTimeout(() => {
      const text = `${endpoint.text} did not answer within ${String(this.#connectTimeout)} ms.`;
      attempt.abort(new AudioConnectionError("timeout", text));
    }, this.#connectTimeout);
    signal.addEventListener("abort", abort, { once: true });
    try {
      if (endpoint.kind === "socket") {
        return await Connection.open(
          endpoint,
          (told, given) => currentPlatform().openSocket(endpoint.path, told, given),
          events,
          this.#times,
          attempt.signal,
        );
      }
      const constructor = this.#webSocket ?? (await currentPlatform().findWebSocket());
      if (constructor === undefined) throw new AudioConnectionError("no_websocket", noWebSocket);
      return await Connection.open(
        endpoint,
        (told, given) => openWebSocket(endpoint.webSocket, constructor, told, given),
        events,
        this.#times,
        attempt.signal,
      );
    } catch (error) {
      throw attempt.signal.aborted ? attempt.signal.reason : error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    }
  }
}

/** Healthy daemons by their sessions; then those that do not tell, in the order given. */
async function byLoad(endpoints: readonly Endpoint[], signal: AbortSignal): Promise<Endpoint[]> {
  const ranked = await Promise.all(
    endpoints.map(async (endpoint) => {
      if (endpoint.kind !== "web") return { endpoint, load: Infinity };
      try {
        const health = await readHealth(endpoint.http, healthLimit, signal);
        return { endpoint, load: health.status === "healthy" ? health.sessions : Infinity };
      } catch {
        return { endpoint, load: Infinity };
      }
    }),
  );
  return ranked.sort((a, b) => (a.load === b.load ? 0 : a.load - b.load)).map((each) => each.endpoint);
}
