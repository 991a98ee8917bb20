// Opens the example page in Chromium: from an allowed origin, from a foreign one, and over a connection that is cut.
// Usage: browser.mjs CHROMIUM FOLDER ALLOWED_PORT DAEMON_PORT. FOLDER has the files of the page.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { connect, createServer as createTcpServer } from "node:net";
import { join } from "node:path";
import { createRequire } from "node:module";

const require = createRequire(new URL("./page-tools/", import.meta.url));
const { chromium } = require("./playwright-core");

const [program, folder, allowedPort, daemonPort] = process.argv.slice(2);
const types = { ".html": "text/html", ".mjs": "text/javascript", ".wav": "audio/wav" };

async function serve(port) {
  const server = createServer(async (request, response) => {
    const name = new URL(request.url, "http://localhost").pathname.slice(1);
    try {
      const body = await readFile(join(folder, name));
      response.writeHead(200, { "content-type": types[name.slice(name.lastIndexOf("."))] }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await once(server.listen(Number(port), "127.0.0.1"), "listening");
  return server.address().port;
}

/** To the daemon; the first WebSocket is cut after so many bytes of the page's. */
async function serveCut(after) {
  let cuts = 0;
  const server = createTcpServer((client) => {
    const daemon = connect(Number(daemonPort), "127.0.0.1");
    let count = 0;
    let isWebSocket = false;
    client.on("data", (data) => {
      isWebSocket ||= data.includes("Upgrade: websocket");
      count += data.length;
      if (isWebSocket && cuts === 0 && count > after) {
        cuts++;
        client.destroy();
        daemon.destroy();
      } else {
        daemon.write(data);
      }
    });
    daemon.on("data", (data) => client.write(data));
    client.on("close", () => daemon.end());
    daemon.on("close", () => client.end());
    client.on("error", () => undefined);
    daemon.on("error", () => undefined);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return { port: server.address().port, cuts: () => cuts };
}

const foreignPort = await serve(0);
await serve(allowedPort);
const cut = await serveCut(100_000);
const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage();
  console.log(JSON.stringify({ allowed: await speak(page, allowedPort, daemonPort) }));
  console.log(JSON.stringify({ foreign: await speak(page, foreignPort, daemonPort) }));
  console.log(JSON.stringify({ cut: await speak(page, allowedPort, cut.port), cuts: cut.cuts() }));
} finally {
  await browser.close();
}
process.exit(0);

async function speak(page, pagePort, port) {
  await page.goto(`http://127.0.0.1:${pagePort}/browser.html`);
  await page.fill("#endpoint", `127.0.0.1:${port}`);
  await page.click("#speak");
  const result = page.locator("#result");
  await page.waitForFunction(() => ![undefined, "", "…"].includes(document.getElementById("result").value), undefined, {
    timeout: 60_000,
  });
  return result.textContent();
}
