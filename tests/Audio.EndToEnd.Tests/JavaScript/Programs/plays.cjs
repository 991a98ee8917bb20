// As plays.mjs, for CommonJS.
const { readFileSync } = require("node:fs");
const { AudioDaemon } = require("audiod-client");

async function main([endpoint, file]) {
  const daemon = new AudioDaemon(endpoint);
  const { reason, framesPlayed } = await daemon.play(readFileSync(file));
  console.log(reason, framesPlayed);
  await daemon.close();
}

main(process.argv.slice(2));
