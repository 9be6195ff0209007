// Compiles the kernels and writes them to ../module.ts, with a digest of what they were compiled from. The compiler is installed in
// .build/lanes: nothing that was not written here is to lie among the sources.
// `node build.js --check` writes nothing, and fails if the file is not what it would write.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
  .filter((name) => name.endsWith('.ts'))
  .sort();
const digest = createHash('sha256');
for (const name of ['package-lock.json', ...sources]) digest.update(`${name}\n`).update(readFileSync(join(here, name)));
digest.update(OPTIONS.join(' '));

const sourcesDigest = digest.digest('hex');
// The module exports a number of this name, so that no other version is taken for it.
const version = `version_${sourcesDigest.slice(0, 16)}`;
const tools = join(here, '../../../.build/lanes');
mkdirSync(tools, { recursive: true });
for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(here, name), join(tools, name));
const installed = spawnSync('npm', ['ci', '--no-audit'], { cwd: tools, encoding: 'utf8' });
if (installed.status !== 0) throw new Error(installed.stderr);
const entry = join(tools, 'entry.ts');
writeFileSync(entry, `export * from '../../src/lanes/assembly/index';\nexport const ${version}: i32 = 1;\n`);
const compiled = join(tools, 'module.wasm');
const asc = join(tools, 'node_modules/assemblyscript/bin/asc.js');
const ran = spawnSync(process.execPath, [asc, 'entry.ts', '-o', compiled, ...OPTIONS], {
  cwd: tools,
  encoding: 'utf8',
});
if (ran.status !== 0) throw new Error(ran.stderr);
const bytes = readFileSync(compiled);

const at = bytes.indexOf(IMPORT);
if (at < 0) throw new Error('the module imports no shared memory');
const text = bytes.toString('base64').match(new RegExp(`.{1,${LINE - 8}}`, 'g')) ?? [];
const written = `/**
 * The compiled kernels, in base64. Written by \`npm run lanes\`: do not edit.
 *
 * @module
 */

/** SHA-256 of what they were compiled from: sources, compiler version and options. */
export const SOURCES: string = '${sourcesDigest}';

/** A name that the module exports: no other version does. */
export const VERSION: string = '${version}';

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
if (!process.argv.includes('--check')) {
  writeFileSync(output, written);
} else if (before !== written) {
  console.error('src/lanes/module.ts is not what its sources compile to: run `npm run lanes`');
  process.exitCode = 1;
} else {
  console.log('src/lanes/module.ts is up to date');
}
