import { AudioConnectionError } from "../errors.js";
import { deferred } from "../promises.js";
import type { Transport, TransportEvents } from "./transport.js";

/** As much of a WebSocket as is used: that of browsers, Node 22, Bun and Deno, and of the package `ws`. */
export interface WebSocketLike {
  binaryType: string;
  readonly protocol: string;
  readonly bufferedAmount: number;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  /** `ws` and Bun have it: it does not wait for the other side. */
  terminate?(): void;
  addEventListener(type: "open" | "error", listener: (event: { message?: string }) => void): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: { code: number; reason: string }) => void): void;
}

export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike;

const subprotocol = "audio.v4";

/** Connects by WebSocket. The events begin when it is open. */
export function openWebSocket(
  url: string,
  constructor: WebSocketConstructor,
  events: TransportEvents,
  signal: AbortSignal,
): Promise<Transport> {
  const opening = deferred<Transport>();
  let socket: WebSocketLike;
  try {
    socket = new constructor(url, [subprotocol]);
  } catch (cause) {
    opening.reject(new AudioConnectionError("no_daemon", `${url} cannot be opened.`, { cause }));
    return opening.promise;
  }
  socket.binaryType = "arraybuffer";
  let state: "opening" | "open" | "closed" = "opening";
  let failure = "";

  const end = (reason: string): void => {
    signal.removeEventListener("abort", abortOpening);
    const before = state;
    state = "closed";
    if (before === "open") events.onClosed(reason);
    if (before === "opening")
      opening.reject(new AudioConnectionError("no_daemon", `No daemon answers at ${url}: ${reason}`));
  };
  const cut = (): void => {
    try {
      if (socket.terminate === undefined) socket.close();
      else socket.terminate();
    } catch {
      // It was not open yet, and is gone all the same.
    }
  };
  const abortOpening = (): void => {
    end("the attempt was given up.");
    cut();
  };
  signal.addEventListener("abort", abortOpening, { once: true });
  if (signal.aborted) abortOpening();

  socket.addEventListener("open", () => {
    if (state !== "opening") return;
    if (socket.protocol !== subprotocol) {
      end("it speaks no version 4; is another program on this port?");
      cut();
      return;
    }
    signal.removeEventListener("abort", abortOpening);
    state = "open";
    opening.resolve({
      get buffered() {
        return socket.bufferedAmount;
      },
      sendText(text) {
        if (state === "open") socket.send(text);
      },
      sendFrame(frame) {
        if (state === "open") socket.send(frame as Uint8Array<ArrayBuffer>);
      },
      close(reason) {
        if (state === "open") socket.close(1000, reason);
      },
      abort(reason) {
        end(reason);
        cut();
      },
    });
  });
  socket.addEventListener("message", (event) => {
    if (state === "open" && typeof event.data === "string") events.onText(event.data);
  });
  socket.addEventListener("error", (event) => {
    failure = event.message ?? "";
  });
  socket.addEventListener("close", (event) => {
    const said = [failure, event.reason].filter((text) => text !== "").join(", ");
    end(
      said === "" ? `it was closed with ${String(event.code)}.` : `it was closed with ${String(event.code)}: ${said}`,
    );
  });
  return opening.promise;
}
