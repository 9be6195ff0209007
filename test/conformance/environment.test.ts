/**
 * What the bundle's fingerprints do not depend on: how the process was started.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readLine } from '../engines/ask.ts';
import { buildBundle } from '../engines/bundle.ts';
import { readGolden } from '../engines/golden.ts';

const folder = mkdtempSync(join(tmpdir(), 'harmonium-environment-'));
const bundle = join(folder, 'bundle.js');
beforeAll(async () => writeFileSync(bundle, (await buildBundle()).text));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the bundle in a Node of its own; gives what it printed. */
function printed(flags: readonly string[], variables: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...flags, bundle], { env: { ...process.env, ...variables } });
    let text = '';
    child.stdout.on('data', (data) => {
      text += data;
    });
    child.on('error', reject);
    child.on('close', () => resolve(text));
  });
}

it.each<[string, string[], Record<string, string>]>([
  ['an interpreter alone', ['--jitless'], {}],
  ['no optimising compiler', ['--no-opt'], {}],
  ['no code from strings', ['--disallow-code-generation-from-strings'], {}],
  ['a time zone of odd minutes', [], { TZ: 'Asia/Kathmandu' }],
  ['a Turkish locale', [], { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', LANGUAGE: 'tr' }],
  ['an Arabic locale', [], { LC_ALL: 'ar_EG.UTF-8', LANG: 'ar_EG.UTF-8' }],
])('fingerprints are the same with %s', { timeout: 240_000 }, async (_what, flags, variables) => {
  const text = await printed(flags, variables);
  expect(text.trim().split('\n')).toHaveLength(1);
  const { fingerprints, lanes } = readLine(text)!;
  expect(fingerprints).toEqual(readGolden());
  // An interpreter alone has no WebAssembly.
  expect(lanes === null).toBe(flags.includes('--jitless'));
  expect(readGolden()).toMatchObject(lanes ?? {});
});
