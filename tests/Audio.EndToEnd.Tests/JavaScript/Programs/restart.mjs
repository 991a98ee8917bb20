// Plays a file of mono samples, and prints a line when some of it was heard, when it began again, and when it has ended.
// Usage: restart.mjs URL FILE
import { readFileSync } from "node:fs";
import { AudioDaemon } from "audiod-client";

const [url, file] = process.argv.slice(2);
const daemon = new AudioDaemon({ endpoints: url, resendUnplayed: true, reconnect: (attempt) => (attempt === 0 ? 0 : 100) });
const session = await daemon.startSession({ sampleRate: 48_000 });
let isHeard = false;
session.on("progress", ({ played }) => {
  if (played > 0 && !isHeard) console.log("heard");
  isHeard ||= played > 0;
});
session.on("restarted", ({ firstFrame }) => console.log(`restarted ${firstFrame}`));
await session.write(readFileSync(file));
const { reason, framesPlayed, restarts } = await session.end();
console.log(`ended ${reason} ${framesPlayed} ${restarts}`);
await daemon.close();
