// Speaks what a text-to-speech service answers, while the answer still arrives:
//
//   node examples/speak.mjs "Good morning" http://localhost:8880/v1/audio/speech
//
// The service is asked as OpenAI's is; many others take the same. Its answer may be WAV, MP3, Opus, FLAC and more.
import { AudioDaemon } from "audiod-client";

const [text = "Good morning", service = "http://localhost:8880/v1/audio/speech"] = process.argv.slice(2);
const daemon = new AudioDaemon();
try {
  const answer = fetch(service, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "tts-1", voice: "alloy", input: text, response_format: "wav" }),
  });
  const result = await daemon.play(answer, {
    channel: "speech",
    overlap: "queue",
    onSession: (session) =>
      session.on("playing", ({ ttfaMs }) => console.log(`sounds ${ttfaMs} ms after its first byte`)),
  });
  console.log(`${result.reason}: ${(result.playedMs / 1000).toFixed(1)} s`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await daemon.close();
}
