import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  generate,
  type Model,
  type PianoRoll,
  type Playing,
  playedBy,
  readModel,
  writeCompactModel,
  writeMidi,
  writeModel,
} from '../../src/index.ts';
import {
  openPlayer,
  playMidi,
  playWindow,
  readWindow,
  rollNotes,
  startChain,
  stepChain,
  windowMidi,
  writeWindow,
} from '../../src/player/index.ts';
import { errorOf } from '../model/file-parts.ts';
import { someModel } from '../model/some-model.ts';

const bundled = (name: string): Uint8Array =>
  readFileSync(new URL(`../../fixtures/models/${name}.safetensors`, import.meta.url));
const COMPACT = bundled('compact');

/** Models of all kinds: sure and unsure, of few units and of many, full and compact. */
const file: fc.Arbitrary<Uint8Array> = fc
  .record({
    steps: fc.integer({ min: 1, max: 6 }),
    pitches: fc.integer({ min: 1, max: 7 }),
    hidden: fc.integer({ min: 1, max: 12 }),
    size: fc.constantFrom(0.01, 1, 10, 1000),
    preset: fc.constantFrom('default', 'article'),
    compact: fc.boolean(),
    places: fc.infiniteStream(fc.float({ min: -1, max: 1, noNaN: true })),
  })
  .map(({ steps, pitches, hidden, size, preset, compact, places }) => {
    const model = someModel(steps, pitches, hidden, { preset });
    const fill = (array: Float32Array, most: number): unknown =>
      array.forEach((_, k) => (array[k] = most * places.next().value!));
    fill(model.rbm.w, size);
    fill(model.rbm.bv, Math.min(3, size));
    fill(model.rbm.bh, Math.min(3, size));
    // So many units keep weights that a compact file is not refused.
    for (let i = 0; i < model.rbm.visible; i += 8) {
      model.rbm.w[i * hidden] = size;
      model.rbm.bv[i] = 0;
    }
    return compact ? writeCompactModel(model) : writeModel(model);
  });

describe('the player', () => {
  it('gives the bytes of generate, playedBy and writeMidi', () => {
    const options = fc.record({
      seed: fc.oneof(fc.string({ unit: 'binary' }), fc.maxSafeInteger()),
      gibbs: fc.integer({ min: 0, max: 12 }),
      temperature: fc.constantFrom(1, 0.3, 3),
      from: fc.constantFrom('zeros' as const, 'noise' as const, undefined),
      decode: fc.constantFrom('likeliest' as const, 'sample' as const, undefined),
      tempo: fc.constantFrom(undefined, 61.7),
      velocity: fc.constantFrom(undefined, 127),
      program: fc.constantFrom(undefined, 0, 19),
      meter: fc.constantFrom(undefined, '3/4', '6/8', '32/32'),
    });
    fc.assert(
      fc.property(file, options, (bytes, { tempo, velocity, program, meter, ...chains }) => {
        const model = readModel(bytes);
        const player = openPlayer(bytes, chains.seed, chains.temperature);
        for (const { chain, roll } of generate(model, { ...chains, count: 3 })) {
          startChain(player, chain, chains.from);
          // In two goes, as a stream would.
          stepChain(player, chains.gibbs >> 1);
          stepChain(player, chains.gibbs - (chains.gibbs >> 1));
          const window = readWindow(player, chains.decode);
          expect(window).toEqual(roll);
          const playing = { tempo, velocity, program, meter };
          const wanted = writeMidi(playedBy(model, roll, playing));
          expect(Buffer.compare(windowMidi(player, window, playing), wanted)).toBe(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each(['default', 'compact'])('plays the %s model as the library does', (name) => {
    const bytes = bundled(name);
    const model = readModel(bytes);
    const player = openPlayer(bytes, '秋 🍂');
    for (const { chain, roll } of generate(model, { seed: '秋 🍂', count: 3, key: 'model' })) {
      const wanted = writeMidi(playedBy(model, roll));
      expect(Buffer.compare(windowMidi(player, playWindow(player, chain)), wanted)).toBe(0);
      expect(Buffer.compare(playMidi(bytes, '秋 🍂', chain), wanted)).toBe(0);
      expect(rollNotes(roll).length).toBeGreaterThan(0);
    }
  });

  it('writes a very long window as the library does', () => {
    // 1,024 steps of 55 ticks: a note at the start, one at the end, and a pause that takes three bytes to tell.
    const model: Model = someModel(1024, 1, 1, { preset: 'article' });
    model.rbm.w.fill(0);
    model.rbm.bv.fill(-1000);
    for (const unit of [0, 2046]) model.rbm.bv[unit] = 1000;
    const bytes = writeModel(model);
    const { roll } = [...generate(model, { gibbs: 1 })][0]!;
    expect(Buffer.compare(playMidi(bytes), writeMidi(playedBy(model, roll)))).toBe(0);
    expect(playMidi(bytes)).toContain(0x83);
  });

  it('writes every meter as the library does, and refuses what is none', () => {
    const model = readModel(COMPACT);
    const player = openPlayer(COMPACT);
    const window = playWindow(player, 0);
    for (const denominator of [1, 2, 4, 8, 16, 32]) {
      for (let numerator = 1; numerator <= 32; numerator++) {
        const playing = { meter: `${numerator}/${denominator}`, program: 19 };
        expect(Buffer.compare(windowMidi(player, window, playing), writeMidi(playedBy(model, window, playing)))).toBe(
          0,
        );
      }
    }
    const plain = windowMidi(player, window).length;
    expect(windowMidi(player, window, { meter: '3/4' }).length).toBe(plain + 8);
    const none = [
      '',
      '3',
      '0/4',
      '33/4',
      '3/0',
      '3/3',
      '3/64',
      '3/4 ',
      ' 3/4',
      '03/4',
      '3/04',
      '-3/4',
      '3.0/4',
      '3/4/4',
      '٣/4',
    ];
    for (const meter of none) {
      for (const write of [windowMidi, writeMeter]) {
        expect(() => write(player, window, { meter })).toThrow(
          expect.objectContaining({ code: 'option-range', option: 'meter' }),
        );
      }
    }

    function writeMeter(_: unknown, roll: PianoRoll, playing: Playing): Uint8Array {
      return writeMidi(playedBy(model, roll, playing));
    }
  });

  it('has room for a window in which all keys go down, with all that a file can tell', () => {
    const model: Model = someModel(1, 1, 1);
    model.rbm.w.fill(0);
    model.rbm.bv.fill(1000);
    const player = openPlayer(writeModel(model));
    const playing = { tempo: 4, velocity: 127, program: 127, meter: '32/32' };
    const window = playWindow(player, 0);
    expect(Buffer.compare(windowMidi(player, window, playing), writeMidi(playedBy(model, window, playing)))).toBe(0);
  });

  it('goes on with a chain after its window was read', () => {
    const [one, two] = [openPlayer(COMPACT), openPlayer(COMPACT)];
    for (const steps of [3, 4]) {
      stepChain(one, steps);
      readWindow(one);
    }
    stepChain(two, 7);
    expect(readWindow(one)).toEqual(readWindow(two));
  });

  it('writes into a buffer that is given, and says how long it must be', () => {
    const player = openPlayer(COMPACT);
    const window = playWindow(player, 0);
    const midi = windowMidi(player, window);
    const exact = new Uint8Array(midi.length);
    expect(writeWindow(exact, player.model, window)).toBe(midi.length);
    expect(Buffer.compare(exact, midi)).toBe(0);
    expect(errorOf(() => writeWindow(exact.subarray(1), player.model, window))).toMatchObject({
      code: 'option-range',
      message: `out: expected at least ${midi.length} bytes, got ${midi.length - 1}`,
    });
    expect(errorOf(() => writeWindow(new Uint8Array(0), player.model, window)).code).toBe('option-range');
  });

  it('keeps nothing of the bytes it was opened with', () => {
    const bytes = Uint8Array.from(COMPACT);
    const player = openPlayer(bytes);
    bytes.fill(0);
    expect(playWindow(player, 0)).toEqual(playWindow(openPlayer(COMPACT), 0));
  });

  it('refuses bytes that were handed away', () => {
    const bytes = Uint8Array.from(COMPACT);
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    expect(errorOf(() => openPlayer(bytes)).code).toBe('model-truncated');
  });

  it.each<[string, () => unknown]>([
    ['temperature', () => openPlayer(COMPACT, 1, 0)],
    ['seed', () => openPlayer(COMPACT, 1.5)],
    ['bytes', () => openPlayer([...COMPACT] as unknown as Uint8Array)],
    ['bytes', () => openPlayer(undefined as unknown as Uint8Array)],
    ['bytes', () => openPlayer(new ArrayBuffer(8) as unknown as Uint8Array)],
    ['index', () => startChain(openPlayer(COMPACT), -1)],
    ['from', () => startChain(openPlayer(COMPACT), 0, 'nowhere' as 'zeros')],
    ['steps', () => stepChain(openPlayer(COMPACT), 0.5)],
    ['decode', () => readWindow(openPlayer(COMPACT), 'best' as 'sample')],
    ['tempo', () => windowMidi(openPlayer(COMPACT), playWindow(openPlayer(COMPACT), 0), { tempo: 3 })],
    ['velocity', () => windowMidi(openPlayer(COMPACT), playWindow(openPlayer(COMPACT), 0), { velocity: 0 })],
    ['program', () => windowMidi(openPlayer(COMPACT), playWindow(openPlayer(COMPACT), 0), { program: 128 })],
    ['meter', () => windowMidi(openPlayer(COMPACT), playWindow(openPlayer(COMPACT), 0), { meter: '3/5' })],
  ])('refuses a wrong %s', (option, act) => {
    expect(act).toThrow(expect.objectContaining({ code: 'option-range', option }));
  });
});
