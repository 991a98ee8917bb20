/**
 * A name that nobody can guess: if the connection is lost while a session starts, the daemon's list then shows whether it
 * has started.
 */
export function newSessionId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `js-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
