// The documented use of the earlier client, as it stands. Usage: seed.mjs URL FILE
import { readFileSync } from "node:fs";
import process from "node:process";
import { PersistentDaemonClient } from "audiod-client";

const [url, file] = process.argv.slice(2);
const audioBuffer = readFileSync(file);

const client = new PersistentDaemonClient(url);
await client.connect();
client.startSession({ format: "wav", sampleRate: 24000, channels: 1, bitDepth: 16 });
client.sendAudioChunk(audioBuffer);
client.stopSession();
client.disconnect();
