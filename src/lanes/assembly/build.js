// Compiles the kernels and writes them to ../module.ts, with a digest of what they were compiled from.
// `node build.js --check` writes nothing, and fails if the file is not what it would write.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OPTIONS = [
  ...['-O3', '--converge', '--enable', 'simd,threads', '--runtime', 'stub', '--noAssert'],
  ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
];
/** How the import of the memory begins: its two names, that it is a memory, and what kind, which is to be shared. */
const IMPORT = Buffer.from('\x03env\x06memory\x02\x03', 'latin1');
/** Characters of a line of the file. */
const LINE = 120;

const here = fileURLToPath(new URL('.', import.meta.url));
const output = join(here, '..', 'module.ts');

const sources = readdirSync(here, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
  .sort();
const digest = createHash('sha256');
for (const name of ['package-lock.json', ...sources]) digest.update(`${name}\n`).update(readFileSync(join(here, name)));
digest.update(OPTIONS.join(' '));

const folder = mkdtempSync(join(tmpdir(), 'harmonium-lanes-'));
const compiled = join(folder, 'module.wasm');
execFileSync(
  process.execPath,
  [join(here, 'node_modules/assemblyscript/bin/asc.js'), 'index.ts', '-o', compiled, ...OPTIONS],
  {
    cwd: here,
    stdio: 'inherit',
  },
);
const bytes = readFileSync(compiled);
rmSync(folder, { recursive: true });

const at = bytes.indexOf(IMPORT);
if (at < 0) throw new Error('the module imports no shared memory');
const text = bytes.toString('base64').match(new RegExp(`.{1,${LINE - 8}}`, 'g')) ?? [];
const written = `/**
 * The compiled kernels, in base64. Written by \`npm run lanes\`: do not edit.
 *
 * @module
 */

/** SHA-256 of what they were compiled from: sources, compiler version and options. */
export const SOURCES: string = '${digest.digest('hex')}';

/** Where in the module the byte is that says whether the memory it imports is shared: 1 if not, 3 if so. */
export const MEMORY_FLAGS: number = ${at + IMPORT.length - 1};

/** The module: ${bytes.length.toLocaleString('en')} bytes. */
export const MODULE: string =
${text.map((line) => `  '${line}'`).join(' +\n')};
`;
const before = (() => {
  try {
    return readFileSync(output, 'utf8');
  } catch {
    return '';
  }
})();
if (!process.argv.includes('--check')) writeFileSync(output, written);
else if (before !== written)
  throw new Error('src/lanes/module.ts is not what its sources compile to: run `npm run lanes`');
