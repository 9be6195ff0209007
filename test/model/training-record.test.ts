/**
 * The record of a training: typed in memory, text in a file, and the same text again when it is written again.
 */
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTraining } from '../../src/model/parse-training.ts';
import { readModel } from '../../src/model/read-model.ts';
import { type TrainingRecord, trainingTexts } from '../../src/model/training-record.ts';
import { writeModel } from '../../src/model/write-model.ts';
import { someModel } from './some-model.ts';

const RECORD: Required<TrainingRecord> = {
  preset: 'article',
  seed: '007',
  writer: 'harmonium 0.1.0',
  split: 3,
  sustain: true,
  keys: [3, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 12],
  polyphony: [236, 61, 1036, 0, 28950],
  stride: 4,
  weightMean: -0.5,
  weightDeviation: 0.01,
  dataBiases: false,
  heldOut: 'first-windows',
  transpose: 'to-c',
  windows: 'all',
  epochs: 40,
  batch: 100,
  rate: 0.000001,
  finalRate: 0,
  momentum: 0,
  decay: 0.0001,
  cd: 1,
  statistics: 'probabilities',
  chains: 100,
  centred: true,
  sparsity: 0,
  averaging: 0.6,
  mostGap: 0,
  order: 'shuffled',
  moodUnits: 8,
  valenceThresholds: [-0.25, 0.5],
  arousalThresholds: [],
  moodCounts: [1, 0, 3],
  learntEpochs: 40,
  learntWindows: 3631,
  heldOutWindows: 441,
  reconstructionError: 59.523,
  freeEnergyGap: -4.635,
  other: { remark: 'x' },
};

const TEXTS = {
  preset: 'article',
  seed: '007',
  writer: 'harmonium 0.1.0',
  split: '3',
  sustain: 'yes',
  keys: '3 0 0 0 0 0 0 1 0 0 0 12',
  voices: '236 61 1036 0 28950',
  moodUnits: '8',
  valenceThresholds: '-0.25 0.5',
  arousalThresholds: '',
  moodCounts: '1 0 3',
  stride: '4',
  weightMean: '-0.5',
  weightDeviation: '0.01',
  dataBiases: 'false',
  heldOut: 'first-windows',
  transpose: 'to-c',
  windows: 'all',
  epochs: '40',
  batch: '100',
  rate: '0.000001',
  finalRate: '0',
  momentum: '0',
  decay: '0.0001',
  cd: '1',
  statistics: 'probabilities',
  chains: '100',
  centred: 'true',
  sparsity: '0',
  averaging: '0.6',
  mostGap: '0',
  order: 'shuffled',
  learntEpochs: '40',
  learntWindows: '3631',
  heldOutWindows: '441',
  reconstructionError: '59.523',
  freeEnergyGap: '-4.635',
  remark: 'x',
};

const parsed = (texts: Readonly<Record<string, string>>): TrainingRecord =>
  parseTraining(new Map(Object.entries(texts)));

describe('the record of a training', () => {
  it('has one text for every field, and every field from its text', () => {
    expect({ ...trainingTexts(RECORD) }).toEqual(TEXTS);
    expect(parsed(TEXTS)).toEqual(RECORD);
    expect(readModel(writeModel(someModel(1, 1, 1, RECORD))).training).toEqual(RECORD);
  });

  it('has no text for what it does not have', () => {
    expect({ ...trainingTexts({}) }).toEqual({});
    expect({ ...trainingTexts({ sustain: false, split: undefined }) }).toEqual({});
    expect(parsed({})).toEqual({});
  });

  it('takes a share of held-out songs too', () => {
    expect(parsed({ heldOut: '0.1' })).toEqual({ heldOut: 0.1 });
  });

  it.each([
    ['preset', 'mine'],
    ['split', '1.'],
    ['epochs', ''],
    ['epochs', '040'],
    ['epochs', '+4'],
    ['epochs', '4e1'],
    ['epochs', '0x4'],
    ['epochs', ' 4'],
    ['epochs', '-0'],
    ['epochs', 'NaN'],
    ['epochs', 'Infinity'],
    ['epochs', '1'.repeat(16)],
    ['rate', '.5'],
    ['rate', '0.50'],
    ['sustain', 'no'],
    ['sustain', 'true'],
    ['dataBiases', 'yes'],
    ['centred', 'TRUE'],
    ['heldOut', 'windows'],
    ['transpose', 'c'],
    ['keys', ''],
    ['keys', ' 1'],
    ['keys', '1 '],
    ['keys', '1  2'],
    ['keys', '1,2'],
    ['keys', '01'],
    ['voices', '-1'],
    ['voices', '1e3'],
    ['voices', '1.5'],
    ['voices', `1${' 1'.repeat(128)}`],
    ['polyphony', '1 2'],
    ['other', 'x'],
    ['__proto__', '1'],
    ['constructor', '1'],
  ])('keeps %s of %j as a text that is not used', (key, text) => {
    const record = parsed(Object.fromEntries([[key, text]]));
    expect(Object.keys(record)).toEqual(['other']);
    expect(Object.entries(record.other ?? {})).toEqual([[key, text]]);
    expect(Object.entries(trainingTexts(record))).toEqual([[key, text]]);
  });

  it('writes the texts that it was read from', () => {
    const keys = fc.oneof(fc.constantFrom(...Object.keys(TEXTS), 'polyphony', 'other'), fc.string());
    const texts = fc.oneof(
      fc.constantFrom(...Object.values(TEXTS)),
      fc.double().map(String),
      fc.stringMatching(/^[0-9. -]{0,9}$/),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.dictionary(keys, texts), (before) => {
        const record = parsed(before);
        expect({ ...trainingTexts(record) }).toEqual({ ...before });
        expect(parsed(trainingTexts(record))).toEqual(record);
      }),
    );
  });

  it('prefers a field to a kept text of the same key', () => {
    expect({ ...trainingTexts({ polyphony: [1], other: { voices: 'many' } }) }).toEqual({ voices: '1' });
  });

  it.each(['default', 'compact'])('is typed in the %s model, all of it', (name) => {
    const { training } = readModel(readFileSync(`fixtures/models/${name}.safetensors`));
    expect(training).toMatchObject({ preset: 'default', seed: 'harmonium', epochs: 40, rate: 0.2, centred: true });
    expect(training.keys).toHaveLength(12);
    expect(training.polyphony).toEqual([236, 61, 1036, 5003, 28950, 22810]);
    expect(training.other).toBeUndefined();
  });

  it('leaves the default model the same file, byte by byte', () => {
    const bytes = readFileSync('fixtures/models/default.safetensors');
    expect(Buffer.compare(writeModel(readModel(bytes)), bytes)).toBe(0);
  });
});
