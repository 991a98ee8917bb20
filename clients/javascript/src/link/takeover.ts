import type { Connection } from "../connection/connection.js";
import { Request } from "../connection/request.js";
import { AudioConnectionError, AudioRequestError } from "../errors.js";
import { orAborted } from "../promises.js";
import type { DaemonSession } from "../session/daemon-session.js";
import { newSessionId } from "../session/id.js";
import type { Reply, Resumed } from "../wire/messages.js";
import type { Carried, Link } from "./link.js";

/** What became of the sessions on a new connection. */
export interface Outcome {
  readonly resumed: number;
  readonly restarted: readonly DaemonSession[];
  readonly lost: readonly DaemonSession[];
  /** The requests about the lost ones. */
  readonly failed: readonly Carried[];
}

/**
 * Moves the sessions to a new connection after the old one was cut: resumes those that the daemon still holds, and
 * prepares the others to be started again, or gives them up.
 *
 * @throws AudioDaemonError Nothing changed; another attempt may succeed.
 */
export async function takeOver(link: Link, connection: Connection, signal: AbortSignal): Promise<Outcome> {
  const endpoint = connection.endpoint.text;
  const tokens = link.sessions.size === 0 ? [] : link.tokens.of(endpoint);
  link.tokens.add(endpoint, connection.welcome.resumeToken);
  const held = new Set<DaemonSession>();
  try {
    for (const token of tokens) if (await resume(link, connection, token, held, signal)) break;
  } catch (error) {
    connection.abort("The sessions were not taken over.");
    link.detach(connection);
    throw error;
  }
  return settle(link, held);
}

/**
 * Presents a token.
 *
 * @returns Whether it named sessions of this client.
 */
async function resume(
  link: Link,
  connection: Connection,
  token: string,
  held: Set<DaemonSession>,
  signal: AbortSignal,
): Promise<boolean> {
  let isOurs = false;
  const received = (_: Connection, reply: Reply): void => {
    if (reply.type === "resumed") isOurs = take(link, connection, reply, held);
  };
  const request = new Request(() => ({ type: "resume", token }), { onCut: "fail", received });
  const cut = connection.ended.then((why) => {
    throw new AudioConnectionError("connection_lost", `The connection broke while sessions were taken over: ${why}`);
  });
  if (!connection.send(request)) await cut;
  try {
    await orAborted(Promise.race([request.reply, cut]), signal);
  } catch (error) {
    if (!(error instanceof AudioRequestError) || error.retryable) throw error; // else the token is not known here
  }
  return isOurs;
}

/** Takes in what the daemon says of the sessions behind a token. */
function take(link: Link, connection: Connection, message: Resumed, held: Set<DaemonSession>): boolean {
  let isOurs = false;
  const complete = (session: DaemonSession): void => {
    // A start that the daemon has carried out, though its answer was lost.
    for (const carried of link.carried.filter((each) => isStartOf(each, session)))
      carried.request.complete(connection, message);
    link.carried = link.carried.filter((each) => !isStartOf(each, session));
    isOurs = true;
  };
  for (const at of message.sessions) {
    const session = link.sessions.find(at.sessionId);
    if (session === undefined) continue;
    complete(session);
    held.add(session);
    link.sessions.begin(session, at.handle);
    if (!session.attach(connection, at))
      connection.abort(`The daemon claims to have ${String(at.received)} bytes of ${at.sessionId}, which cannot be.`);
  }
  for (const ended of message.ended) {
    const session = link.sessions.find(ended.sessionId);
    if (session === undefined) continue;
    complete(session);
    link.onSessionEnded(ended);
  }
  return isOurs;
}

/** Restarts the sessions that no daemon holds, or gives them up. */
function settle(link: Link, held: ReadonlySet<DaemonSession>): Outcome {
  const restarted: DaemonSession[] = [];
  const lost: DaemonSession[] = [];
  const first: Carried[] = [];
  for (const session of link.sessions.all.filter((each) => each.isBegun && !held.has(each))) {
    link.sessions.remove(session);
    if (!session.canRestart) {
      lost.push(session);
      continue;
    }
    session.restart(newSessionId());
    link.sessions.add(session);
    restarted.push(session);
    const requests = [link.startRequest(session), ...session.requestsAfterRestart()];
    first.push(...requests.map((request) => ({ request, session })));
  }
  const failed = link.carried.filter((each) => each.session !== undefined && lost.includes(each.session));
  link.carried = [...first, ...link.carried.filter((each) => !failed.includes(each))];
  return { resumed: held.size, restarted, lost, failed };
}

function isStartOf(carried: Carried, session: DaemonSession): boolean {
  return carried.session === session && carried.request.message().type === "start_session";
}
