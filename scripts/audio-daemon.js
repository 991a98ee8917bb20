#!/usr/bin/env node
// Takes the place of the audio-daemon.js of version 2: runs audiod, or stays beside one that already runs.
// docs/migrating.md describes it. A copy of this file works in any folder, as a script or as a module.
'use strict';

const BUILT_IN = ['node:child_process', 'node:fs', 'node:http', 'node:os', 'node:path'];
const HOST = '127.0.0.1';
const PATIENCE_MS = 5000; // for a daemon that is starting, or on a busy machine
const LOOK_EVERY_MS = 2000;
const PORT_TAKEN = 3; // the exit code of audiod
const FAILED = 1;

/** The words of the older daemon, for audiod: its --sample-rate is that of the sound, not that of the mix. */
function wordsOf(argv, env) {
  const words = argv.map((word) => word.replace(/^--(format|sample-rate|channels|bit-depth)(?==|$)/, '--v2-$1'));
  return ['run', ...words, ...(['true', '1'].includes(env.AUDIO_DEBUG) ? ['--debug'] : [])];
}

/** The port among the words: 8081 if there is none. */
function portOf(argv) {
  const at = argv.findIndex((word) => word === '--port' || word.startsWith('--port='));
  return at < 0 ? 8081 : Number(argv[at].split('=')[1] ?? argv[at + 1]);
}

/** Where audiod may be, the first that counts first. */
function placesOf({ os, path, fs }, env) {
  const name = process.platform === 'win32' ? 'audiod.exe' : 'audiod';
  const here = path.dirname(fs.realpathSync(process.argv[1]));
  const folders = [
    path.dirname(process.argv[1]),
    here,
    ...(path.basename(here) === 'scripts' ? [path.dirname(here)] : []), // the repository
    ...(env.PATH ?? '').split(path.delimiter).filter(path.isAbsolute),
    path.join(os.homedir(), '.local', 'bin'),
    path.join(os.homedir(), '.dotnet', 'tools'),
    '/usr/local/bin',
    '/opt/homebrew/bin',
  ];
  return env.AUDIOD ? [env.AUDIOD] : [...new Set(folders)].map((folder) => path.join(folder, name));
}

function isProgram(fs, file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** What answers at the port: 'audiod', 'other', or 'nothing'. */
function look(http, port) {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const request = http.get({ host: HOST, port, path: '/health', agent: false, signal }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => {
        text += part;
        if (text.length > 65536) request.destroy();
      });
      response.on('error', () => {}); // it is closed, too
      response.on('close', () => resolve(isAudiod(response.statusCode, text) ? 'audiod' : 'other'));
    });
    request.on('error', (error) => resolve(error.code === 'ECONNREFUSED' ? 'nothing' : 'other'));
  });
}

/** The older daemons have no version (3) or do not count their sessions (2). */
function isAudiod(status, text) {
  try {
    const health = JSON.parse(text);
    const isHealthy = status === 200 && health.status === 'healthy';
    return isHealthy && typeof health.version === 'string' && typeof health.sessions === 'number';
  } catch {
    return false;
  }
}

/** Lives as long as the daemon at the port, which somebody else has started. */
async function stayBeside(http, port) {
  console.log(`audio-daemon: audiod already runs on port ${port}; using that one.`);
  while ((await look(http, port)) !== 'nothing') await new Promise((next) => setTimeout(next, LOOK_EVERY_MS));
  console.log(`audio-daemon: the audiod on port ${port} has ended.`);
}

/** Runs audiod to its end. Signals are passed on, so it is not in this process's group: Ctrl+C would reach it twice. */
function run({ spawn }, os, program, words, signals) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: 'inherit', detached: process.platform !== 'win32' });
    signals.pass = (signal) => child.kill(signal);
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + os.constants.signals[signal]));
  });
}

async function main() {
  const signals = { pass: () => process.exit(0) };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => signals.pass(signal));
  const [processes, fs, http, os, path] = await Promise.all(BUILT_IN.map((name) => import(name)));
  const argv = process.argv.slice(2);
  const port = portOf(argv);
  const isAskable = Number.isInteger(port) && port > 0 && port < 65536; // else audiod says what is wrong
  const found = isAskable ? await look(http, port) : 'nothing';
  if (found === 'audiod') return stayBeside(http, port);
  if (found === 'other') {
    console.error(
      `audio-daemon: EADDRINUSE: address already in use ${HOST}:${port}. Another program has the port; stop it, ` +
        'or choose another with --port.',
    );
    return FAILED;
  }

  const places = placesOf({ os, path, fs }, process.env);
  const program = places.find((place) => isProgram(fs, place));
  if (program === undefined) {
    console.error(
      'audio-daemon: audiod is not installed. Install it, or set AUDIOD to the path of the program. ' +
        `Looked for: ${places.join(', ')}.`,
    );
    return FAILED;
  }

  const code = await run(processes, os, program, wordsOf(argv, process.env), signals);
  if (code !== PORT_TAKEN) return code;
  // Two that start at the same time: one gets the port, and both use its daemon.
  signals.pass = () => process.exit(0);
  return isAskable && (await look(http, port)) === 'audiod' ? stayBeside(http, port) : FAILED;
}

main().then(
  (code) => process.exit(code ?? 0),
  (error) => {
    console.error(`audio-daemon: ${error.message}`);
    process.exit(FAILED);
  },
);
