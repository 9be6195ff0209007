/**
 * Many songs: how they wait to be learnt, and that it makes no difference how many threads read them.
 */
import { copyFileSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { MIDI_LIMITS } from '../../src/midi/reading/limits.ts';
import { packRoll } from '../../src/node/corpus/packed-roll.ts';
import type { RollReading } from '../../src/node/corpus/read-song.ts';
import type * as SongsModule from '../../src/node/corpus/read-songs.ts';
import { findFiles, uniqueFiles } from '../../src/node/files/find-files.ts';
import { DEFAULT_MAX_STEPS, silentRoll } from '../../src/roll/roll-shape.ts';
import { temporaryFolder } from './harmonium.ts';

// Threads run what is built: Node 20 reads no TypeScript.
const BUILT = new URL('../../dist/node/corpus/read-songs.js', import.meta.url).href;
const { readSongs }: typeof SongsModule = await import(BUILT);

const CORPUS = fileURLToPath(new URL('../../fixtures/midi/', import.meta.url));
const folder = temporaryFolder();

it('a packed roll has the bits it had', () => {
  const shape = { grid: 4, pitches: { low: 60, high: 63 } };
  const words = fc.array(fc.oneof(fc.constant(0), fc.constant(-1), fc.integer()), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(words, (given) => {
      // Eight bits a step: four steps are a word.
      const roll = { bits: Uint32Array.from(given), steps: 4 * given.length, ...shape };
      const packed = packRoll(roll);
      expect({ ...packed, bits: packed.bits }).toEqual(roll);
    }),
  );
});

it('packed rolls do not get into each other’s way', () => {
  const rolls = [1, 2, 3].map((bit) => {
    const roll = silentRoll(100, 4, { low: 24, high: 101 });
    roll.bits[bit * 99] = bit;
    return roll;
  });
  const packed = rolls.map(packRoll);
  const bits = packed.map((roll) => roll.bits);
  expect(bits).toEqual(rolls.map((roll) => roll.bits));
  expect(packed.map((roll) => roll.bits)).toEqual(bits);
});

it.each<RollReading['preset']>(['default', 'article'])(
  'one, two and three threads read the same: %s',
  async (preset) => {
    const names = readdirSync(CORPUS);
    const place = join(folder, preset);
    mkdirSync(place);
    for (let n = 0; n < 150; n++) {
      const file = join(place, `${n}.mid`);
      if (n % 40 === 7) writeFileSync(file, 'no music');
      else copyFileSync(join(CORPUS, names[n % names.length] ?? ''), file);
    }
    symlinkSync('nowhere', join(place, '60b.mid'));
    const files = uniqueFiles(findFiles([place])).map(({ file }) => file);
    const given = [...files.slice(0, 60), join(place, 'gone.mid'), ...files.slice(60)];
    const limits = { ...MIDI_LIMITS, maxSteps: DEFAULT_MAX_STEPS };
    const reading = { preset, grid: 4, pitches: { low: 24, high: 101 }, sustain: false, limits };
    const [one, ...others] = await Promise.all(
      [1, 2, 3].map(async (threads) => {
        const heard: number[] = [];
        const songs = await readSongs(given, reading, (done) => heard.push(done), threads, 0);
        const bits = songs.rolls.map((roll) => roll.bits);
        return Object.assign(songs, { heard, bits });
      }),
    );
    const codes = one?.skipped.map(({ error }) => error.code);
    expect(codes?.filter((code) => code === 'midi-header')).toHaveLength(4);
    expect(codes?.filter((code) => code === 'file-enoent')).toHaveLength(2);
    expect(one?.heard).toEqual(Array.from({ length: 152 }, (_, n) => n + 1));
    expect((one?.rolls.length ?? 0) + (codes?.length ?? 0)).toBe(152);
    for (const other of others) expect(other).toEqual(one);
  },
);
