/**
 * How many bytes each entry point brings with it.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DIST } from './places.ts';
import type { Missing, Size } from './report.ts';

/** The package's entry points, as paths in `dist` without `.js`. The command comes last. */
export function entryPoints(): string[] {
  const manifest = JSON.parse(readFileSync(join(DIST, '../package.json'), 'utf8')) as {
    exports: Record<string, string>;
  };
  const modules = Object.values(manifest.exports).flatMap(
    (file) => /^\.\/dist\/(.+)(?<!\.min)\.js$/.exec(file)?.[1] ?? [],
  );
  return [...modules, 'node/main'];
}

/** The name by which an entry point is imported; the command's is its own. */
export function entryName(entry: string): string {
  if (entry === 'node/main') return 'harmonium (command)';
  if (entry === 'index') return '.';
  return `./${entry.replace(/\/index$/, '')}`;
}

/** Entry points that are shown unless sizes are asked for by name. */
const SHOWN = ['.', './rbm', './midi', './music', './player', './train', './ndarray', 'harmonium (command)'];

/** What came of measuring sizes. */
export interface Sized {
  readonly sizes: readonly Size[];
  /** Those of them to show to people. */
  readonly shown: readonly Size[];
  readonly missing: readonly Missing[];
}

/** Measures the entry points for which `size NAME` has `filter` in it. */
export function measureSizes(filter: string): Sized {
  const entries = entryPoints().filter((entry) => `size ${entryName(entry)}`.includes(filter));
  if (entries.length === 0) return { sizes: [], shown: [], missing: [] };
  const esbuild = esbuildPath();
  if (esbuild === undefined) {
    const missing = { implementation: 'esbuild', install: 'npm install --no-save esbuild' };
    return { sizes: [], shown: [], missing: [missing] };
  }
  const sizes = bundle(esbuild, entries);
  return { sizes, shown: filter === '' ? sizes.filter(({ entry }) => SHOWN.includes(entry)) : sizes, missing: [] };
}

/** Bundles and minifies entry points, each with all that it imports. */
function bundle(esbuild: string, entries: readonly string[]): Size[] {
  const folder = mkdtempSync(join(tmpdir(), 'harmonium-sizes-'));
  try {
    const files = entries.map((entry) => join(DIST, `${entry}.js`));
    const flags = ['--bundle', '--minify', '--format=esm', '--platform=node', '--log-level=error'];
    const places = [`--outdir=${folder}`, `--outbase=${DIST}`];
    const ran = spawnSync(esbuild, [...files, ...flags, ...places], { encoding: 'utf8' });
    if (ran.status !== 0) throw new Error(`esbuild: ${ran.stderr}`);
    return files.map((file, n) => {
      const bytes = readFileSync(join(folder, relative(DIST, file)));
      const gzipped = gzipSync(bytes, { level: 9 }).length;
      return { entry: entryName(entries[n]), bytes: bytes.length, gzipped };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** esbuild's program, if it is installed. */
function esbuildPath(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('esbuild/bin/esbuild');
  } catch {
    return spawnSync('esbuild', ['--version']).status === 0 ? 'esbuild' : undefined;
  }
}
