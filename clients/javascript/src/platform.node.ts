import { openSocket } from "./connection/socket.js";
import type { WebSocketConstructor } from "./connection/web-socket.js";
import type { Platform } from "./platform.js";

/** Node, Bun, Deno, and what is made of them, such as Electron and Raycast. */
export const nodePlatform: Platform = {
  defaultEndpoint() {
    try {
      return process.env["AUDIOD_ENDPOINT"] ?? "localhost:8081";
    } catch {
      return "localhost:8081"; // Deno without the permission to read it
    }
  },

  async findWebSocket() {
    const own = (globalThis as { WebSocket?: WebSocketConstructor }).WebSocket;
    if (own !== undefined) return own;
    try {
      const ws = (await import("ws")) as unknown as { default: WebSocketConstructor };
      return ws.default;
    } catch {
      return undefined;
    }
  },

  openSocket,
};
