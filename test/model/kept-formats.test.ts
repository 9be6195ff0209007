/**
 * A file of each version of each format stays in fixtures/formats for ever, and is read for ever.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../src/math/crc32.ts';
import { CHECKPOINT_VERSION } from '../../src/model/checkpoint.ts';
import { MODEL_VERSION } from '../../src/model/model-metadata.ts';
import { readCheckpoint } from '../../src/model/read-checkpoint.ts';
import { readModel } from '../../src/model/read-model.ts';

const FOLDER = fileURLToPath(new URL('../../fixtures/formats/', import.meta.url));
const kept = (name: string): Uint8Array => readFileSync(`${FOLDER}${name}.safetensors`);
const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

it('there is one of each version', () => {
  const versions = (name: string, last: number): string[] =>
    Array.from({ length: last }, (_, n) => `${name}-${n + 1}.safetensors`);
  expect(readdirSync(FOLDER).sort()).toEqual(
    [...versions('checkpoint', CHECKPOINT_VERSION), ...versions('model', MODEL_VERSION)].sort(),
  );
});

describe('version 1', () => {
  it('of a model', () => {
    const bytes = kept('model-1');
    expect(crc32(bytes)).toBe(0xb1e2926);
    const { rbm, training, ...rest } = readModel(bytes);
    expect(rest).toEqual({ steps: 2, grid: 4, pitches: { low: 60, high: 63 }, tempo: 120 });
    expect({ visible: rbm.visible, hidden: rbm.hidden }).toEqual({ visible: 16, hidden: 3 });
    expect([...rbm.bh]).toEqual([0.028109656646847725, -0.004800914321094751, -0.016585569828748703]);
    expect(training).toMatchObject({ seed: 'format 1', freeEnergyGap: '5.66', writer: 'harmonium 0.1.0' });
  });

  it('of a checkpoint', () => {
    const bytes = kept('checkpoint-1');
    expect(crc32(bytes)).toBe(0x3b88aead);
    const { memory, history, rows, options, writer } = readCheckpoint(bytes);
    expect(memory.numbers).toMatchObject({ epoch: 1, learnt: 16, wrong: 62 });
    const sizes = Object.entries(memory.arrays).map(([name, { length }]) => [name, length]);
    expect(Object.fromEntries(sizes)).toEqual({
      w: 48,
      bv: 16,
      bh: 3,
      'velocity.w': 48,
      'velocity.bv': 16,
      'velocity.bh': 3,
    });
    expect(crc32(bytesOf(memory.arrays['w']!))).toBe(0x5021e112);
    expect(history).toEqual([
      {
        epoch: 1,
        reconstructionError: 4.291666666666667,
        freeEnergyTraining: 0.9470141902509225,
        freeEnergyHeldOut: 6.607613803723968,
      },
    ]);
    expect({ rows, seed: options['seed'], rate: options['rate'], writer }).toEqual({
      rows: 0x3eccf396,
      seed: 'format 1',
      rate: '0.02',
      writer: 'harmonium 0.1.0',
    });
  });
});
