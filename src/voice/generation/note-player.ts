/**
 * Notes played by a voice.
 *
 * @module
 */
import { type DenseKernels, plainDense } from '../../dense/dense-kernels.ts';
import { type Allocator, ordinaryArrays } from '../../math/memory/allocator.ts';
import * as PURPOSE from '../../math/random/purpose.ts';
import { streamKey, uniform } from '../../math/random/random.ts';
import { fillFeatures, fillPhases, type VoiceNote } from '../conditioning.ts';
import { levelAt, levelBetween } from '../level.ts';
import type { VoiceNetwork } from '../network/voice-network.ts';
import { FRAME, INPUTS } from '../network/voice-shape.ts';
import { sampleLogistics } from '../output/logistics.ts';
import { LEVELS } from '../output/mu-law.ts';
import { sampleSoftmax } from '../output/softmax.ts';
import { addSample, beginSignal, createSignal, fillHeard, HEARD, type Signal } from '../signal.ts';
import { copyState, createVoiceState, predictSample, setCondition, type VoiceState } from './voice-state.ts';

/** What plays notes: the network, and one state that the kernels work on. Notes take turns in it. */
export interface NotePlayer {
  readonly network: VoiceNetwork;
  /** How loud notes are: a fit of `fitLevel`. */
  readonly level: Float32Array;
  readonly kernels: DenseKernels;
  readonly temperature: number;
  readonly state: VoiceState;
  /** Of one frame. */
  readonly phases: Float32Array;
}

/** A note that is being played. */
export interface PlayingNote {
  readonly note: VoiceNote;
  /** The stream of its random numbers. */
  readonly key: Uint32Array;
  readonly signal: Signal;
  readonly state: VoiceState;
  /** Its last sample. */
  last: number;
  /** Its level at the beginning and at the end of the frame. */
  before: number;
  after: number;
}

/**
 * Prepares a voice for playing.
 *
 * @param network - on arrays of `allocate`
 * @param temperature - factor on the spread of each sample: 1 is what was learnt, less is cleaner
 */
export function createNotePlayer(
  network: VoiceNetwork,
  level: Float32Array,
  temperature: number,
  kernels: DenseKernels = plainDense,
  allocate: Allocator = ordinaryArrays,
): NotePlayer {
  return {
    network,
    level,
    kernels,
    temperature,
    state: createVoiceState(network.shape, allocate),
    phases: new Float32Array(INPUTS * FRAME),
  };
}

/**
 * Begins a note from silence. Its sample t draws the numbers 2t and 2t + 1 of stream (seed, playing, index, 1).
 *
 * @param seed - shape [4], from `seedState`
 */
export function beginNote(
  { network: { shape }, level }: NotePlayer,
  note: VoiceNote,
  seed: Uint32Array,
  index: number,
): PlayingNote {
  const key = new Uint32Array(2);
  streamKey(key, seed, PURPOSE.playing, index, 1);
  const signal = createSignal(shape.rate);
  beginSignal(signal, note.pitch);
  const after = Math.fround(levelAt(level, note, 0, shape.rate));
  return { note, key, signal, state: createVoiceState(shape, ordinaryArrays), last: 0, before: after, after };
}

/** Writes a note's next samples. */
export function playSamples(player: NotePlayer, playing: PlayingNote, out: Float32Array): void {
  const { network, level, kernels, state, phases, temperature } = player;
  const { note, signal, key } = playing;
  const { rate, output } = network.shape;
  const [key0 = 0, key1 = 0] = key;
  const { input, prediction } = state;
  copyState(state, playing.state);
  for (let n = 0; n < out.length; n++) {
    const place = state.time % FRAME;
    if (place === 0) {
      playing.before = playing.after;
      playing.after = Math.fround(levelAt(level, note, state.time + FRAME, rate));
      fillFeatures(state.features, 0, note, state.time, rate, true);
      setCondition(kernels, network, state);
    }
    if (place === 0 || n === 0) fillPhases(phases, note.pitch, state.time - place, FRAME, rate);
    const { base, ahead } = signal;
    const unit = levelBetween(playing.before, playing.after, place);
    fillHeard(input, 0, playing.last, base, ahead, unit);
    input[HEARD] = phases[INPUTS * place + HEARD] ?? 0;
    input[HEARD + 1] = phases[INPUTS * place + HEARD + 1] ?? 0;
    const drawn = 2 * state.time;
    predictSample(kernels, network, state);
    const choice = (uniform(key0, key1, drawn) + 0.5) / 4294967296;
    const drawnLevel =
      output === 'logistics'
        ? sampleLogistics(
            prediction,
            0,
            base,
            unit,
            choice,
            (uniform(key0, key1, drawn + 1) + 0.5) / 4294967296,
            temperature,
          )
        : sampleSoftmax(prediction, 0, choice, temperature);
    const value = LEVELS[drawnLevel] ?? 0;
    out[n] = value;
    playing.last = value;
    addSample(signal, value);
  }
  copyState(playing.state, state);
}
