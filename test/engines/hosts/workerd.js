/**
 * `node workerd.js PROGRAM BUNDLE`: serves a worker that runs a bundle when it is asked to, asks it, prints the answer.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [program, bundle] = process.argv.slice(2);

// It compiles no WebAssembly while it runs: the kernels come as a module of their own.
const WORKER = `import lanesModule from 'lanes.wasm';
let line = '';
const compiledLanes = lanesModule;
const console = { log: (text) => { line = text; } };
function run() {\n${readFileSync(bundle, 'utf8')}\n}
export default { fetch() { run(); return new Response(line); } };`;

const CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [
      (name = "worker", esModule = embed "worker.js"),
      (name = "lanes.wasm", wasm = embed "lanes.wasm")
    ],
    compatibilityDate = "2025-01-01"
  ))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]
);`;

const folder = mkdtempSync(join(tmpdir(), 'harmonium-workerd-'));
writeFileSync(join(folder, 'worker.js'), WORKER);
writeFileSync(join(folder, 'config.capnp'), CONFIG);
copyFileSync(fileURLToPath(new URL('../../../dist/lanes.wasm', import.meta.url)), join(folder, 'lanes.wasm'));
// It tells on its standard output which port it got.
const server = spawn(program, ['serve', '--control-fd=1', join(folder, 'config.capnp')], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const port = await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => reject(new Error('workerd ended')));
    server.stdout.on('data', (text) => {
      const listening = /"port":\s*(\d+)/.exec(String(text));
      if (listening !== null) resolve(listening[1]);
    });
  });
  const answer = await fetch(`http://127.0.0.1:${port}/`);
  console.log(await answer.text());
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
