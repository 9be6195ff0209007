/**
 * Learning a voice from notes: truncated backpropagation over parts of several streams, and Adam.
 *
 * @module
 */
import { checkEach, checkInteger, checkNumber } from '../../check.ts';
import { clipFactor } from '../../dense/clip.ts';
import { type DenseKernels, plainDense } from '../../dense/dense-kernels.ts';
import { HarmoniumError } from '../../error.ts';
import { cosineOfTurns } from '../../math/functions/sine.ts';
import { type Allocator, ordinaryArrays } from '../../math/memory/allocator.ts';
import { randomWord } from '../../math/random/random.ts';
import { seedState } from '../../math/random/seed-state.ts';
import { fitLevel } from '../level.ts';
import { createNetwork, drawWeights, networkSize, type VoiceNetwork } from '../network/voice-network.ts';
import {
  addGradient,
  createPass,
  passBytes,
  runForward,
  transposeWeights,
  type VoicePass,
} from '../network/voice-pass.ts';
import { checkVoiceShape, outputCount, type VoiceShape } from '../network/voice-shape.ts';
import { logisticsLoss } from '../output/logistics.ts';
import { softmaxLoss } from '../output/softmax.ts';
import {
  drawNote,
  fillNotePart,
  type HeardNote,
  heardKey,
  heardNote,
  type RecordedNote,
  type StreamNote,
  type StreamPlace,
  streamNote,
} from './voice-streams.ts';

/** How a voice is learnt. */
export interface VoiceOptions {
  /** Updates of the parameters, 1–10,000,000. */
  readonly steps: number;
  /** Any text or whole number; the same seed gives the same bytes. Default 1. */
  readonly seed?: string | number | undefined;
  /** Streams that are learnt at a time, 1–64. Default 4. */
  readonly streams?: number | undefined;
  /** Samples of each stream in a step, 64–8,192, a multiple of 64. Default 256. */
  readonly samples?: number | undefined;
  /** Highest learning rate, 0.000001–1. Default 0.003. */
  readonly rate?: number | undefined;
  /** Noise on what is heard of notes with errors, a share of their level, 0–1. Default 0.015. */
  readonly noise?: number | undefined;
  /** The largest error in loudness of what is heard of them, 0–1. Default 0.3. */
  readonly gain?: number | undefined;
}

/** {@link VoiceOptions} with nothing left open. */
type VoiceSettings = { readonly [K in keyof VoiceOptions]-?: Exclude<VoiceOptions[K], undefined> };

/** The range of each number of {@link VoiceOptions}. */
export const VOICE_TRAINING_RANGES = {
  steps: [1, 10_000_000],
  streams: [1, 64],
  samples: [64, 8192],
  rate: [0.000001, 1],
  noise: [0, 1],
  gain: [0, 1],
} as const;

/** Share of the steps in which the learning rate rises. */
const WARM_UP = 0.02;
/** Noise on notes without errors, as a share of that on the others. */
const CLEAN = 1 / 30;
/** The longest gradient. */
const MOST_NORM = 1;
const [BETA1, BETA2, EPSILON] = [0.9, 0.99, 1e-8] as const;

/** A training between two steps. */
export interface VoiceTrainer {
  readonly network: VoiceNetwork;
  /** How loud notes are: a fit of `fitLevel`. */
  readonly level: Float32Array;
  readonly options: VoiceSettings;
  /** Steps done. */
  step: number;
  /** Of Adam: shape as `network.values`. */
  readonly mean: Float32Array;
  readonly square: Float32Array;
  readonly places: readonly StreamPlace[];
  /** For each stream and layer, what stands before the next part: shape [dilation, channels]. */
  readonly histories: readonly (readonly Float32Array[])[];
  /** Bits a sample of the last step. */
  bits: number;
}

/** What only the trainer's own functions need. */
interface Workshop {
  readonly kernels: DenseKernels;
  readonly notes: readonly StreamNote[];
  /** What each stream hears of its note; undefined until it is needed. */
  readonly heard: (HeardNote | undefined)[];
  readonly gradient: VoiceNetwork;
  readonly transposed: VoiceNetwork;
  readonly pass: VoicePass;
  readonly seed: Uint32Array;
}

const workshops = new WeakMap<VoiceTrainer, Workshop>();

/** Bytes that a training takes from its allocator. */
export function trainerBytes(shape: VoiceShape, samples: number): number {
  return 5 * 64 * Math.ceil((networkSize(shape) * 4) / 64) + passBytes(shape, samples);
}

/**
 * Begins a training.
 *
 * @param notes - at least one, each of at least one sample
 * @throws {HarmoniumError} `option-range`, `no-notes`
 */
export function createVoiceTrainer(
  shape: VoiceShape,
  notes: readonly RecordedNote[],
  given: VoiceOptions,
  kernels: DenseKernels = plainDense,
  allocate: Allocator = ordinaryArrays,
): VoiceTrainer {
  checkVoiceShape(shape);
  const { steps, seed = 1, streams = 4, samples = 256, rate = 0.003, noise = 0.015, gain = 0.3 } = given;
  const options = { steps, seed, streams, samples, rate, noise, gain };
  const { steps: stepRange, streams: streamRange, samples: sampleRange, ...numbers } = VOICE_TRAINING_RANGES;
  checkEach(
    checkInteger,
    { steps, streams, samples },
    { steps: stepRange, streams: streamRange, samples: sampleRange },
  );
  checkInteger('samples / 64', samples / 64, 1, 128);
  checkEach(checkNumber, { rate, noise, gain }, numbers);
  if (notes.length === 0) throw new HarmoniumError('no-notes', 'no notes to learn from');
  const state = seedState(seed);
  const network = createNetwork(shape, allocate);
  drawWeights(network, state);
  const { channels, dilations } = shape;
  const trainer: VoiceTrainer = {
    network,
    level: fitLevel(notes, shape.rate),
    options,
    step: 0,
    mean: allocate(Float32Array, network.values.length),
    square: allocate(Float32Array, network.values.length),
    places: Array.from({ length: streams }, (_, stream) => ({
      begun: 1,
      note: drawNote(state, stream, 0, notes.length),
      at: 0,
    })),
    histories: Array.from({ length: streams }, () =>
      dilations.map((dilation) => new Float32Array(dilation * channels)),
    ),
    bits: Number.NaN,
  };
  workshops.set(trainer, {
    kernels,
    notes: notes.map(streamNote),
    heard: Array.from({ length: streams }, () => undefined),
    gradient: createNetwork(shape, allocate),
    transposed: createNetwork(shape, allocate),
    pass: createPass(shape, samples, allocate),
    seed: state,
  });
  return trainer;
}

/** One update of the parameters. */
export function stepVoice(trainer: VoiceTrainer): void {
  const { kernels, notes, heard, gradient, transposed, pass, seed } = workshops.get(trainer) as Workshop;
  const { network, options, places, histories } = trainer;
  const { dilations, channels, rate: perSecond } = network.shape;
  const { samples } = options;
  gradient.values.fill(0);
  transposeWeights(kernels, transposed, network);
  let nats = 0;
  let counted = 0;
  for (const [stream, place] of places.entries()) {
    const note = notes[place.note] as StreamNote;
    const history = histories[stream] ?? [];
    for (const [layer, before] of pass.inputs.entries()) before.set(history[layer] ?? []);
    heard[stream] ??= heardBy(note, trainer.level, perSecond, options, heardKey(seed, stream, place.begun));
    fillNotePart(pass, note, heard[stream], place.at, perSecond);
    runForward(kernels, network, pass);
    const count = Math.min(samples, note.levels.length - place.at);
    nats += partLoss(pass, note, place.at, count, network.shape, 1 / (samples * places.length));
    counted += count;
    addGradient(kernels, network, transposed, gradient, pass);
    // The next part, or the next note from silence.
    place.at += samples;
    const isOver = place.at >= note.levels.length;
    for (const [layer, before] of pass.inputs.entries()) {
      const rows = (dilations[layer] ?? 0) * channels;
      if (isOver) history[layer]?.fill(0);
      else history[layer]?.set(before.subarray(samples * channels, samples * channels + rows));
    }
    if (!isOver) continue;
    place.note = drawNote(seed, stream, place.begun++, notes.length);
    place.at = 0;
    heard[stream] = undefined;
  }
  const scale = clipFactor(kernels.sumOfSquares(gradient.values, gradient.values.length), MOST_NORM);
  trainer.step++;
  const { values } = network;
  kernels.moveAdam(
    values,
    trainer.mean,
    trainer.square,
    gradient.values,
    values.length,
    rateAt(trainer.step, options),
    BETA1,
    BETA2,
    EPSILON,
    trainer.step,
    scale,
  );
  trainer.bits = nats / Math.LN2 / counted;
}

/** What is heard of a note: half of the time with errors, otherwise nearly clean. */
function heardBy(
  note: StreamNote,
  level: Float32Array,
  rate: number,
  { noise, gain }: VoiceSettings,
  key: Uint32Array,
): HeardNote {
  const isWild = (randomWord(key[0] ?? 0, key[1] ?? 0, 0x7fffffff) & 1) === 1;
  return heardNote(note, level, rate, isWild ? noise : CLEAN * noise, isWild ? gain : 0, key);
}

/** The learning rate of a step, from 1: it rises for a while, then falls to 0 along a cosine. */
function rateAt(step: number, { steps, rate }: VoiceSettings): number {
  const rising = Math.max(1, WARM_UP * steps);
  if (step <= rising) return (rate * step) / rising;
  return (rate * (1 + cosineOfTurns((step - rising) / (steps - rising + 1) / 2))) / 2;
}

/** The loss of the first `count` samples of a part, in nats, and its gradient; the others count nothing. */
function partLoss(
  { prediction, predictionGradient, base, unit }: VoicePass,
  { levels }: StreamNote,
  first: number,
  count: number,
  shape: VoiceShape,
  weight: number,
): number {
  const outputs = outputCount(shape);
  const loss = shape.output === 'logistics' ? logisticsLoss : softmaxLoss;
  let sum = 0;
  for (let n = 0; n < count; n++) {
    const [mean, scale] = [base[n] ?? 0, unit[n] ?? 1];
    sum += loss(predictionGradient, prediction, n * outputs, mean, scale, levels[first + n] ?? 0, weight);
  }
  predictionGradient.fill(0, count * outputs);
  return sum;
}

/**
 * Bits a sample of notes that are not learnt, without noise.
 *
 * @param trainer - of which the network is taken as it stands
 */
export function heldOutBits(trainer: VoiceTrainer, held: readonly RecordedNote[]): number {
  const { kernels, pass } = workshops.get(trainer) as Workshop;
  const { network, options } = trainer;
  const key = new Uint32Array(2);
  let nats = 0;
  let counted = 0;
  for (const recorded of held) {
    const note = streamNote(recorded);
    const heard = heardNote(note, trainer.level, network.shape.rate, 0, 0, key);
    for (const before of pass.inputs) before.fill(0);
    for (let at = 0; at < note.levels.length; at += options.samples) {
      fillNotePart(pass, note, heard, at, network.shape.rate);
      runForward(kernels, network, pass);
      const count = Math.min(options.samples, note.levels.length - at);
      nats += partLoss(pass, note, at, count, network.shape, 0);
      counted += count;
      for (const before of pass.inputs) before.copyWithin(0, options.samples * network.shape.channels);
    }
  }
  return nats / Math.LN2 / counted;
}

/** The notes that a trainer learns. */
export function notesOf(trainer: VoiceTrainer): readonly StreamNote[] {
  return (workshops.get(trainer) as Workshop).notes;
}
