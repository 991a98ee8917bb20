import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The vectors of version 4, which the daemon and the C# client read, too. The tests run in clients/javascript. */
export function vectors<T>(name: string): T[] {
  return JSON.parse(readFileSync(join("..", "..", "docs", "vectors", "v4", `${name}.json`), "utf8")) as T[];
}

export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, "hex"));
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
