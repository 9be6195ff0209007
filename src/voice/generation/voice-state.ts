/**
 * A network sample by sample: each layer keeps the inputs that it will need again in a queue, so that it is computed once a sample.
 *
 * Source: Le Paine et al. (2016), "Fast WaveNet generation algorithm". The predictions have the bits of `voice/network/voice-pass.ts`.
 *
 * @module
 */
import type { DenseKernels } from '../../dense/dense-kernels.ts';
import type { Allocator } from '../../math/memory/allocator.ts';
import type { VoiceNetwork } from '../network/voice-network.ts';
import { FEATURES, INPUTS, outputCount, receptiveField, type VoiceShape } from '../network/voice-shape.ts';

/** What a network remembers of the samples so far, and its arrays for one sample. */
export interface VoiceState {
  /** Samples so far. */
  time: number;
  /** For each layer shape [dilation, channels], one after the other. */
  readonly queues: Float32Array;
  /** shape [layers]: the row of each queue that comes next, and how many there are */
  readonly places: Uint32Array;
  readonly dilations: Uint32Array;
  /** shape [6]: of the next sample */
  readonly input: Float32Array;
  /** shape [features] */
  readonly features: Float32Array;
  /** shape [layers · 2 · channels] */
  readonly condition: Float32Array;
  /** shape [outputs] */
  readonly prediction: Float32Array;
  /** shape [channels] each */
  readonly now: Float32Array;
  readonly gated: Float32Array;
  readonly skip: Float32Array;
  readonly head: Float32Array;
}

/** A state before any sample. */
export function createVoiceState(shape: VoiceShape, allocate: Allocator): VoiceState {
  const { channels, dilations } = shape;
  const floats = (length: number): Float32Array => allocate(Float32Array, length);
  const layers = dilations.length;
  const state = {
    time: 0,
    queues: floats((receptiveField(shape) - 1) * channels),
    places: allocate(Uint32Array, layers),
    dilations: allocate(Uint32Array, layers),
    input: floats(INPUTS),
    features: floats(FEATURES),
    condition: floats(layers * 2 * channels),
    prediction: floats(outputCount(shape)),
    now: floats(channels),
    gated: floats(channels),
    skip: floats(channels),
    head: floats(channels),
  };
  state.dilations.set(dilations);
  return state;
}

/** Bytes that a state takes, each array on lines of the cache. */
export function stateBytes(shape: VoiceShape): number {
  let bytes = 0;
  createVoiceState(shape, (Kind, length) => {
    bytes += 64 * Math.ceil((length * Kind.BYTES_PER_ELEMENT) / 64);
    return new Kind(length);
  });
  return bytes;
}

/** Copies all that the next sample depends on. */
export function copyState(to: VoiceState, from: VoiceState): void {
  to.time = from.time;
  to.queues.set(from.queues);
  to.places.set(from.places);
  to.condition.set(from.condition);
}

/** Computes `condition` from `features`: once a frame. */
export function setCondition({ addProduct }: DenseKernels, { condition }: VoiceNetwork, state: VoiceState): void {
  state.condition.fill(0);
  addProduct(state.condition, state.features, condition, 1, FEATURES, state.condition.length);
}

/** Predicts the next sample from `input` and `condition`. */
export function predictSample(kernels: DenseKernels, network: VoiceNetwork, state: VoiceState): void {
  const { addProduct, stepGatedStack } = kernels;
  const { channels, dilations } = network.shape;
  const { now, skip, head, prediction } = state;
  now.fill(0);
  addProduct(now, state.input, network.input, 1, INPUTS, channels);
  skip.set(network.skipBias);
  const { queues, places, condition, gated } = state;
  stepGatedStack(
    now,
    skip,
    queues,
    places,
    state.dilations,
    condition,
    network.stack,
    gated,
    channels,
    dilations.length,
  );
  rectify(skip);
  head.set(network.headBias);
  addProduct(head, skip, network.head, 1, channels, channels);
  rectify(head);
  prediction.set(network.outputBias);
  addProduct(prediction, head, network.output, 1, channels, prediction.length);
  state.time++;
}

/** max(0, x) in place. */
function rectify(x: Float32Array): void {
  for (let k = 0; k < x.length; k++) if (!((x[k] ?? 0) > 0)) x[k] = 0;
}
