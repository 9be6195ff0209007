/**
 * The compiled kernels that are committed: of these sources, and small.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { MEMORY_FLAGS, MODULE, SOURCES } from '../../src/lanes/module.ts';
import { fromBase64 } from '../../src/math/text/base64.ts';

const ASSEMBLY = fileURLToPath(new URL('../../src/lanes/assembly/', import.meta.url));
const bytes = fromBase64(MODULE);

/** The part of WebAssembly that tells what is in a module. */
interface ModuleConstructor {
  new (bytes: Uint8Array): object;
  imports(module: object): unknown[];
  exports(module: object): { readonly name: string }[];
}

/** What `build.js` compiles with. */
function compilerOptions(): string {
  const [, list] = /const OPTIONS = \[\n([\s\S]*?)\n\];/.exec(readFileSync(join(ASSEMBLY, 'build.js'), 'utf8')) ?? [];
  return [...(list ?? '').matchAll(/'([^']*)'/g)].map(([, option]) => option).join(' ');
}

it('is compiled from the sources that are here; if not: npm run lanes', () => {
  const names = readdirSync(ASSEMBLY, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort();
  expect(names).toContain('sample-visible.ts');
  const options = compilerOptions();
  expect(options).toContain('simd,threads');
  const digest = createHash('sha256');
  for (const name of ['package-lock.json', ...names]) {
    digest.update(`${name}\n`).update(readFileSync(join(ASSEMBLY, name)));
  }
  expect(digest.update(options).digest('hex')).toBe(SOURCES);
});

it('says where the byte is that makes its memory a shared one', () => {
  const before = Buffer.from(bytes.subarray(MEMORY_FLAGS - 12, MEMORY_FLAGS)).toString('latin1');
  expect(before).toBe('\u0003env\u0006memory\u0002');
  expect(bytes[MEMORY_FLAGS]).toBe(3);
});

it('imports memory alone, and exports what the library calls', () => {
  const { Module } = (globalThis as unknown as { WebAssembly: { Module: ModuleConstructor } }).WebAssembly;
  const module = new Module(bytes);
  expect(Module.imports(module)).toMatchObject([{ module: 'env', name: 'memory', kind: 'memory' }]);
  const names = Module.exports(module).map(({ name }) => name);
  const declared = readFileSync(new URL('../../src/lanes/kernel-exports.ts', import.meta.url), 'utf8');
  const called = [...declared.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name);
  expect(called.length).toBeGreaterThan(15);
  expect(names).toEqual(expect.arrayContaining(called));
});

it('is small', () => {
  expect(gzipSync(bytes).length).toBeLessThan(16_384);
});
