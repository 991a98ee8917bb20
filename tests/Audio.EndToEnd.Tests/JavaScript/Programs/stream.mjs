// Plays the answer of a server that streams a file, and prints the result. Usage: stream.mjs URL FILE
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { AudioDaemon } from "audiod-client";

const [url, file] = process.argv.slice(2);
const server = createServer((_, response) => createReadStream(file, { highWaterMark: 4_800 }).pipe(response));
await once(server.listen(0, "127.0.0.1"), "listening");

const daemon = new AudioDaemon(url);
await daemon.connect();
let sounds;
const { body } = await fetch(`http://127.0.0.1:${server.address().port}/`);
let first;
const timed = body.pipeThrough(
  new TransformStream({
    transform(piece, controller) {
      first ??= performance.now();
      controller.enqueue(piece);
    },
  }),
);
const result = await daemon.play(timed, {
  onSession: (session) => session.once("playing", ({ ttfaMs }) => (sounds = { ttfaMs, toldMs: performance.now() - first })),
});
await daemon.close();
server.close();
server.closeAllConnections();
console.log(JSON.stringify({ ...result, ...sounds }));
