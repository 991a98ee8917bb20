import { AudioConnectionError } from "./errors.js";
import { messageOf } from "./errors.js";

/** What `/health` says. A daemon can be healthy and inaudible: see `audible`. */
export interface DaemonHealth {
  readonly status: string;
  /** Milliseconds since its start. */
  readonly uptime: number;
  readonly clients: number;
  readonly sessions: number;
  /** Unix milliseconds. */
  readonly timestamp: number;
  readonly version?: string;
  /** Whether anybody can hear it; null: it is inaudible on purpose. */
  readonly audible?: boolean | null;
  readonly inaudible?: { readonly reason: string; readonly message: string };
}

/** What `/status` says. More fields may stand beside these. */
export interface DaemonStatus {
  readonly daemon: string;
  readonly version: string;
  readonly port: number;
  readonly uptime: number;
  readonly clients: readonly { id: string; connectedAt: number; lastActivity: number; userAgent: string }[];
  readonly sessions: readonly string[];
  readonly timestamp: number;
  readonly [more: string]: unknown;
}

export function readHealth(base: string, limit: number, signal?: AbortSignal): Promise<DaemonHealth> {
  return readJson<DaemonHealth>(`${base}/health`, limit, signal);
}

export function readStatus(base: string, limit: number, signal?: AbortSignal): Promise<DaemonStatus> {
  return readJson<DaemonStatus>(`${base}/status`, limit, signal);
}

async function readJson<T>(url: string, limit: number, signal: AbortSignal | undefined): Promise<T> {
  const timeout = AbortSignal.timeout(limit);
  const either = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(url, { headers: { accept: "application/json" }, signal: either });
    body = response.ok ? await response.json() : await response.text();
  } catch (cause) {
    signal?.throwIfAborted();
    const code = timeout.aborted ? "timeout" : "no_daemon";
    const text = `${url} cannot be read: ${messageOf(cause)}. Is the daemon running? Start it with "audiod start".`;
    throw new AudioConnectionError(code, text, { cause });
  }
  if (!response.ok || typeof body !== "object" || body === null)
    throw new AudioConnectionError("bad_answer", `${url} answered ${String(response.status)}: ${String(body)}`);
  return body as T;
}
