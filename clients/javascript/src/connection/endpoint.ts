import { AudioDaemonError } from "../errors.js";

/** Where a daemon listens. */
export type Endpoint =
  | { readonly kind: "web"; readonly text: string; readonly webSocket: string; readonly http: string }
  | { readonly kind: "socket"; readonly text: string; readonly path: string };

const forms = "localhost:8081, ws://HOST:PORT, wss://HOST:PORT, unix:/PATH or pipe:NAME";

/**
 * Reads `localhost:8081`, `ws://HOST:PORT` (also `http`, `https` and `wss`), `unix:/PATH`, or `pipe:NAME` of Windows.
 *
 * @throws AudioDaemonError `invalid_argument`: it is none of these.
 */
export function parseEndpoint(text: string): Endpoint {
  if (text.startsWith("unix:") && text.length > 5) return { kind: "socket", text, path: text.slice(5) };
  if (text.startsWith("pipe:") && text.length > 5)
    return { kind: "socket", text, path: `\\\\.\\pipe\\${text.slice(5)}` };
  let url: URL;
  try {
    url = new URL(text.includes("://") ? text : `ws://${text}`);
  } catch (cause) {
    throw new AudioDaemonError("invalid_argument", `"${text}" is no endpoint; write ${forms}.`, { cause });
  }
  const isSecure = url.protocol === "wss:" || url.protocol === "https:";
  if (!isSecure && url.protocol !== "ws:" && url.protocol !== "http:")
    throw new AudioDaemonError("invalid_argument", `"${text}" has the scheme ${url.protocol} write ${forms}.`);
  const path = url.pathname === "/" ? "" : url.pathname;
  return {
    kind: "web",
    text,
    webSocket: `${isSecure ? "wss" : "ws"}://${url.host}${path}/`,
    http: `${isSecure ? "https" : "http"}://${url.host}${path}`,
  };
}
