/**
 * The chains that a model file may keep.
 *
 * @module
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BitRows } from '../../src/math/bits/bit-rows.ts';
import { chainBytes, chainRows } from '../../src/model/chain-bytes.ts';
import { readModel } from '../../src/model/read-model.ts';
import { writeModel } from '../../src/model/write-model.ts';
import { denseRow, packRows } from '../reference/bits.ts';
import { toyRows } from '../reference/toy.ts';
import { errorOf, file, smallParts } from './file-parts.ts';
import { someModel } from './some-model.ts';

function denseRows(rows: BitRows): number[][] {
  return Array.from(rows.starts, (_, row) => denseRow(rows, row));
}

/** The smallest model's parts with `chains` of this shape and these bytes, behind the other tensors. */
function withChains(shape: number[], ...bytes: number[]): ReturnType<typeof smallParts> {
  const parts = smallParts();
  const data = new Uint8Array([...parts.data, ...bytes]);
  const chains = { dtype: 'U8', shape, data_offsets: [20, 20 + bytes.length] };
  return { ...parts, tensors: { ...parts.tensors, chains }, data };
}

describe('chains as bytes', () => {
  it('have the first unit in the most significant bit', () => {
    const rows = packRows(
      [
        [1, 0, 0, 0, 0, 0, 0, 0, 0, 1],
        [0, 1, 1, 1, 1, 1, 1, 1, 1, 0],
      ],
      10,
    );
    expect([...chainBytes(rows)]).toEqual([0x80, 0x40, 0x7f, 0x80]);
  });

  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 9 }), fc.nat(), (columns, count, seed) => {
        const dense = toyRows(count, columns, seed, 0.5);
        const bytes = chainBytes(packRows(dense, columns, 3, 1));
        const rows = chainRows(bytes, [count, bytes.length / count], columns);
        expect(denseRows(rows)).toEqual(dense);
      }),
    );
  });
});

describe('a model with chains', () => {
  const plain = someModel(3, 5, 7);
  const model = { ...plain, chains: packRows(toyRows(4, 30, 1), 30, 0) };

  it('is read as it was written, and written again alike', () => {
    const bytes = writeModel(model);
    const read = readModel(bytes);
    expect(read.chains === undefined ? [] : denseRows(read.chains)).toEqual(toyRows(4, 30, 1));
    expect(read.rbm).toEqual(plain.rbm);
    expect(writeModel(read)).toEqual(bytes);
    expect(bytes.length).toBeGreaterThan(writeModel(plain).length + 16);
  });

  it('is not written with chains of another machine, none, or beyond their bits', () => {
    const bad: BitRows[] = [
      packRows(toyRows(4, 29, 1), 29),
      packRows([], 30),
      { ...model.chains, starts: Uint32Array.of(0, 100) },
    ];
    for (const chains of bad) expect(errorOf(() => writeModel({ ...plain, chains })).code).toBe('option-range');
  });

  it('is refused where they are not what they should be', () => {
    const codes = [
      withChains([1, 1], 0x40),
      withChains([2, 1], 0xc0, 0x00),
      withChains([1, 1], 0x20),
      withChains([2, 1], 0x00, 0x01),
      withChains([1, 2], 0x00, 0x00),
      withChains([2], 0x00, 0x00),
      withChains([0, 1]),
    ].map((parts) => {
      try {
        return readModel(file(parts)).chains?.starts.length;
      } catch {
        return errorOf(() => readModel(file(parts))).code;
      }
    });
    expect(codes).toEqual([1, 2, 'model-chains', 'model-chains', 'model-shape', 'model-shape', 'model-shape']);
    const parts = withChains([1, 1], 0x40);
    parts.tensors['chains'] = { dtype: 'F32', shape: [1, 1], data_offsets: [20, 24] };
    expect(errorOf(() => readModel(file({ ...parts, data: new Uint8Array(24) }))).code).toBe('model-tensor');
  });
});
