import zlib from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Model } from '../../src/model/model.ts';
import { readModel } from '../../src/model/read-model.ts';
import { writeModel } from '../../src/model/write-model.ts';
import { assemble, errorOf, file, floats, type Parts, smallParts } from './file-parts.ts';
import { someModel } from './some-model.ts';

const finite = fc.float({ noNaN: true, noDefaultInfinity: true });

const numbers = (length: number): fc.Arbitrary<Float32Array> =>
  fc.array(finite, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values));

const model: fc.Arbitrary<Model> = fc
  .record({
    steps: fc.integer({ min: 1, max: 5 }),
    low: fc.integer({ min: 0, max: 127 }),
    more: fc.integer({ min: 0, max: 4 }),
    hidden: fc.integer({ min: 1, max: 9 }),
    grid: fc.integer({ min: 1, max: 96 }),
    // All numbers of fifteen digits: what a file tells of a tempo.
    tempo: fc.integer({ min: 4e12, max: 1e15 }).map((units) => units / 1e12),
    other: fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), { noNullPrototype: true }),
  })
  .chain(({ steps, low, more, hidden, grid, tempo, other }) => {
    const high = Math.min(127, low + more);
    const visible = steps * 2 * (high - low + 1);
    return fc
      .record({ w: numbers(visible * hidden), bv: numbers(visible), bh: numbers(hidden) })
      .map(({ w, bv, bh }) => ({
        rbm: { visible, hidden, w, bv, bh },
        steps,
        grid,
        pitches: { low, high },
        tempo,
        training: Object.keys(other).length > 0 ? { other } : {},
      }));
  });

/** The file with `change` made to its parts. */
function changed(change: (parts: Parts) => void): () => Model {
  const parts = smallParts();
  change(parts);
  return () => readModel(file(parts));
}

describe('a model file', () => {
  it('is read as it was written, bit for bit, and written again alike', () => {
    fc.assert(
      fc.property(model, fc.integer({ min: 0, max: 7 }), (before, shift) => {
        const bytes = writeModel(before);
        const shifted = new Uint8Array(bytes.length + shift).subarray(shift);
        shifted.set(bytes);
        const after = readModel(shifted);
        expect(after).toEqual(before);
        expect([...writeModel(after)]).toEqual([...bytes]);
      }),
    );
  });

  it('keeps the sign of zero and the smallest numbers', () => {
    const before = someModel(1, 1, 1);
    before.rbm.w.set([-0, 1e-45]);
    const { w } = readModel(writeModel(before)).rbm;
    expect(Object.is(w[0], -0)).toBe(true);
    expect(w[1]).toBe(1.401298464324817e-45);
  });

  it('is the same for the same words in another order', () => {
    const one = writeModel(someModel(1, 1, 1, { seed: 'a', epochs: 2, other: { b: '2', '10': 'x' } }));
    const two = writeModel(someModel(1, 1, 1, { other: { '10': 'x', b: '2' }, epochs: 2, seed: 'a' }));
    expect([...one]).toEqual([...two]);
  });

  it('looks like this', () => {
    const bytes = writeModel({ ...someModel(1, 1, 1, { seed: 'été' }), tempo: 97.5 });
    const length = new DataView(bytes.buffer).getUint32(0, true);
    expect(length % 8).toBe(0);
    expect(new TextDecoder().decode(bytes.subarray(8, 8 + length)).trimEnd()).toBe(
      '{"__metadata__":{"format":"harmonium","version":"1","digest":"74bc9167","steps":"1","grid":"4","low":"60",' +
        '"high":"60","tempo":"97.5","training.seed":"été"},"bh":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},' +
        '"bv":{"dtype":"F32","shape":[2],"data_offsets":[4,12]},"w":{"dtype":"F32","shape":[2,1],"data_offsets":[12,20]}}',
    );
    expect([...bytes.subarray(8 + length)]).toEqual([...floats(0, 0, -1 / 32, 0, -1 / 64)]);
  });

  it('has the CRC-32 of itself with eight zeros as its digest', () => {
    const bytes = writeModel(someModel(2, 3, 4));
    const at = new TextDecoder().decode(bytes).indexOf('"digest":"') + 10;
    // The header's length stands before it and is below 128: a character a byte.
    const digest = new TextDecoder().decode(bytes.subarray(at, at + 8));
    bytes.fill(0x30, at, at + 8);
    expect(digest).toBe(zlib.crc32(bytes).toString(16).padStart(8, '0'));
  });

  it('may be put together by hand, without a digest, its tensors in any order', () => {
    const parts = smallParts();
    expect(readModel(file(parts))).toEqual({
      rbm: {
        visible: 2,
        hidden: 1,
        bh: Float32Array.of(1),
        bv: Float32Array.of(2, 3),
        w: Float32Array.of(4, 5),
      },
      steps: 1,
      grid: 4,
      pitches: { low: 60, high: 60 },
      tempo: 120,
      training: {},
    });
    parts.tensors = {
      w: { dtype: 'F32', shape: [2, 1], data_offsets: [0, 8] },
      bh: { dtype: 'F32', shape: [1], data_offsets: [16, 20] },
      bv: { dtype: 'F32', shape: [2], data_offsets: [8, 16] },
    };
    expect(readModel(file(parts)).rbm).toMatchObject({ w: Float32Array.of(1, 2), bh: Float32Array.of(5) });
  });

  it('does not refer to the bytes it was read from', () => {
    const bytes = writeModel(someModel(1, 2, 3));
    const read = readModel(bytes);
    bytes.fill(0);
    expect(read).toEqual(someModel(1, 2, 3));
  });

  it('holds words such as __proto__ as words', () => {
    const other = Object.fromEntries([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
    const read = readModel(writeModel(someModel(1, 1, 1, { other })));
    expect(Object.entries(read.training.other ?? {})).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
    expect(Object.getPrototypeOf(read.training.other)).toBeNull();
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
  });

  it.each<[string, string, (parts: Parts) => void]>([
    ['another format', 'model-metadata', (p) => (p.metadata['format'] = 'pt')],
    ['no format', 'model-metadata', (p) => delete p.metadata['format']],
    ['a newer version', 'model-version', (p) => (p.metadata['version'] = '2')],
    ['version 0', 'model-metadata', (p) => (p.metadata['version'] = '0')],
    ['version 1.0', 'model-metadata', (p) => (p.metadata['version'] = '1.0')],
    ['no version', 'model-metadata', (p) => delete p.metadata['version']],
    ['another architecture', 'model-metadata', (p) => (p.metadata['architecture'] = 'rnn-rbm')],
    ['an empty architecture', 'model-metadata', (p) => (p.metadata['architecture'] = '')],
    ['an unknown key', 'model-metadata', (p) => (p.metadata['mood'] = 'blue')],
    ['no steps', 'model-metadata', (p) => delete p.metadata['steps']],
    ['steps 0', 'model-metadata', (p) => (p.metadata['steps'] = '0')],
    ['steps 1025', 'model-metadata', (p) => (p.metadata['steps'] = '1025')],
    ['steps with a sign', 'model-metadata', (p) => (p.metadata['steps'] = '+1')],
    ['steps with a space', 'model-metadata', (p) => (p.metadata['steps'] = '1 ')],
    ['steps in hexadecimal', 'model-metadata', (p) => (p.metadata['steps'] = '0x1')],
    ['steps of another number', 'model-shape', (p) => (p.metadata['steps'] = '2')],
    ['grid 97', 'model-metadata', (p) => (p.metadata['grid'] = '97')],
    ['grid 0', 'model-metadata', (p) => (p.metadata['grid'] = '0')],
    ['high 128', 'model-metadata', (p) => (p.metadata['high'] = '128')],
    ['high below low', 'model-metadata', (p) => (p.metadata['high'] = '59')],
    ['a pitch more', 'model-shape', (p) => (p.metadata['high'] = '61')],
    ['tempo 0', 'model-metadata', (p) => (p.metadata['tempo'] = '0')],
    ['tempo 3.9', 'model-metadata', (p) => (p.metadata['tempo'] = '3.9')],
    ['tempo 1000.5', 'model-metadata', (p) => (p.metadata['tempo'] = '1000.5')],
    ['tempo 1e2', 'model-metadata', (p) => (p.metadata['tempo'] = '1e2')],
    ['tempo NaN', 'model-metadata', (p) => (p.metadata['tempo'] = 'NaN')],
    ['a false digest', 'model-digest', (p) => (p.metadata['digest'] = '00000000')],
    ['a short digest', 'model-digest', (p) => (p.metadata['digest'] = '0')],
    ['no w', 'model-tensor', (p) => delete p.tensors['w']],
    [
      'a fourth tensor',
      'model-tensor',
      (p) => {
        p.tensors['more'] = { dtype: 'F32', shape: [1], data_offsets: [20, 24] };
        p.data = floats(1, 2, 3, 4, 5, 6);
      },
    ],
    ['F64', 'model-tensor', (p) => (p.tensors['bh'] = { dtype: 'F64', shape: [1], data_offsets: [0, 4] })],
    ['a rank more', 'model-shape', (p) => (p.tensors['bh'] = { dtype: 'F32', shape: [1, 1], data_offsets: [0, 4] })],
    ['rank 0', 'model-shape', (p) => (p.tensors['bh'] = { dtype: 'F32', shape: [], data_offsets: [0, 4] })],
    ['a dimension 0', 'model-shape', (p) => (p.tensors['bh'] = { dtype: 'F32', shape: [0], data_offsets: [0, 0] })],
    [
      'sizes whose product is past 2^53',
      'model-shape',
      (p) => (p.tensors['w'] = { dtype: 'F32', shape: [2 ** 52, 2 ** 52], data_offsets: [12, 20] }),
    ],
    [
      'a transposed w',
      'model-shape',
      (p) => (p.tensors['w'] = { dtype: 'F32', shape: [1, 2], data_offsets: [12, 20] }),
    ],
    [
      'a length of its own',
      'model-shape',
      (p) => (p.tensors['bh'] = { dtype: 'F32', shape: [1], data_offsets: [0, 5] }),
    ],
    ['end before begin', 'model-shape', (p) => (p.tensors['bh'] = { dtype: 'F32', shape: [1], data_offsets: [4, 0] })],
    ['an overlap', 'model-tensor', (p) => (p.tensors['bv'] = { dtype: 'F32', shape: [2], data_offsets: [0, 8] })],
    [
      'a hole',
      'model-tensor',
      (p) => {
        p.tensors['w'] = { dtype: 'F32', shape: [2, 1], data_offsets: [16, 24] };
        p.data = floats(1, 2, 3, 4, 5, 6);
      },
    ],
    ['a byte too many', 'model-tensor', (p) => (p.data = new Uint8Array(21))],
    ['a byte too few', 'model-truncated', (p) => (p.data = p.data.subarray(0, 19))],
    ['no data', 'model-truncated', (p) => (p.data = p.data.subarray(0, 0))],
    ['NaN', 'model-weights', (p) => (p.data = floats(1, 2, 3, 4, Number.NaN))],
    ['infinity', 'model-weights', (p) => (p.data = floats(-Infinity, 2, 3, 4, 5))],
    [
      'another number of hidden units',
      'model-shape',
      (p) => {
        p.tensors['w'] = { dtype: 'F32', shape: [2, 2], data_offsets: [12, 28] };
        p.data = floats(1, 2, 3, 4, 5, 6, 7);
      },
    ],
  ])('is refused with %s: %s', (_, code, change) => {
    expect(errorOf(changed(change))).toMatchObject({ name: 'HarmoniumError', code });
  });

  it('says which architecture it expects, before anything else but format and version', () => {
    const parts = smallParts();
    Object.assign(parts.metadata, { architecture: 'rnn-rbm', digest: 'none', cells: '12' });
    parts.tensors = {};
    const bytes = file(parts);
    const offset = new TextDecoder('latin1').decode(bytes).indexOf('rnn-rbm');
    expect(errorOf(() => readModel(bytes))).toMatchObject({
      code: 'model-metadata',
      offset,
      message: `metadata "architecture": expected "rbm", got "rnn-rbm" (at byte ${offset})`,
    });
  });

  it('may say that it is an RBM, which is not written again', () => {
    const parts = smallParts();
    const plain = readModel(file(parts));
    parts.metadata['architecture'] = 'rbm';
    expect(readModel(file(parts))).toEqual(plain);
    expect(new TextDecoder('latin1').decode(writeModel(readModel(file(parts))))).not.toContain('architecture');
  });

  it('says where a weight is wrong and what it is', () => {
    const parts = smallParts();
    const bytes = file(parts);
    const at = bytes.length - 8;
    new DataView(bytes.buffer).setFloat32(at, Infinity, true);
    expect(errorOf(() => readModel(bytes))).toMatchObject({
      code: 'model-weights',
      offset: at,
      message: `tensor "w": expected finite numbers, got Infinity (at byte ${at})`,
    });
  });

  it('asks for no memory that the file does not have', () => {
    const parts = smallParts();
    const size = 4 * 2 ** 36;
    parts.tensors['w'] = { dtype: 'F32', shape: [2 ** 20, 2 ** 16], data_offsets: [12, 12 + size] };
    expect(errorOf(() => readModel(file(parts))).code).toBe('model-truncated');
  });

  it('is not a MIDI file, nor anything else', () => {
    expect(errorOf(() => readModel(new TextEncoder().encode('MThd\0\0\0\x06\0\x01\0\x02')))).toMatchObject({
      code: 'model-header',
      offset: 0,
    });
    expect(errorOf(() => readModel(new Uint8Array(0))).code).toBe('model-truncated');
    const buffer = new ArrayBuffer(8) as unknown as Uint8Array;
    expect(errorOf(() => readModel(buffer)).message).toBe('bytes: expected a Uint8Array, got ArrayBuffer');
    expect(errorOf(() => readModel(assemble('{}'))).code).toBe('model-metadata');
  });
});

describe('writeModel', () => {
  const good = someModel(2, 3, 4);
  it.each<[string, string, Model]>([
    ['a length', 'w', { ...good, rbm: { ...good.rbm, w: good.rbm.w.subarray(1) } }],
    ['a length', 'bv', { ...good, steps: 3 }],
    ['a length', 'bh', { ...good, rbm: { ...good.rbm, hidden: 5 } }],
    ['a range', 'steps', { ...good, steps: 0 }],
    ['a range', 'grid', { ...good, grid: 1.5 }],
    ['a range', 'pitches.low', { ...good, pitches: { low: -1, high: 3 } }],
    ['a range', 'pitches.high', { ...good, pitches: { low: 60, high: 59 } }],
    ['a range', 'tempo', { ...good, tempo: Number.NaN }],
    ['a range', 'tempo', { ...good, tempo: 3.9 }],
    ['a range', 'tempo', { ...good, tempo: 1001 }],
  ])('refuses %s of %s', (_, option, wrong) => {
    expect(() => writeModel(wrong)).toThrow(expect.objectContaining({ name: 'HarmoniumError', option }));
  });

  it('tells fifteen digits of a tempo', () => {
    const tempo = 75.99996960001216;
    expect(readModel(writeModel({ ...good, tempo })).tempo).toBe(75.9999696000122);
  });

  it('puts U+FFFD for half a surrogate pair', () => {
    expect(readModel(writeModel(someModel(1, 1, 1, { seed: '\ud83c!' }))).training).toEqual({ seed: '\ufffd!' });
  });

  it('refuses NaN and too many words', () => {
    const nan = someModel(1, 1, 1);
    nan.rbm.w[1] = Number.NaN;
    expect(errorOf(() => writeModel(nan)).code).toBe('model-weights');
    expect(errorOf(() => writeModel(someModel(1, 1, 1, { seed: 'x'.repeat(65_536) }))).code).toBe('model-header');
  });

  it('writes a header of exactly 64 KiB', () => {
    const small = writeModel(someModel(1, 1, 1, { seed: '' }));
    const room = 65_536 - new TextDecoder().decode(small).lastIndexOf('}') + 7;
    const words = { seed: 'x'.repeat(room) };
    const bytes = writeModel(someModel(1, 1, 1, words));
    expect(new DataView(bytes.buffer).getUint32(0, true)).toBe(65_536);
    expect(readModel(bytes).training).toEqual(words);
    expect(errorOf(() => writeModel(someModel(1, 1, 1, { seed: 'x'.repeat(room + 1) }))).code).toBe('model-header');
  });
});

// Found by `npm run fuzz`: line breaks were written in six bytes each, so a header that was read might not fit again.
it.each(['\n', '\t', '"', '\\', '\u0001', '♯', '🎵'])(
  'a header full of %j that can be read can be written again',
  (character) => {
    const parts = smallParts();
    const room = 65_000 - JSON.stringify(parts.metadata).length - JSON.stringify(parts.tensors).length;
    const text = character.repeat(
      Math.floor(room / new TextEncoder().encode(JSON.stringify(character).slice(1, -1)).length),
    );
    const read = readModel(file({ ...parts, metadata: { ...parts.metadata, 'training.x': text } }));
    expect(read.training.other?.['x'] === text).toBe(true);
    expect(readModel(writeModel(read)).training.other?.['x'] === text).toBe(true);
  },
);
