/**
 * Disks that are full or may not be written to, and several programs at one file.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readModel } from '../../src/index.ts';
import { readCheckpoint } from '../../src/model/checkpoints/read-checkpoint.ts';
import { harmonium, MAIN, temporaryFolder, withoutProgress } from './harmonium.ts';

const TUNE = fileURLToPath(new URL('../../fixtures/midi/greensleeves.mid', import.meta.url));
const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const SMALL = ['--epochs', '1', '--hidden', '20'];

/** A folder that is a disk of its own, if this machine lets us have one; says why not. */
function smallDisk(name: string, options: string): string | undefined {
  const place = at(name);
  mkdirSync(place);
  const { status, stderr, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', place]);
  if (status === 0) {
    afterAll(() => spawnSync('umount', ['-l', place]));
    return place;
  }
  console.info(`skipped: no disk of our own (${error?.message ?? stderr.toString().trim()})`);
  return undefined;
}

describe('a full disk', () => {
  const disk = smallDisk('full', 'size=128k');
  if (disk !== undefined) writeFileSync(join(disk, 'old.safetensors'), 'an old model');
  if (disk !== undefined) writeFileSync(join(disk, 'curve.svg'), 'an old picture');
  const before = disk === undefined ? [] : readdirSync(disk).sort();

  it.skipIf(disk === undefined).each([
    ['a model', ['train', TUNE, ...SMALL, '-o', `${disk}/old.safetensors`], 'old.safetensors'],
    ['a new model', ['train', TUNE, ...SMALL, '-o', `${disk}/new.safetensors`], 'new.safetensors'],
    ['a model by a link', ['train', TUNE, ...SMALL, '-o', at('link')], 'link'],
  ])('for %s: said in one line, what was there stays, and nothing is left lying about', (_, args, name) => {
    if (name === 'link') spawnSync('ln', ['-s', `${disk}/old.safetensors`, at('link')]);
    const { code, out, err } = harmonium(args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(new RegExp(`^harmonium: cannot write .*${name}: the disk is full\\n$`));
    expect(readdirSync(disk!).sort()).toEqual(before);
    expect(readFileSync(`${disk}/old.safetensors`, 'utf8')).toBe('an old model');
  });

  it.skipIf(disk === undefined).each(['new.wav', 'curve.svg'])('for a sound: %s', (name) => {
    const there = readdirSync(disk!).sort();
    const { code, out, err } = harmonium(['render', TUNE, '-o', `${disk}/${name}`]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(new RegExp(`harmonium: cannot write .*${name}: the disk is full\\n$`));
    expect(readdirSync(disk!).sort()).toEqual(there);
    expect(readFileSync(`${disk}/curve.svg`, 'utf8')).toBe('an old picture');
  });

  it.skipIf(disk === undefined)('for pieces: those that are there are whole', () => {
    const out = join(disk!, 'pieces');
    const { code, err } = harmonium(['generate', '--bars', '1', '-n', '400', '--gibbs', '1', '-o', out]);
    expect(code).toBe(1);
    expect(err).toMatch(/^harmonium: cannot write .*piece-\d+\.mid: the disk is full\n$/);
    const names = readdirSync(out);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !/^piece-\d+\.mid$/.test(name))).toEqual([]);
    expect(harmonium(['inspect', '--json', out])).toMatchObject({ code: 0, err: '' });
  });

  it('behind stdout, or a device', () => {
    const run = `'${process.execPath}' '${MAIN}'`;
    const lines = [
      [`${run} inspect '${TUNE}' > /dev/full`, /^harmonium: cannot write to stdout: the disk is full\n$/],
      [`${run} render '${TUNE}' -o - > /dev/full`, /harmonium: cannot write to stdout: the disk is full\n$/],
      [`${run} render '${TUNE}' -o /dev/full`, /harmonium: cannot write \/dev\/full: the disk is full\n$/],
      [`${run} generate -n 1 -o - > /dev/full`, /^harmonium: cannot write to stdout: the disk is full\n$/],
      [
        `${run} train '${TUNE}' ${SMALL.join(' ')} -o /dev/full`,
        /harmonium: cannot write \/dev\/full: the disk is full\n$/,
      ],
    ] as const;
    for (const [line, said] of lines) {
      const { status, stderr } = spawnSync('bash', ['-c', line], { env: { ...process.env, NO_COLOR: '1' } });
      expect({ status, stderr: withoutProgress(stderr.toString()) }).toEqual({
        status: 1,
        stderr: expect.stringMatching(said),
      });
    }
  });
});

/** Whether there was room for so many bytes. */
function filled(path: string, bytes: number): boolean {
  try {
    writeFileSync(path, new Uint8Array(bytes));
    return true;
  } catch {
    return false;
  }
}

const training = (name: string): string[] => {
  return ['train', TUNE, '--epochs', '3', '--hidden', '20', '--checkpoint-every', '0', '-o', at(name)];
};

describe('a disk that fills while training', () => {
  const disk = smallDisk('filling', 'size=3m');

  it.skipIf(disk === undefined)('no checkpoint: said once, the training goes on, and the old one stays', () => {
    writeFileSync(join(disk!, 'filler'), new Uint8Array(3 * 2 ** 20 - 400_000));
    const { code, out, err } = harmonium([...training('full.safetensors'), '--checkpoint', `${disk}/c`]);
    expect({ code, out }).toEqual({ code: 0, out: `${at('full.safetensors')}\n` });
    expect(err.match(/^no checkpoint: cannot write .*\/c: the disk is full$/gm)).toHaveLength(1);
    expect(readdirSync(disk!)).toEqual(['filler']);
  });

  it.skipIf(disk === undefined)('the last good checkpoint is what remains', async () => {
    rmSync(join(disk!, 'filler'));
    const args = [MAIN, ...training('later.safetensors'), '--epochs', '100000', '--checkpoint', `${disk}/c`];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let err = '';
    child.stderr.on('data', (data) => {
      err += data;
    });
    while (!existsSync(`${disk}/c`)) await new Promise((soon) => setTimeout(soon, 5));
    // From now on there is room for one and a half, as soon as the second is not being written.
    const most = 3 * 2 ** 20 - Math.floor(1.5 * statSync(`${disk}/c`).size);
    while (!filled(join(disk!, 'filler'), most)) await new Promise((soon) => setTimeout(soon, 5));
    while (!err.includes('no checkpoint')) await new Promise((soon) => setTimeout(soon, 5));
    const last = readFileSync(`${disk}/c`);
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([130, null]);
    expect(err).toMatch(/\ninterrupted [^\n]*, and nothing saved\n$/);
    expect(readdirSync(disk!).sort()).toEqual(['c', 'filler']);
    expect(readFileSync(`${disk}/c`)).toEqual(last);
    expect(readCheckpoint(last).memory.numbers['learnt']).toBeGreaterThan(0);
  });

  it.skipIf(disk === undefined)('a report', () => {
    const { code, out, err } = harmonium([...training('r.safetensors'), at('nowhere.mid'), '--report', '/dev/full']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^harmonium: cannot write \/dev\/full: the disk is full\n$/);
  });
});

describe('a disk that is read-only', () => {
  const disk = smallDisk('locked', 'size=128k,ro');

  it.skipIf(disk === undefined).each([
    ['train', ['train', TUNE, ...SMALL, '-o', `${disk}/m`]],
    ['train, for a picture', ['train', TUNE, ...SMALL, '-o', at('m'), '--picture', `${disk}/c.svg`]],
    ['train, for a checkpoint', ['train', TUNE, ...SMALL, '-o', at('m'), '--checkpoint', `${disk}/c`]],
    ['train, for a report', ['train', TUNE, ...SMALL, '-o', at('m'), '--report', `${disk}/r`]],
    ['train, into a new folder', ['train', TUNE, ...SMALL, '-o', `${disk}/deep/er/m`]],
    ['generate', ['generate', '-n', '1', '-o', `${disk}/pieces`]],
    ['render', ['render', TUNE, '-o', `${disk}/tune.wav`]],
  ])('%s: said before the work begins', (_, args) => {
    const { code, out, err } = harmonium(args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^harmonium: cannot write [^\n]*: the disk is read-only\n$/);
    expect(readdirSync(disk!)).toEqual([]);
  });
});

describe('a target that is a folder', () => {
  it.each([
    ['train', ['train', TUNE, ...SMALL, '-o']],
    ['a picture of generate', ['generate', '-n', '1', '--gibbs', '1', '-o', at('pieces'), '--picture']],
    ['a checkpoint of train', ['train', TUNE, ...SMALL, '-o', at('fine'), '--checkpoint']],
    ['a report of train', ['train', TUNE, ...SMALL, '-o', at('fine'), '--report']],
    ['a picture of train', ['train', TUNE, ...SMALL, '-o', at('fine'), '--picture']],
  ])('%s', (_, args) => {
    mkdirSync(at('target/in/it'), { recursive: true });
    const { code, out, err } = harmonium([...args, at('target')]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^harmonium: cannot write [^\n]*target: is a folder\n$/);
    expect(readdirSync(at('target'))).toEqual(['in']);
  });
});

it('several programs at one target: one whole file remains', { timeout: 60_000 }, async () => {
  mkdirSync(at('shared'));
  const target = at('shared/model.safetensors');
  const seeds = ['1', '2', '3', '4'];
  const ends = seeds.map(async (seed) => {
    const args = [MAIN, 'train', TUNE, ...SMALL, '--seed', seed, '-o', target];
    const [code] = (await once(spawn(process.execPath, args, { stdio: 'ignore' }), 'close')) as [number];
    return code;
  });
  expect(await Promise.all(ends)).toEqual([0, 0, 0, 0]);
  expect(readdirSync(at('shared'))).toEqual(['model.safetensors']);
  // Its digest holds, so it is all from one of them.
  expect(seeds).toContain(readModel(readFileSync(target)).training.seed);
});
