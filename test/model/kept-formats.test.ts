/**
 * A file of each version of each format stays in fixtures/formats for ever, and is read for ever.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../src/math/bits/crc32.ts';
import { CHECKPOINT_VERSION } from '../../src/model/checkpoints/checkpoint.ts';
import { readCheckpoint } from '../../src/model/checkpoints/read-checkpoint.ts';
import { MODEL_VERSION } from '../../src/model/model-metadata.ts';
import { readModel } from '../../src/model/read-model.ts';

const FOLDER = fileURLToPath(new URL('../../fixtures/formats/', import.meta.url));
const kept = (name: string): Uint8Array => readFileSync(`${FOLDER}${name}.safetensors`);
const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

const versions = (name: string, last: number): string[] =>
  Array.from({ length: last }, (_, n) => `${name}-${n + 1}.safetensors`);

it('there is one of each version', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(
    [...versions('checkpoint', CHECKPOINT_VERSION), ...versions('model', MODEL_VERSION)].sort(),
  );
});

describe('version 1', () => {
  it('of a model', () => {
    const bytes = kept('model-1');
    expect(crc32(bytes)).toBe(0x2e2495a7);
    const { rbm, training, chains, ...rest } = readModel(bytes);
    expect(rest).toEqual({ steps: 2, grid: 4, pitches: { low: 60, high: 63 }, tempo: 120 });
    expect({ visible: rbm.visible, hidden: rbm.hidden }).toEqual({ visible: 16, hidden: 3 });
    expect([...rbm.bh]).toEqual([0.0008895463543012738, 0.003201243467628956, 0.0045430343598127365]);
    expect(chains).toMatchObject({ bits: Uint32Array.of(2147491842, 3892609168), columns: 16 });
    expect(training).toMatchObject({ seed: 'format 1', freeEnergyGap: 5.729, writer: 'harmonium 0.1.0' });
  });

  it('of a checkpoint', () => {
    const bytes = kept('checkpoint-1');
    expect(crc32(bytes)).toBe(0xd03381ea);
    const { memory, history, rows, options, writer } = readCheckpoint(bytes);
    expect(memory.numbers).toMatchObject({
      'average.count': 2,
      'chains.step': 11,
      done: 0,
      epoch: 1,
      learnt: 16,
      wrong: 0,
    });
    const sizes = Object.entries(memory.arrays).map(([name, { length }]) => [name, length]);
    expect(Object.fromEntries(sizes)).toEqual({
      w: 48,
      bv: 16,
      bh: 3,
      'average.w': 48,
      'average.bv': 16,
      'average.bh': 3,
      chains: 2,
      'offsets.hidden': 3,
      'velocity.w': 48,
      'velocity.bv': 16,
      'velocity.bh': 3,
    });
    expect(crc32(bytesOf(memory.arrays['w']!))).toBe(0xbb56fc94);
    expect(history).toEqual([
      {
        epoch: 1,
        reconstructionError: 4.222222222222222,
        freeEnergyTraining: 0.8866027768044789,
        freeEnergyHeldOut: 6.616385717521006,
      },
    ]);
    expect({ rows, seed: options['seed'], rate: options['rate'], writer }).toEqual({
      rows: 0x3eccf396,
      seed: 'format 1',
      rate: '0.2',
      writer: 'harmonium 0.1.0',
    });
  });
});
