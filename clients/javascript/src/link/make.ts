import { parseEndpoint } from "../connection/endpoint.js";
import type { Endpoint } from "../connection/endpoint.js";
import { AudioDaemonError } from "../errors.js";
import type { AudioDaemonOptions } from "../options.js";
import { currentPlatform } from "../platform.js";
import { Connector } from "./connector.js";
import { Link } from "./link.js";
import type { Tell } from "./link.js";

/** After 0, 1, 2, 4 and 8 s. */
const defaultReconnect = (attempt: number): number | undefined => [0, 1_000, 2_000, 4_000, 8_000][attempt];

/**
 * The endpoints that the options name.
 *
 * @throws AudioDaemonError `invalid_argument`: one cannot be read, or there is none.
 */
export function endpointsOf(options: AudioDaemonOptions): Endpoint[] {
  const texts = options.endpoints ?? currentPlatform().defaultEndpoint();
  const endpoints = (typeof texts === "string" ? [texts] : texts).map(parseEndpoint);
  if (endpoints.length === 0) throw new AudioDaemonError("invalid_argument", "Name at least one endpoint.");
  return endpoints;
}

/** The link that the options describe. */
export function makeLink(endpoints: readonly Endpoint[], options: AudioDaemonOptions, tell: Tell): Link {
  const connector = new Connector(options.webSocket, options.connectTimeoutMs ?? 5_000, {
    idle: options.keepAliveIntervalMs ?? 10_000,
    answer: options.keepAliveTimeoutMs ?? 5_000,
  });
  const policy = options.reconnect === false ? undefined : (options.reconnect ?? defaultReconnect);
  return new Link(endpoints, connector, policy, tell);
}
