/**
 * The parameters of a voice in memory, and their random start.
 *
 * @module
 */
import { type Allocator, ordinaryArrays } from '../../math/memory/allocator.ts';
import { fillNormal } from '../../math/random/normal.ts';
import * as PURPOSE from '../../math/random/purpose.ts';
import { streamKey } from '../../math/random/random.ts';
import { LOGISTICS_OUTPUTS } from '../output/logistics.ts';
import { type ParameterPart, parameterParts, sizeOf, type VoiceShape } from './voice-shape.ts';

/** Weights of a layer, each of shape [channels, channels]. */
export interface VoiceLayer {
  /** Of the filter, from the inputs a dilation ago. */
  readonly filterPast: Float32Array;
  /** Of the filter, from the inputs now. */
  readonly filterNow: Float32Array;
  /** Of the gate, from the inputs a dilation ago. */
  readonly gatePast: Float32Array;
  /** Of the gate, from the inputs now. */
  readonly gateNow: Float32Array;
  /** To the next layer's inputs; undefined for the last layer. */
  readonly residual: Float32Array | undefined;
  /** To the sum over all layers. */
  readonly skip: Float32Array;
}

/** Numbers for each parameter of a network: the parameters themselves, their gradient, or their transposes. */
export interface VoiceNetwork {
  /** Its sizes. */
  readonly shape: VoiceShape;
  /** All of them in one array: each tensor starts on a multiple of 16, and between two of them are zeros. */
  readonly values: Float32Array;
  /** Views of `values`, by name: see `parameterParts`. */
  readonly parts: ReadonlyMap<string, Float32Array>;
  /** Views of `values`, by layer. */
  readonly layers: readonly VoiceLayer[];
  /** The weights of all layers one after the other, as `dense/gated-stack` takes them. */
  readonly stack: Float32Array;
  /** shape [6, channels] */
  readonly input: Float32Array;
  /** shape [features, layers · 2 · channels] */
  readonly condition: Float32Array;
  /** shape [channels] */
  readonly skipBias: Float32Array;
  /** shape [channels, channels] */
  readonly head: Float32Array;
  /** shape [channels] */
  readonly headBias: Float32Array;
  /** shape [channels, outputs] */
  readonly output: Float32Array;
  /** shape [outputs] */
  readonly outputBias: Float32Array;
}

/** Of both distributions at first, in units of the envelope. */
const FIRST_LOG_SCALE = -2;

/** Float32 numbers of a line of the cache. */
const LINE = 16;

/** Numbers that a network takes in memory. */
export function networkSize(shape: VoiceShape): number {
  return parameterParts(shape).reduce((sum, part) => sum + LINE * Math.ceil(sizeOf(part) / LINE), 0);
}

/** A network of zeros. */
export function createNetwork(shape: VoiceShape, allocate: Allocator = ordinaryArrays): VoiceNetwork {
  const values = allocate(Float32Array, networkSize(shape));
  const parts = new Map<string, Float32Array>();
  const { channels, dilations } = shape;
  let at = 0;
  let first = 0;
  for (const part of parameterParts(shape)) {
    parts.set(part.name, values.subarray(at, at + sizeOf(part)));
    if (part.name === 'filter.past.0') first = at;
    at += LINE * Math.ceil(sizeOf(part) / LINE);
  }
  const part = (name: string): Float32Array => parts.get(name) as Float32Array;
  return {
    shape,
    values,
    parts,
    layers: dilations.map((_, layer) => ({
      filterPast: part(`filter.past.${layer}`),
      filterNow: part(`filter.now.${layer}`),
      gatePast: part(`gate.past.${layer}`),
      gateNow: part(`gate.now.${layer}`),
      residual: parts.get(`residual.${layer}`),
      skip: part(`skip.${layer}`),
    })),
    stack: values.subarray(first, first + (6 * dilations.length - 1) * channels * channels),
    input: part('input'),
    condition: part('condition'),
    skipBias: part('skip.bias'),
    head: part('head'),
    headBias: part('head.bias'),
    output: part('output'),
    outputBias: part('output.bias'),
  };
}

/**
 * Draws weights from normal distributions, by tensor number `index` of (seed, weights, index, 0). Biases start at 0, the condition
 * and the output with little.
 *
 * @param seed - shape [4], from `seedState`
 */
export function drawWeights(network: VoiceNetwork, seed: Uint32Array): void {
  const key = new Uint32Array(2);
  for (const [index, part] of parameterParts(network.shape).entries()) {
    streamKey(key, seed, PURPOSE.weights, index, 0);
    fillNormal(network.parts.get(part.name) as Float32Array, key, 0, deviationOf(part, network.shape));
  }
  if (network.shape.output === 'logistics') network.outputBias.fill(FIRST_LOG_SCALE, LOGISTICS_OUTPUTS - 2);
}

/** The standard deviation of a tensor's first weights. */
function deviationOf({ name, shape: [inputs = 1] }: ParameterPart, { dilations }: VoiceShape): number {
  const [kind = ''] = name.split('.');
  if (name.endsWith('.bias')) return 0;
  if (kind === 'condition') return 0.1;
  if (kind === 'output') return 0.1 / Math.sqrt(inputs);
  // Filter and gate add two products; residual and skip are added up over all layers.
  if (kind === 'filter' || kind === 'gate') return Math.sqrt(1 / (2 * inputs));
  if (kind === 'residual' || kind === 'skip') return 1 / Math.sqrt(inputs * dilations.length);
  return 1 / Math.sqrt(inputs);
}
