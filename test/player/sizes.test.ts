import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { measureSizes } from '../../bench/sizes.ts';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));

/** A built entry point with all that it imports, minified. */
function bundle(entry: string, format: 'esm' | 'iife'): Uint8Array {
  const { outputFiles } = buildSync({
    entryPoints: [`${DIST}${entry}.js`],
    bundle: true,
    minify: true,
    format,
    write: false,
  });
  return outputFiles[0]!.contents;
}

describe('bundle sizes, minified and gzipped', () => {
  it.each([
    ['player/index', 6000],
    ['train', 16_384],
  ] as const)('%s is at most %i bytes', (entry, most) => {
    for (const format of ['esm', 'iife'] as const) {
      expect(gzipSync(bundle(entry, format), { level: 9 }).length).toBeLessThanOrEqual(most);
    }
  });

  it('the script for pages, with its licence and its names on one object, is at most 6,100 bytes', () => {
    expect(gzipSync(readFileSync(`${DIST}player.min.js`), { level: 9 }).length).toBeLessThanOrEqual(6100);
  });

  it('are what the bench tells', () => {
    const { sizes, shown } = measureSizes('');
    for (const name of ['./player', './train']) {
      expect(shown.map(({ entry }) => entry)).toContain(name);
      const size = sizes.find(({ entry }) => entry === name)!;
      const bytes = bundle(name === './player' ? 'player/index' : 'train', 'esm');
      expect(Math.abs(size.bytes - bytes.length)).toBeLessThan(100);
    }
  });

  it('the player asks for nothing that an engine may lack', () => {
    const script = readFileSync(`${DIST}player.min.js`, 'utf8');
    expect(script).not.toMatch(
      /\b(eval|Function|process|Buffer|window|document|TextEncoder|TextDecoder|console|setTimeout|setInterval|queueMicrotask|Promise|async|await|Date|performance|structuredClone|crypto|BigInt|WebAssembly|import|require)\b/,
    );
    expect(script).not.toMatch(/Math\.(exp|log|pow|tanh|sin|cos|random)\b/);
  });
});
