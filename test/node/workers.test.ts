import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { harmonium, MAIN, temporaryFolder } from './harmonium.ts';

const CORPUS = fileURLToPath(new URL('../../fixtures/midi/', import.meta.url));
const folder = temporaryFolder();
const songs = join(folder, 'songs');

beforeAll(() => {
  mkdirSync(songs);
  for (const name of readdirSync(CORPUS).filter((file) => /^[abg].*\.mid$/.test(file))) {
    copyFileSync(join(CORPUS, name), join(songs, name));
  }
});

describe('train --workers', () => {
  it.each([
    ['the default preset', ['--epochs', '2', '--hidden', '20']],
    ['batches of 3', ['--epochs', '1', '--hidden', '9', '--batch', '3']],
    ['the article', ['--preset', 'article', '--epochs', '4']],
  ])('gives the same bytes for 1, 2 and 4: %s', (_name, options) => {
    const models = [1, 2, 4].map((workers) => {
      const file = join(folder, `${workers}.safetensors`);
      const ran = harmonium(['train', songs, '-o', file, ...options, '--workers', `${workers}`]);
      expect(ran).toMatchObject({ code: 0, out: `${file}\n` });
      return readFileSync(file);
    });
    expect(models[1]!.equals(models[0]!)).toBe(true);
    expect(models[2]!.equals(models[0]!)).toBe(true);
  });

  it.each(['0', '257', '1.5', 'all'])('refuses %s', (workers) => {
    expect(harmonium(['train', songs, '--workers', workers], { cwd: folder })).toMatchObject({ code: 2 });
  });

  it('tells a training that diverges, as one thread does', () => {
    const [alone, together] = ['1', '2'].map((workers) =>
      harmonium(
        ['train', songs, '--rate', '10', '--momentum', '.999', '--decay', '1', '--json', '--workers', workers],
        { cwd: folder },
      ),
    );
    expect(alone).toMatchObject({ code: 2, err: expect.stringContaining('the training diverged in epoch') });
    expect(together).toEqual(alone);
  });
});

/** Trains with a script loaded into every thread first. */
async function trainWith(script: string): Promise<{ code: unknown; err: string }> {
  const file = join(folder, 'first.mjs');
  writeFileSync(file, `import { isMainThread } from 'node:worker_threads';\n${script}\n`);
  const args = [
    '--import',
    pathToFileURL(file).href,
    MAIN,
    'train',
    songs,
    '--chains',
    '0',
    '--epochs',
    '100000',
    '--json',
  ];
  const child = spawn(process.execPath, [...args, '--checkpoint-every', '86400', '--workers', '3'], { cwd: folder });
  let err = '';
  child.stderr.on('data', (data) => {
    err += data;
  });
  const [code] = await once(child, 'close');
  return { code, err };
}

/** A script that does this to a thread after 200 pieces of work. */
const inTheMiddle = (what: string): string => `
  const { add } = Atomics;
  let calls = 0;
  if (!isMainThread) Atomics.add = (...given) => { if (++calls === 200) { ${what} } return add(...given); };`;

describe('a thread that is lost', () => {
  it.each([
    ['at its start', `if (!isMainThread) throw new Error('out of luck');`, 'out of luck'],
    ['in the middle', inTheMiddle(`throw new Error('out of luck');`), 'out of luck'],
    ['without a word', inTheMiddle('process.exit(7);'), 'exit code 7'],
  ])('ends the training with its reason: %s', async (_name, script, reason) => {
    const { code, err } = await trainWith(script);
    expect(err).toBe(`harmonium: a training thread ended: ${reason}\n`);
    expect(code).toBe(1);
    expect(existsSync(join(folder, 'model.safetensors'))).toBe(false);
  });
});

it.each(['SIGINT', 'SIGTERM'] as const)('%s ends a training with workers, which is saved', async (signal) => {
  const path = join(folder, signal);
  const args = ['train', songs, '--epochs', '100000', '--workers', '3', '-o', join(path, 'model.safetensors')];
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder });
  while (!existsSync(path)) await new Promise((soon) => setTimeout(soon, 20));
  await new Promise((soon) => setTimeout(soon, 300));
  const sent = performance.now();
  child.kill(signal);
  expect(await once(child, 'close')).toEqual([130, null]);
  expect(performance.now() - sent).toBeLessThan(10_000);
  expect(readdirSync(path)).toEqual(['model.safetensors.checkpoint']);
});
