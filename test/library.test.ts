/**
 * What the library makes of wrong arguments: an error that names the argument, or a right answer.
 */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  articleRoll,
  cutWindows,
  drawWeights,
  durationSeconds,
  type GenerateOptions,
  generate,
  HarmoniumError,
  joinRolls,
  type Model,
  openChain,
  type PianoRoll,
  playedBy,
  prepareTraining,
  readMidi,
  readModel,
  readTracks,
  rollStatistics,
  rollToSong,
  type Song,
  sliceRoll,
  songToRoll,
  sustain,
  trainModel,
  writeMidi,
  writeModel,
} from '../src/index.ts';
import { checkSong } from '../src/midi/check-song.ts';
import { windowRoll } from '../src/roll/window-roll.ts';

const file = (path: string): Uint8Array =>
  new Uint8Array(readFileSync(fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url))));
const TUNE = file('midi/greensleeves.mid');
const FILE = file('models/default.safetensors');
const MODEL = readModel(FILE);
const SONG = readMidi(TUNE);
const ROLL = songToRoll(SONG).roll;

type Words = Uint8Array | Uint32Array | Float32Array;

/** A copy whose memory was handed away. */
function detached<T extends Words>(array: T): T {
  const copy = array.slice() as T;
  structuredClone(copy.buffer, { transfer: [copy.buffer as ArrayBuffer] });
  return copy;
}

/** A copy in memory that workers could share, at an odd place of it. */
function sharedCopy<T extends Words>(array: T): T {
  const Kind = array.constructor as new (buffer: SharedArrayBuffer, offset: number, length: number) => T;
  const copy = new Kind(new SharedArrayBuffer(array.byteLength + 16), 8, array.length);
  copy.set(array);
  return copy;
}

/** The model with other numbers. */
const machine = (rbm: object): Model => ({ ...MODEL, rbm: { ...MODEL.rbm, ...rbm } });
const changed = (array: Float32Array, value: number): Float32Array => array.map((old, k) => (k === 5 ? value : old));

function play(model: Model, options: GenerateOptions = {}): number[] {
  const bits: number[] = [];
  for (const { roll } of generate(model, { gibbs: 1, ...options })) bits.push(...roll.bits);
  return bits;
}

/** What is done; the error's code; the argument that it names. */
const WRONG: readonly [string, () => unknown, string, string][] = [
  ['detached bytes of music', () => readMidi(detached(TUNE)), 'option-range', 'bytes'],
  ['detached bytes of music, as events', () => readTracks(detached(TUNE)), 'option-range', 'bytes'],
  ['clamped bytes', () => readMidi(new Uint8ClampedArray(TUNE) as unknown as Uint8Array), 'option-range', 'bytes'],
  ['detached bytes of a model', () => readModel(detached(FILE)), 'option-range', 'bytes'],
  ['words for bytes', () => readModel(new Uint32Array(9) as unknown as Uint8Array), 'option-range', 'bytes'],
  ['no song', () => songToRoll(null as unknown as Song), 'option-range', 'song'],
  ['no song to write', () => writeMidi(undefined as unknown as Song), 'option-range', 'song'],
  ['no song to hold', () => sustain(5 as unknown as Song), 'option-range', 'song'],
  ['no song to time', () => durationSeconds(null as unknown as Song), 'option-range', 'song'],
  ['no notes', () => songToRoll({ ...SONG, notes: null as unknown as [] }), 'option-range', 'notes'],
  ['a note that is none', () => writeMidi({ ...SONG, notes: [null as never] }), 'option-range', 'notes[0]'],
  [
    'a start of NaN',
    () => sustain({ ...SONG, notes: [{ ...SONG.notes[0]!, start: Number.NaN }] }),
    'option-range',
    'notes[0].start',
  ],
  ['a grid of NaN', () => songToRoll(SONG, { grid: Number.NaN }), 'option-range', 'grid'],
  ['no pitches', () => songToRoll(SONG, { pitches: null as never }), 'option-range', 'pitches'],
  ['steps of infinity', () => songToRoll(SONG, { maxSteps: Number.POSITIVE_INFINITY }), 'option-range', 'maxSteps'],
  ['events of no file', () => articleRoll(null as never), 'option-range', 'file'],
  ['events without tracks', () => articleRoll({ format: 0, ppq: 96 } as never), 'option-range', 'tracks'],
  ['detached bits', () => rollToSong({ ...ROLL, bits: detached(ROLL.bits) }), 'option-range', 'roll.bits'],
  ['bits too few', () => rollToSong({ ...ROLL, bits: ROLL.bits.slice(1) }), 'length', 'roll.bits'],
  [
    'bits of another kind',
    () => rollStatistics([{ ...ROLL, bits: new Float32Array(9999) as never }]),
    'option-range',
    'rolls.bits',
  ],
  ['no rolls', () => trainModel(null as never), 'option-range', 'rolls'],
  ['a roll that is none', () => trainModel([ROLL, null as never]), 'option-range', 'rolls[1]'],
  ['nothing to join', () => joinRolls(null as never), 'option-range', 'rolls'],
  ['windows of nothing', () => cutWindows(undefined as never, { steps: 1, stride: 1 }), 'option-range', 'rolls'],
  ['windows without a shape', () => cutWindows([ROLL], null as never), 'option-range', 'shape'],
  ['a window of detached bits', () => windowRoll(detached(ROLL.bits), ROLL), 'option-range', 'bits'],
  ['a slice from NaN', () => sliceRoll(ROLL, Number.NaN, 3), 'option-range', 'from'],
  ['a slice backwards', () => sliceRoll(ROLL, 3, 2), 'option-range', 'from'],
  ['pitches of null', () => prepareTraining([ROLL], { pitches: null as never }), 'option-range', 'pitches'],
  ['no options', () => prepareTraining([ROLL], null as never), 'option-range', 'given'],
  ['a rate of NaN', () => prepareTraining([ROLL, ROLL], { rate: Number.NaN }), 'option-range', 'rate'],
  ['a seed that is an object', () => prepareTraining([ROLL], { seed: {} as never }), 'option-range', 'seed'],
  ['no model', () => generate(null as never), 'option-range', 'model'],
  ['no model to write', () => writeModel(undefined as never), 'option-range', 'model'],
  ['a model without a machine', () => generate({ ...MODEL, rbm: null as never }), 'option-range', 'rbm'],
  ['no weights', () => generate(machine({ w: undefined })), 'option-range', 'w'],
  ['detached weights', () => generate(machine({ w: detached(MODEL.rbm.w) })), 'option-range', 'w'],
  ['whole weights', () => generate(machine({ w: new Int32Array(MODEL.rbm.w.length) })), 'option-range', 'w'],
  ['a list of weights', () => writeModel(machine({ w: [...MODEL.rbm.w] })), 'option-range', 'w'],
  ['float64 biases', () => writeModel(machine({ bv: new Float64Array(MODEL.rbm.bv) })), 'option-range', 'bv'],
  ['weights too few', () => generate(machine({ w: MODEL.rbm.w.slice(1) })), 'length', 'w'],
  ['biases too many', () => generate(machine({ bh: new Float32Array(65) })), 'length', 'bh'],
  ['a weight of NaN', () => generate(machine({ w: changed(MODEL.rbm.w, Number.NaN) })), 'model-weights', 'w'],
  ['a bias of infinity', () => writeModel(machine({ bv: changed(MODEL.rbm.bv, -Infinity) })), 'model-weights', 'bv'],
  ['training that is none', () => writeModel({ ...MODEL, training: null as never }), 'option-range', 'training'],
  [
    'counts that are a text',
    () => writeModel({ ...MODEL, training: { polyphony: '1 2' as never } }),
    'option-range',
    'training.polyphony',
  ],
  ['a temperature of NaN', () => generate(MODEL, { temperature: Number.NaN }), 'option-range', 'temperature'],
  ['a seed of NaN', () => generate(MODEL, { seed: Number.NaN }), 'option-range', 'seed'],
  ['a seed that is a list', () => openChain(MODEL.rbm, { seed: [1] as never }), 'option-range', 'seed'],
  ['no options to generate', () => generate(MODEL, null as never), 'option-range', 'options'],
  ['a start of null', () => generate(MODEL, { from: null as never }), 'option-range', 'from'],
  [
    'a start of detached bits',
    () => generate(MODEL, { from: { ...ROLL, bits: detached(ROLL.bits) } }),
    'option-range',
    'from.bits',
  ],
  ['a tempo of NaN', () => playedBy(MODEL, ROLL, { tempo: Number.NaN }), 'option-range', 'tempo'],
  ['a negative chain', () => openChain(MODEL.rbm, { seed: 'x', index: -1 }), 'option-range', 'index'],
  ['a seed that is a list', () => drawWeights(MODEL.rbm, [1] as never, 0, 1), 'option-range', 'seed'],
];

describe('wrong arguments', () => {
  it.each(WRONG)('%s', (_, act, code, option) => {
    expect(act).toThrow(HarmoniumError);
    expect(act).toThrow(expect.objectContaining({ code, option }));
  });
});

describe('memory', () => {
  it('that is shared, and begins anywhere, makes no difference', () => {
    expect(readMidi(sharedCopy(TUNE))).toEqual(SONG);
    expect(Buffer.compare(writeModel(readModel(sharedCopy(FILE))), FILE)).toBe(0);
    const roll = { ...ROLL, bits: sharedCopy(ROLL.bits) };
    expect(rollToSong(roll)).toEqual(rollToSong(ROLL));
    expect(rollStatistics([roll])).toEqual(rollStatistics([ROLL]));
    expect(play(machine({ w: sharedCopy(MODEL.rbm.w), bv: sharedCopy(MODEL.rbm.bv) }))).toEqual(play(MODEL));
    expect(Buffer.compare(writeModel(machine({ w: sharedCopy(MODEL.rbm.w) })), FILE)).toBe(0);
  });

  it('of what was read is the reader’s own', () => {
    const bytes = FILE.slice();
    const model = readModel(bytes);
    const tune = TUNE.slice();
    const song = readMidi(tune);
    bytes.fill(255);
    tune.fill(255);
    expect(song).toEqual(SONG);
    expect(Buffer.compare(writeModel(model), FILE)).toBe(0);
  });

  it('of what is given is not written to', () => {
    const state = (): string => JSON.stringify([ROLL, SONG]) + Buffer.from(writeModel(MODEL)).toString('latin1');
    const before = state();
    trainModel([ROLL], { epochs: 1, hidden: 2 });
    play(MODEL, { from: ROLL });
    sustain(SONG);
    writeMidi(SONG);
    joinRolls([ROLL, ROLL]);
    expect(state() === before).toBe(true);
  });

  it('that two things have in common does no harm', () => {
    // The same roll twice, the same array for both biases of a square machine, one seed for two chains.
    expect(joinRolls([ROLL, ROLL]).steps).toBe(2 * ROLL.steps);
    const both = Float32Array.from([0.5, -0.5]);
    const w = new Float32Array(4);
    const shape = { steps: 1, grid: 4, pitches: { low: 60, high: 60 }, tempo: 120, training: {} };
    const one = { ...shape, rbm: { visible: 2, hidden: 2, w, bv: both, bh: both } };
    const two = { ...shape, rbm: { visible: 2, hidden: 2, w: w.slice(), bv: both.slice(), bh: both.slice() } };
    expect(writeModel(one)).toEqual(writeModel(two));
    expect(play(one, { count: 20 })).toEqual(play(two, { count: 20 }));
    const chains = [0, 1].map((index) => openChain(MODEL.rbm, { seed: '1', index }));
    for (const chain of chains) chain.run(2);
    const alone = openChain(MODEL.rbm, { seed: '1', index: 1 });
    alone.run(2);
    expect(chains[1]?.visible()).toEqual(alone.visible());
  });
});

function bit(bits: Uint32Array, at: number): number {
  return ((bits[at >>> 5] ?? 0) >>> (31 - (at & 31))) & 1;
}

/** `done`, or the code of an error of ours. */
function outcome(act: () => void): string {
  try {
    act();
    return 'done';
  } catch (error) {
    if (error instanceof HarmoniumError) return error.code;
    throw error;
  }
}

/** A roll of any bits at all. */
const anyRoll: fc.Arbitrary<PianoRoll> = fc
  .record({ steps: fc.nat({ max: 12 }), low: fc.integer({ min: 0, max: 120 }), count: fc.integer({ min: 1, max: 7 }) })
  .chain(({ steps, low, count }) =>
    fc
      .uint32Array({
        minLength: Math.ceil((steps * 2 * count) / 32),
        maxLength: Math.ceil((steps * 2 * count) / 32) + 1,
      })
      .map((bits) => ({ bits, steps, grid: 4, pitches: { low, high: low + count - 1 } })),
  );

describe('whatever comes', () => {
  it('bytes are a song that is one, or an error of ours', () => {
    const start = [0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 1, 0, 1, 0, 96, 0x4d, 0x54, 0x72, 0x6b, 0, 0, 0];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, led) => {
        const whole = led ? Uint8Array.from([...start, bytes.length, ...bytes]) : bytes;
        expect(outcome(() => checkSong(readMidi(whole)))).toMatch(/^(done|midi-[a-z-]+)$/);
      }),
      { numRuns: 3000 },
    );
  });

  it('a roll becomes a song that is one, and that song the same cells as its bars', () => {
    fc.assert(
      fc.property(anyRoll, (roll) => {
        const song = rollToSong(roll);
        checkSong(song);
        const { roll: again } = songToRoll(readMidi(writeMidi(song)), { grid: roll.grid, pitches: roll.pitches });
        expect(rollToSong(again).notes).toEqual(song.notes);
      }),
      { numRuns: 500 },
    );
  });

  it('windows hold every step of their roll, and silence after its end', () => {
    fc.assert(
      fc.property(anyRoll, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (roll, steps, ahead) => {
        const stride = Math.min(ahead, steps);
        const rows = cutWindows([roll], { steps, stride });
        const width = 2 * (roll.pitches.high - roll.pitches.low + 1);
        for (const [row, start] of rows.starts.entries()) {
          for (let k = 0; k < rows.columns; k++) {
            const at = row * stride * width + k;
            expect(bit(rows.bits, start + k)).toBe(at < roll.steps * width ? bit(roll.bits, at) : 0);
          }
        }
        const reach = rows.starts.length === 0 ? 0 : (rows.starts.length - 1) * stride + steps;
        expect(reach).toBeGreaterThanOrEqual(roll.steps);
      }),
      { numRuns: 300 },
    );
  });

  it('bytes are a model that can be written and read, or an error of ours', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.json(), fc.nat({ max: 40 }), (bytes, json, length) => {
        const text = new TextEncoder().encode(json);
        const head = new Uint8Array(8);
        head[0] = Math.min(255, text.length);
        for (const whole of [bytes, Uint8Array.from([...head, ...text, ...bytes.subarray(0, length)])]) {
          expect(() => readModel(whole)).toThrow(HarmoniumError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
