import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../src/model/checkpoints/checkpoint.ts';
import { readCheckpoint } from '../../src/model/checkpoints/read-checkpoint.ts';
import { writeCheckpoint } from '../../src/model/checkpoints/write-checkpoint.ts';
import { readModel } from '../../src/model/read-model.ts';
import { writeModel } from '../../src/model/write-model.ts';
import { assemble, errorOf } from './file-parts.ts';
import { someModel } from './some-model.ts';

const finite = { noNaN: true, noDefaultInfinity: true };
const name = fc.stringMatching(/^[a-z.]{1,12}$/).filter((text) => text !== 'history');
const real = fc.double(finite);
const record = (watched: boolean): fc.Arbitrary<{ a: number; b: number; c: number | undefined }> =>
  fc.record({ a: real, b: real, c: watched ? real : fc.constant(undefined) });

/** Any checkpoint there could be. */
const checkpoint: fc.Arbitrary<Checkpoint> = fc
  .record({
    arrays: fc.dictionary(
      name,
      fc.oneof(
        fc.float32Array({ ...finite, maxLength: 20 }),
        fc.float64Array({ ...finite, maxLength: 20 }),
        fc.uint32Array({ maxLength: 20 }),
      ),
      { noNullPrototype: false },
    ),
    numbers: fc.dictionary(name, fc.maxSafeNat(), { noNullPrototype: false }),
    history: fc.boolean().chain((watched) => fc.array(record(watched), { maxLength: 5 })),
    rows: fc.nat(0xffffffff),
    options: fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })),
    writer: fc.string({ unit: 'grapheme' }),
  })
  .map(({ arrays, numbers, history, rows, options, writer }) => ({
    rows,
    options,
    writer,
    memory: { arrays, numbers },
    history: history.map(({ a, b, c }, n) => ({
      epoch: n + 1,
      reconstructionError: a,
      freeEnergyTraining: b,
      freeEnergyHeldOut: c,
    })),
  }));

/** Without prototypes, which do not matter here. */
const plain = ({ memory, options, ...rest }: Checkpoint): unknown => ({
  ...rest,
  options: { ...options },
  arrays: { ...memory.arrays },
  numbers: { ...memory.numbers },
});

const SOME: Checkpoint = {
  memory: {
    arrays: { w: Float32Array.of(1, -2, 0.5), sums: Float64Array.of(1 / 3) },
    numbers: { epoch: 3, learnt: 20 },
  },
  history: [{ epoch: 1, reconstructionError: 12.5, freeEnergyTraining: -40, freeEnergyHeldOut: -39 }],
  rows: 0x00c0ffee,
  options: { seed: 'autumn', epochs: '25' },
  writer: 'harmonium 0.1.0',
};

/** The file with other text at a place of its header, of the same length, and the digest made good or not. */
function changed(from: string, to: string): Uint8Array {
  const bytes = Buffer.from(writeCheckpoint(SOME));
  const at = bytes.indexOf(from);
  expect(at).toBeGreaterThan(0);
  expect(to).toHaveLength(from.length);
  bytes.write(to, at, 'latin1');
  return bytes;
}

describe('a checkpoint as a file', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(checkpoint, (given) => {
        const bytes = writeCheckpoint(given);
        expect(plain(readCheckpoint(bytes))).toEqual(plain(given));
        expect(writeCheckpoint(readCheckpoint(bytes))).toEqual(bytes);
      }),
    );
  });

  it('is no model, nor the other way round', () => {
    expect(errorOf(() => readModel(writeCheckpoint(SOME)))).toMatchObject({ code: 'model-metadata' });
    expect(errorOf(() => readCheckpoint(writeModel(someModel(1, 1, 1))))).toMatchObject({
      code: 'model-metadata',
      message: expect.stringContaining('"harmonium checkpoint"'),
    });
  });

  it('is refused with any byte changed, and at any length', () => {
    const bytes = writeCheckpoint(SOME);
    for (let at = 0; at < bytes.length; at++) {
      const broken = bytes.slice();
      broken[at] = (broken[at] ?? 0) ^ (1 << (at % 8));
      expect(errorOf(() => readCheckpoint(broken)).code).toMatch(/^model-/);
      expect(errorOf(() => readCheckpoint(bytes.subarray(0, at))).code).toMatch(/^model-/);
    }
    expect(errorOf(() => readCheckpoint(Uint8Array.of(...bytes, 0)))).toMatchObject({ code: 'model-digest' });
  });

  it('is refused of a newer version, whatever else is in it, and says of which program', () => {
    expect(errorOf(() => readCheckpoint(changed('"version":"1"', '"version":"2"')))).toMatchObject({
      code: 'model-version',
      message: expect.stringMatching(
        /newer version than this program: expected at most 1, got 2 of .*harmonium 0\.1\.0/,
      ),
    });
  });

  it.each([
    ['without a digest', { format: 'harmonium checkpoint', version: '1', rows: '00000000' }, 'model-metadata'],
    ['of nothing', {}, 'model-metadata'],
    ['of version 0', { format: 'harmonium checkpoint', version: '0' }, 'model-metadata'],
  ])('is refused %s', (_, metadata, code) => {
    expect(errorOf(() => readCheckpoint(assemble(JSON.stringify({ ['__metadata__']: metadata }))))).toMatchObject({
      code,
    });
  });

  it('is not written of a training that has diverged', () => {
    const memory = { arrays: { w: Float32Array.of(0, Number.NaN) }, numbers: {} };
    expect(errorOf(() => writeCheckpoint({ ...SOME, memory }))).toMatchObject({ code: 'model-weights' });
  });
});
