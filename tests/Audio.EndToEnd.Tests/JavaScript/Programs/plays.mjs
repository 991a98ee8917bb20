// Plays a file and prints how it ended. Usage: plays.mjs ENDPOINT FILE
import { readFileSync } from "node:fs";
import { AudioDaemon } from "audiod-client";

const [endpoint, file] = process.argv.slice(2);
const daemon = new AudioDaemon(endpoint);
const { reason, framesPlayed } = await daemon.play(readFileSync(file));
console.log(reason, framesPlayed);
await daemon.close();
