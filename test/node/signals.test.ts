import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readMidi } from '../../src/index.ts';
import { readCheckpoint } from '../../src/model/checkpoints/read-checkpoint.ts';
import { MAIN, temporaryFolder, withoutProgress } from './harmonium.ts';

const CORPUS = fileURLToPath(new URL('../../fixtures/midi/', import.meta.url));
const folder = temporaryFolder();

function start(...args: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [MAIN, ...args], { cwd: folder });
}

/** Sends a signal and waits for the end. */
async function interrupt(child: ChildProcessWithoutNullStreams, signal: NodeJS.Signals): Promise<unknown[]> {
  const sent = performance.now();
  child.kill(signal);
  const ended = await once(child, 'close');
  expect(performance.now() - sent).toBeLessThan(10_000);
  return ended;
}

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  it('ends a training after a batch of its first epoch, which is saved; another ends it at once', async () => {
    const path = join(folder, `train-${signal}`);
    const args = ['train', CORPUS, '--hidden', '1500', '--epochs', '1000', '-o', join(path, 'model.safetensors')];
    const child = start(...args);
    let err = '';
    child.stderr.on('data', (data) => {
      err += data;
    });
    // Its folder is there: it has read the songs and begins to train.
    while (!existsSync(path)) await new Promise((soon) => setTimeout(soon, 20));
    await new Promise((soon) => setTimeout(soon, 300));
    expect(await interrupt(child, signal)).toEqual([130, null]);
    expect(withoutProgress(err)).toMatch(
      /^interrupted [^\n]*, saved to [^\n]*\.checkpoint: the same command with --resume goes on\n$/,
    );
    expect(readdirSync(path)).toEqual(['model.safetensors.checkpoint']);
    const { memory } = readCheckpoint(readFileSync(join(path, 'model.safetensors.checkpoint')));
    expect(memory.numbers['learnt']).toBeGreaterThan(0);

    const again = start(...args, '--resume');
    await once(again.stderr, 'data');
    again.kill(signal);
    again.kill(signal);
    // The first is heard between two batches, the second by the system: unless both came before the program looked.
    expect([
      [130, null],
      [null, signal],
    ]).toContainEqual(await once(again, 'close'));
    expect(readdirSync(path).filter((name) => !name.endsWith('.tmp'))).toEqual(['model.safetensors.checkpoint']);
  });

  it('ends generation between two files', async () => {
    const path = join(folder, `generate-${signal}`);
    const child = start('generate', '--bars', '1', '-n', '100000', '--gibbs', '2', '-o', path);
    while (!existsSync(path) || readdirSync(path).length < 6) await new Promise((soon) => setTimeout(soon, 20));
    expect(await interrupt(child, signal)).toEqual([130, null]);
    const names = readdirSync(path);
    expect(names.filter((name) => !/^piece-\d{3,}\.mid$/.test(name))).toEqual([]);
    for (const name of names) expect(readMidi(readFileSync(join(path, name))).notes).not.toHaveLength(0);
  });

  it('ends the wait for stdin', async () => {
    const child = start('inspect', join(CORPUS, 'greensleeves.mid'), '-');
    await once(child.stdout, 'data');
    expect(await interrupt(child, signal)).toEqual([130, null]);
  });

  it('ends rendering while it plays and while it writes, and leaves nothing', async () => {
    const path = join(folder, `render-${signal}`);
    mkdirSync(path);
    const midi = join(folder, `render-${signal}.mid`);
    for (const setup of [
      [0, 0xc0, 73],
      [0, 0xb0, 7, 0],
    ]) {
      // A flute of 3.5 hours takes a while to play; a muted one to write: 2.2 GB.
      writeFileSync(midi, longNote(setup));
      const child = start('render', midi, '-o', join(path, 'tune.wav'));
      await once(child.stderr, 'data');
      const sent = performance.now();
      expect(await interrupt(child, signal)).toEqual([130, null]);
      expect(performance.now() - sent).toBeLessThan(1000);
      expect(readdirSync(path)).toEqual([]);
    }
  });

  it('ends the wait for the reader of a pipe', async () => {
    const pipe = join(folder, `pipe-${signal}`);
    spawnSync('mkfifo', [pipe]);
    const child = start('render', join(CORPUS, 'greensleeves.mid'), '-o', pipe);
    await new Promise((soon) => setTimeout(soon, 3000));
    expect(await interrupt(child, signal)).toEqual([130, null]);
  });
});

/** A file of one note of 3.5 hours, at 192 ticks a second. */
function longNote(setup: readonly number[]): Uint8Array {
  const ticks = 192 * 12_600;
  const time = [21, 14, 7].map((shift) => 0x80 | ((ticks >> shift) & 127));
  const track = [...setup, 0, 0x90, 60, 64, ...time, ticks & 127, 0x80, 60, 0, 0, 0xff, 0x2f, 0];
  const head = [0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 0, 96, 0x4d, 0x54, 0x72, 0x6b, 0, 0, 0, track.length];
  return Uint8Array.from([...head, ...track]);
}
