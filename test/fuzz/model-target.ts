/**
 * Reading model files.
 *
 * @module
 */
import { HarmoniumError } from 'harmonium-rbm/error';
import { getBit } from '#internal/math/bits/bit-rows';
import type { Model } from '#internal/model/model';
import { readModel } from '#internal/model/read-model';
import { type TrainingRecord, trainingTexts } from '#internal/model/training-record';
import { writeCompactModel } from '#internal/model/write-compact-model';
import { writeModel } from '#internal/model/write-model';
import { type PlainModel, type PlainTensor, plainModel } from '../reference/plain-model.ts';
import { type Dice, diceOf } from './dice.ts';
import { BYTE_MUTATIONS } from './midi-mutations.ts';
import { MODEL_DISGUISES, MODEL_MUTATIONS, type ModelMutation } from './model-mutations.ts';
import { type ModelParts, putModelTogether, seal, takeModelApart } from './model-parts.ts';
import { type Case, Finding, type Target } from './target.ts';

/** A model file that was changed. */
export interface ModelCase extends Case {
  /** The file that it was, if only its looks were changed. */
  readonly same: Uint8Array | undefined;
}

/** A message: one line, without what moves the cursor or turns the writing round. */
export const MESSAGE: RegExp = /^[^\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]{10,800}$/u;

/** A model, or why there is none. */
export type ModelResult = Model | HarmoniumError;

/** Cases made of small models, and now and then of these files. */
export function modelTarget(seed: string, files: readonly Uint8Array[]): Target<ModelCase, ModelResult> {
  const small = smallModels();
  return { make: (index) => makeCase(diceOf(`model ${seed}`, index), small, files), attempt, judge };
}

/** Models of a few hundred bytes whose numbers are all different, in both forms, each with chains and without. */
export function smallModels(): Uint8Array[] {
  const trainings: readonly TrainingRecord[] = [
    {},
    { preset: 'default', seed: '1' },
    JSON.parse('{"__proto__":"1","seed":"a \\"word\\" 🎵"}'),
    { moodUnits: 3 },
  ];
  return trainings.flatMap((training, k) => {
    const [steps, pitches, hidden] = [1 + k, 1 + 2 * k, 1 + 3 * k];
    const visible = 2 * steps * pitches + (training.moodUnits ?? 0);
    const rbm = {
      visible,
      hidden,
      w: differentNumbers(visible * hidden, 64),
      bv: differentNumbers(visible, 32),
      bh: differentNumbers(hidden, 16),
    };
    const model = { rbm, steps, grid: 4, pitches: { low: 60, high: 59 + pitches }, tempo: 97.5, training };
    const width = 8 * Math.ceil(visible / 8);
    const bits = Uint32Array.of(0x5a5a5a5a, 0x12345678, 0x9abcdef0, 0x0f1e2d3c);
    const chains = { bits, starts: Uint32Array.of(0, width), columns: visible };
    const chained = { ...model, chains };
    return [writeModel(model), writeModel(chained), writeCompactModel(model), writeCompactModel(chained)];
  });
}

function differentNumbers(length: number, scale: number): Float32Array {
  return Float32Array.from({ length }, (_, k) => (k % 2 === 0 ? k : -k) / scale);
}

function makeCase(dice: Dice, small: readonly Uint8Array[], large: readonly Uint8Array[]): ModelCase {
  const file = dice.pick(large.length > 0 && dice.oneIn(500) ? large : small);
  const how: string[] = [];
  const parts = takeModelApart(file);
  if (dice.oneIn(6)) {
    for (let n = dice.below(3); n >= 0; n--) change(parts, MODEL_DISGUISES, how, dice);
    return { bytes: putModelTogether(parts), how, same: file };
  }
  const structural = dice.below(4);
  for (let n = structural === 0 ? 0 : dice.below(2) + 1; n > 0; n--) change(parts, MODEL_MUTATIONS, how, dice);
  // Without one, a change has the other checks to pass.
  if (dice.oneIn(3))
    change(parts, { 'without a digest': MODEL_DISGUISES['without a digest'] ?? (() => {}) }, how, dice);
  let bytes: Uint8Array = putModelTogether(parts);
  if (structural === 0 || dice.oneIn(4)) {
    const name = dice.pick(Object.keys(BYTE_MUTATIONS));
    how.push(name);
    bytes = BYTE_MUTATIONS[name]?.(bytes, dice, dice.pick(small)) ?? bytes;
    if (dice.oneIn(2)) seal(bytes);
  }
  return { bytes, how, same: undefined };
}

function change(parts: ModelParts, changes: Readonly<Record<string, ModelMutation>>, how: string[], dice: Dice): void {
  const name = dice.pick(Object.keys(changes));
  how.push(name);
  changes[name]?.(parts, dice);
}

function attempt({ bytes }: ModelCase): ModelResult {
  try {
    return readModel(bytes);
  } catch (error) {
    if (error instanceof HarmoniumError) return error;
    throw error;
  }
}

function judge(made: ModelCase, result: ModelResult): string {
  if (result instanceof HarmoniumError) {
    const { code, message } = result;
    if (made.same !== undefined) throw new Finding(`refused in disguise: ${message}`);
    if (!/^model-[a-z]+$/.test(code)) throw new Finding(`code ${code}`);
    if (!MESSAGE.test(message)) throw new Finding(`message ${JSON.stringify(message)}`);
    return code;
  }
  compare(result, made.bytes);
  // A header without a digest that just fits has no room for one.
  const header = new DataView(made.bytes.buffer, made.bytes.byteOffset).getUint32(0, true);
  if (header < 65500) sameModel(result, readModel(writeModel(result)), 'when it is written and read again');
  if (made.same !== undefined) sameModel(result, readModel(made.same), 'in disguise');
  return 'read';
}

/** Everything in a model, held to the plain reader's word. */
function compare(model: Model, bytes: Uint8Array): void {
  const { metadata, tensors, whole } = plainModel(bytes);
  if (!whole) throw new Finding('the digest does not hold');
  const { rbm, training } = model;
  const names = [...tensors.keys()].sort().join(' ');
  if (!/^(bh bv (chains )?w|bh bv (chains )?q scale)$/.test(names)) throw new Finding(`tensors ${names}`);
  const weights = tensors.has('q') ? compactWeights(tensors, rbm) : tensors.get('w');
  const expected = { w: [rbm.visible, rbm.hidden], bv: [rbm.visible], bh: [rbm.hidden] };
  for (const name of ['w', 'bv', 'bh'] as const) {
    const { shape, numbers } = (name === 'w' ? weights : tensors.get(name)) ?? NOTHING;
    const same = rbm[name].length === numbers.length && numbers.every((x, k) => Object.is(x, rbm[name][k]));
    if (!same) throw new Finding(`other ${name}`);
    if (rbm[name].some((value) => !Number.isFinite(value))) throw new Finding(`${name} is not finite`);
    if (String(shape) !== String(expected[name])) throw new Finding(`shape of ${name}`);
  }
  compareChains(model, tensors.get('chains'));
  const numbers = { steps: model.steps, grid: model.grid, ...model.pitches, tempo: model.tempo };
  for (const [name, value] of Object.entries(numbers)) {
    if (Number(metadata.get(name)) !== value) throw new Finding(`${name}: ${value}, plainly ${metadata.get(name)}`);
  }
  if (metadata.get('version') !== '1' || metadata.get('format') !== 'harmonium') throw new Finding('version');
  const { other } = training;
  if (other !== undefined && Object.getPrototypeOf(other) !== null) throw new Finding('training.other has a prototype');
  const texts = trainingTexts(training);
  for (const [key, value] of Object.entries(texts)) {
    if (metadata.get(`training.${key}`) !== value) throw new Finding(`training.${key}`);
  }
  const words = [...metadata.keys()].filter((key) => key.startsWith('training.'));
  if (words.length !== Object.keys(texts).length) throw new Finding('words of the training are missing');
}

const NOTHING: PlainTensor = { shape: [], numbers: [] };

/** The weights of the compact form, one after another. */
function compactWeights(tensors: PlainModel['tensors'], { visible, hidden }: Model['rbm']): PlainTensor {
  const { numbers: scales } = tensors.get('scale') ?? NOTHING;
  const { numbers: halves } = tensors.get('q') ?? NOTHING;
  const width = Math.ceil(hidden / 2);
  let row = -1;
  const numbers = scales.flatMap((scale) => {
    if (scale !== 0) row++;
    return Array.from({ length: hidden }, (_, j) => {
      const byte = halves[row * width + Math.floor(j / 2)] ?? 0;
      return scale === 0 ? 0 : scale * ((j % 2 === 0 ? byte % 16 : Math.floor(byte / 16)) - 8);
    });
  });
  return { shape: [visible, hidden], numbers };
}

/** Chains: a row of bits each, the first unit's in the uppermost bit of the first byte. */
function compareChains({ chains, rbm }: Model, plain: PlainTensor | undefined): void {
  if ((chains === undefined) !== (plain === undefined)) throw new Finding('chains');
  if (chains === undefined || plain === undefined) return;
  const [count = 0, width = 0] = plain.shape;
  if (chains.starts.length !== count || width !== Math.ceil(rbm.visible / 8)) throw new Finding('shape of chains');
  for (let c = 0; c < count; c++) {
    for (let i = 0; i < rbm.visible; i++) {
      const bit = ((plain.numbers[c * width + (i >> 3)] ?? 0) >> (7 - (i & 7))) & 1;
      if (bit !== getBit(chains.bits, (chains.starts[c] ?? 0) + i)) throw new Finding('other chains');
    }
  }
}

function sameModel(one: Model, other: Model, when: string): void {
  for (const name of ['w', 'bv', 'bh'] as const) {
    const [a, b] = [one.rbm[name], other.rbm[name]];
    if (a.length !== b.length || a.some((value, k) => !Object.is(value, b[k])))
      throw new Finding(`other ${name} ${when}`);
  }
  if (chainsOf(one) !== chainsOf(other)) throw new Finding(`other chains ${when}`);
  if (wordsOf(one) !== wordsOf(other)) throw new Finding(`other words ${when}`);
}

/** Chains as 0s and 1s, a line each; nothing if there are none. */
function chainsOf({ chains, rbm }: Model): string {
  if (chains === undefined) return '';
  const units = Array.from({ length: rbm.visible }, (_, i) => i);
  return Array.from(chains.starts, (start) => units.map((i) => getBit(chains.bits, start + i)).join('')).join('\n');
}

function wordsOf({ steps, grid, pitches, tempo, training }: Model): string {
  return JSON.stringify([steps, grid, pitches, tempo, Object.entries(trainingTexts(training)).sort()]);
}
