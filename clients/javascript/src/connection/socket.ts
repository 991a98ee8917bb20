import type { Socket } from "node:net";
import { AudioConnectionError } from "../errors.js";
import { deferred } from "../promises.js";
import { MessageSplitter, messageKind, prefixOf } from "../wire/byte-stream.js";
import type { Transport, TransportEvents } from "./transport.js";

/** Connects by a Unix socket, or by a named pipe of Windows. The events begin when it is open. */
export async function openSocket(path: string, events: TransportEvents, signal: AbortSignal): Promise<Transport> {
  const net = await import("node:net");
  const opening = deferred<Transport>();
  const socket: Socket = net.connect(path);
  let state: "opening" | "open" | "closed" = "opening";
  let why = "it was closed.";

  const end = (reason: string): void => {
    signal.removeEventListener("abort", abortOpening);
    const before = state;
    state = "closed";
    socket.destroy();
    if (before === "open") events.onClosed(reason);
    if (before === "opening")
      opening.reject(new AudioConnectionError("no_daemon", `No daemon answers at ${path}: ${reason}`));
  };
  const abortOpening = (): void => {
    end("the attempt was given up.");
  };
  signal.addEventListener("abort", abortOpening, { once: true });
  if (signal.aborted) abortOpening();

  const text = new TextDecoder();
  const messages = new MessageSplitter((kind, body) => {
    if (state === "open" && kind === messageKind.json) events.onText(text.decode(body));
  });
  const send = (kind: number, body: Uint8Array): void => {
    if (state !== "open") return;
    socket.cork();
    socket.write(prefixOf(kind, body.length));
    socket.write(body);
    socket.uncork();
  };
  const encoder = new TextEncoder();

  socket.on("connect", () => {
    if (state !== "opening") return;
    signal.removeEventListener("abort", abortOpening);
    state = "open";
    opening.resolve({
      get buffered() {
        return socket.writableLength;
      },
      sendText(json) {
        send(messageKind.json, encoder.encode(json));
      },
      sendFrame(frame) {
        send(messageKind.chunkFrame, frame);
      },
      close() {
        socket.end();
      },
      abort: end,
    });
  });
  socket.on("data", (piece: Uint8Array) => {
    if (!messages.push(piece)) end("what it sends is no message of this protocol.");
  });
  socket.on("error", (error) => {
    why = error.message;
  });
  socket.on("close", () => {
    end(why);
  });
  return opening.promise;
}
