import { describe, expect, it } from 'vitest';
import { readModel } from '../../src/model/read-model.ts';
import { writeModel } from '../../src/model/write-model.ts';
import { PRESETS } from '../../src/music/training/presets.ts';
import { prepareTraining, type TrainModelOptions, trainModel } from '../../src/music/training/train-model.ts';
import type { EpochRecord } from '../../src/rbm/training/trainer.ts';
import type { PianoRoll } from '../../src/roll/piano-roll.ts';
import { type Cells, rollOf } from '../roll/plain-rolls.ts';

const PITCHES = { low: 60, high: 71 };

/** A scale up and down for some steps. */
function scale(steps: number, grid: number = 4): PianoRoll {
  const pitches = [60, 62, 64, 65, 67, 69, 71, 69, 67, 65, 64, 62];
  const cells: Cells = Array.from({ length: steps }, (_, step) => {
    const pitch = pitches[step % pitches.length] ?? 60;
    return { held: [pitch], struck: [pitch] };
  });
  return rollOf(cells, grid, PITCHES);
}

const ROLLS = [scale(64), scale(80), scale(96)];
const FAST = { hidden: 4, epochs: 2 };

describe('options', () => {
  const cases: [Record<string, unknown>, string][] = [
    [{ preset: 'foo' }, 'preset'],
    [{ preset: 'constructor' }, 'preset'],
    [{ windows: 'foo' }, 'windows'],
    [{ transpose: 'foo' }, 'transpose'],
    [{ order: 'foo' }, 'order'],
    [{ statistics: 'foo' }, 'statistics'],
    [{ steps: 0 }, 'steps'],
    [{ steps: 1025 }, 'steps'],
    [{ stride: 5000 }, 'stride'],
    [{ stride: 0.5 }, 'stride'],
    [{ tempo: 3.9 }, 'tempo'],
    [{ tempo: 1200 }, 'tempo'],
    [{ tempo: 1e9 }, 'tempo'],
    [{ tempo: Number.NaN }, 'tempo'],
    [{ hidden: 0 }, 'hidden'],
    [{ weightMean: Number.NaN }, 'weightMean'],
    [{ weightDeviation: -1 }, 'weightDeviation'],
    [{ dataBiases: 'yes' }, 'dataBiases'],
    [{ heldOut: 1 }, 'heldOut'],
    [{ heldOut: 'none' }, 'heldOut'],
    [{ seed: 'x'.repeat(4097) }, 'seed.length'],
    [{ grid: 8 }, 'grid'],
    [{ pitches: { low: 24, high: 101 } }, 'pitches.low'],
    [{ preset: 'article', steps: 20 }, 'steps'],
    [{ preset: 'article', stride: 4 }, 'stride'],
    [{ windows: 'article' }, 'steps'],
  ];
  it.each(cases)('%o are refused before anything is learnt', (given, option) => {
    const heard: EpochRecord[] = [];
    const train = (): unknown => trainModel(ROLLS, { ...FAST, ...given } as TrainModelOptions, (r) => heard.push(r));
    expect(train).toThrow(expect.objectContaining({ code: 'option-range', option }));
    expect(heard).toEqual([]);
  });

  it('take grid and pitches from the rolls', () => {
    const { options, trainer } = prepareTraining([scale(40, 6)], FAST);
    expect(options).toMatchObject({ grid: 6, pitches: PITCHES });
    expect(trainer.rbm.visible).toBe(16 * 2 * 12);
    expect(prepareTraining(ROLLS, { ...FAST, grid: 4, pitches: { ...PITCHES } }).options.grid).toBe(4);
  });

  it('are the preset’s where they are undefined', () => {
    const given = { ...FAST, rate: undefined, steps: undefined } as unknown as TrainModelOptions;
    expect(prepareTraining(ROLLS, given).options).toMatchObject({ rate: PRESETS.default.rate, steps: 16 });
  });

  it('of other names change nothing, and no model tells them', () => {
    const given = { ...FAST, gibbs: 5 } as TrainModelOptions;
    expect(trainModel(ROLLS, given)).toEqual(trainModel(ROLLS, FAST));
  });

  it('do not help rolls that have too few bits, or that do not match', () => {
    const short = { ...scale(64), bits: new Uint32Array(3) };
    expect(() => prepareTraining([scale(64), short])).toThrow(
      expect.objectContaining({ code: 'length', option: 'rolls[1].bits' }),
    );
    expect(() => prepareTraining([scale(64), scale(64, 8)])).toThrow(expect.objectContaining({ code: 'roll-mixed' }));
    expect(() => prepareTraining([])).toThrow(expect.objectContaining({ code: 'roll-mixed' }));
  });
});

describe('a model', () => {
  const last: EpochRecord[] = [];
  const given = { ...FAST, rate: 0.000001, weightMean: -0.5, tempo: 75.99996960001216, seed: 'été', stride: 3 };
  const model = trainModel(ROLLS, given, (record) => last.push(record));
  const { rows, heldOut } = prepareTraining(ROLLS, given).trainer;

  it('tells every option, each as it was given, and how it went', () => {
    const { reconstructionError = 0, freeEnergyTraining = 0, freeEnergyHeldOut = 0 } = last.at(-1) ?? {};
    expect(model.training).toEqual({
      preset: 'default',
      seed: 'été',
      stride: 3,
      weightMean: -0.5,
      weightDeviation: 0.01,
      dataBiases: true,
      heldOut: 0.1,
      transpose: 'to-c',
      windows: 'all',
      epochs: 2,
      batch: 100,
      rate: 0.000001,
      finalRate: 0.01,
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
      learntEpochs: 2,
      learntWindows: rows.starts.length,
      heldOutWindows: heldOut.starts.length,
      reconstructionError: Math.round(1000 * reconstructionError) / 1000,
      freeEnergyGap: Math.round(1000 * (freeEnergyHeldOut - freeEnergyTraining)) / 1000,
      keys: expect.any(Array),
      polyphony: expect.any(Array),
    });
    const { keys = [], polyphony = [] } = model.training;
    expect(keys).toHaveLength(12);
    expect(keys.reduce((sum, songs) => sum + songs)).toBe(ROLLS.length);
    expect(polyphony.reduce((sum, steps) => sum + steps)).toBe(16 * rows.starts.length);
  });

  it('learns or watches every window', () => {
    const counts = ROLLS.map(({ steps }) => 1 + Math.ceil((steps - 16) / 3));
    expect(rows.starts.length + heldOut.starts.length).toBe(counts.reduce((sum, count) => sum + count));
    expect(counts).toContain(heldOut.starts.length);
  });

  it('leaves out no option of the preset: what is not in its record is in its shape', () => {
    const shape = ['steps', 'grid', 'pitches', 'tempo', 'hidden'];
    const told = [...Object.keys(model.training), ...shape];
    expect(told).toEqual(expect.arrayContaining(Object.keys(PRESETS.default)));
    expect(model).toMatchObject({ steps: 16, grid: 4, pitches: PITCHES, rbm: { hidden: 4 } });
  });

  it('has its tempo to three decimals, and is the same when it comes back from a file', () => {
    expect(model.tempo).toBe(76);
    expect(trainModel(ROLLS, { ...FAST, tempo: 97.5004 }).tempo).toBe(97.5);
    expect(readModel(writeModel(model))).toEqual(model);
  });
});
