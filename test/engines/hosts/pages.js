/**
 * Pages that run a bundle and say on their console what it prints.
 *
 * @module
 */
import { createServer } from 'node:http';

/** Catches what a bundle prints where the console cannot be heard from outside. */
const WORKER = `self.console = { log: (line) => postMessage(line) };
importScripts('/bundle.js');`;

/** Inside \`process\`: there, and only there, the audio thread may have set its own ways of rounding. */
const worklet = (bundle) => `let line = '';
const console = { log: (text) => { line = text; } };
function run() {\n${bundle}\n}
registerProcessor('fingerprints', class extends AudioWorkletProcessor {
  process() {
    if (line === '') run();
    this.port.postMessage(line);
    return false;
  }
});`;

const START_WORKER = `const worker = new Worker('/worker.js');
worker.onmessage = ({ data }) => console.log(data);
worker.onerror = ({ message }) => { throw new Error(message); };`;

const START_WORKLET = `(async () => {
  const context = new OfflineAudioContext(1, 128, 48000);
  await context.audioWorklet.addModule('/worklet.js');
  const node = new AudioWorkletNode(context, 'fingerprints');
  node.port.onmessage = ({ data }) => console.log(data);
  node.connect(context.destination);
  await context.startRendering();
})();`;

/** Fails if the page may make code of text after all. */
const NO_EVAL = `let may = true;
try { new Function('return 1'); } catch { may = false; }
if (may) throw new Error('this page may evaluate code');`;

/** Every path that is served: its type, its text, and its policy if it has one. */
const files = (bundle) => ({
  '/page': ['text/html', '<!doctype html><script src="/bundle.js"></script>'],
  '/csp': [
    'text/html',
    '<!doctype html><script src="/no-eval.js"></script><script src="/bundle.js"></script>',
    "default-src 'none'; script-src 'self'",
  ],
  '/worker': ['text/html', `<!doctype html><script>${START_WORKER}</script>`],
  '/worklet': ['text/html', `<!doctype html><script>${START_WORKLET}</script>`],
  '/bundle.js': ['text/javascript', bundle],
  '/worker.js': ['text/javascript', WORKER],
  '/worklet.js': ['text/javascript', worklet(bundle)],
  '/no-eval.js': ['text/javascript', NO_EVAL],
});

/** Serves the pages `/page`, `/csp`, `/worker` and `/worklet` on the loopback; gives the address and how to stop. */
export async function servePages(bundle) {
  const paths = files(bundle);
  const server = createServer((request, response) => {
    const file = paths[request.url];
    if (file === undefined) return response.writeHead(404).end();
    const [type, text, policy] = file;
    const headers = { 'content-type': `${type}; charset=utf-8` };
    response
      .writeHead(200, policy === undefined ? headers : { ...headers, 'content-security-policy': policy })
      .end(text);
  });
  await new Promise((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return { address: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

/**
 * Opens a page and waits for the line of JSON on its console. Playwright's and Puppeteer's pages do equally well.
 *
 * @throws {Error} what goes wrong in the page
 */
export async function lineOf(page, address) {
  const line = new Promise((resolve, reject) => {
    page.on('console', (message) => {
      if (message.text().startsWith('{')) resolve(message.text());
    });
    page.on('pageerror', reject);
  });
  const [text] = await Promise.all([line, page.goto(address)]);
  return text;
}
