/**
 * One script for all engines.
 *
 * @module
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { readMaterial } from './material.ts';
import { ROOM } from './places.ts';

/** A classic script that ends by printing its fingerprints. */
export interface Bundle {
  readonly text: string;
  /** Whether engines without classes and generators can read it. */
  readonly es5: boolean;
}

/**
 * Bundles the fingerprints with all they need.
 *
 * esbuild leaves classes and generators as they are; TypeScript 5, the last that can, takes them down to ES5. Without it (it
 * comes with the engines' packages) the script is as good for engines that know them.
 */
export async function buildBundle(): Promise<Bundle> {
  const built = await build({
    stdin: {
      contents: `import './fingerprints/stand-ins.js';
        import { printFingerprints } from './fingerprints/print.ts';
        printFingerprints(${JSON.stringify(readMaterial())});`,
      resolveDir: ROOM,
    },
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    charset: 'ascii',
  });
  const text = built.outputFiles[0]?.text ?? '';
  const lower = typeScript5();
  return lower === undefined ? { text, es5: false } : { text: lower(text), es5: true };
}

/** The part of TypeScript 5 that is used here. */
interface TypeScript {
  readonly ScriptTarget: { readonly ES5: number };
  transpile(input: string, options: { target: number; downlevelIteration: boolean; removeComments: boolean }): string;
}

/** What takes a script down to ES5, if it is installed. */
function typeScript5(): ((text: string) => string) | undefined {
  try {
    const ts: TypeScript = createRequire(join(ROOM, 'package.json'))('./node_modules/typescript');
    const options = { target: ts.ScriptTarget.ES5, downlevelIteration: true, removeComments: true };
    return (text) => ts.transpile(text, options);
  } catch {
    return undefined;
  }
}
