/**
 * The sizes of a voice: a WaveNet with local conditioning.
 *
 * Source: van den Oord et al. (2016), "WaveNet: a generative model for raw audio", sections 2.1–2.5.
 *
 * @module
 */
import { checkChoice, checkInteger, checkList } from '../../check.ts';
import { MOST_CHANNELS } from '../../dense/gated-stack.ts';
import { LOGISTICS_OUTPUTS } from '../output/logistics.ts';
import { BINS } from '../output/mu-law.ts';

/** What the network's last layer gives: a mixture of logistics, or a number for each of 256 levels. */
export type VoiceOutput = 'logistics' | 'softmax';

/** The sizes of a network. */
export interface VoiceShape {
  /** Channels of each layer, a multiple of 4, 4–64. */
  readonly channels: number;
  /** Distance of the two samples that each layer sees, 1–4,096; one for each of 1–40 layers. */
  readonly dilations: readonly number[];
  /** What it predicts. */
  readonly output: VoiceOutput;
  /** Samples per second, 4,000–48,000. */
  readonly rate: number;
}

/** The range of each number of a shape. */
export const VOICE_RANGES: Readonly<Record<'channels' | 'layers' | 'dilation' | 'rate', readonly [number, number]>> = {
  channels: [4, MOST_CHANNELS],
  layers: [1, 40],
  dilation: [1, 4096],
  rate: [4000, 48_000],
};

/** Numbers that describe a note in a frame: see `voice/conditioning.ts`. */
export const FEATURES = 22;

/** Samples of a frame, for which those numbers are the same. */
export const FRAME = 64;

/** Inputs of a sample: four of `voice/signal.ts`, then sine and cosine of the note's fundamental. */
export const INPUTS = 6;

/** Fails with `option-range` unless every number of a shape is in its range. */
export function checkVoiceShape({ channels, dilations, output, rate }: VoiceShape): void {
  checkInteger('channels', channels, ...VOICE_RANGES.channels);
  checkInteger('channels / 4', channels / 4, 1, 16);
  checkList('dilations', dilations);
  checkInteger('dilations.length', dilations.length, ...VOICE_RANGES.layers);
  for (const [n, dilation] of dilations.entries()) checkInteger(`dilations[${n}]`, dilation, ...VOICE_RANGES.dilation);
  checkChoice('output', output, ['logistics', 'softmax']);
  checkInteger('rate', rate, ...VOICE_RANGES.rate);
}

/** Dilations 1, 2, 4, … of `layers` layers, from 1 again after `stack` of them. */
export function doublingDilations(layers: number, stack: number): number[] {
  return Array.from({ length: layers }, (_, layer) => 1 << (layer % stack));
}

/** How many samples a prediction depends on: the sample before it, and as many more as the dilations reach back. */
export function receptiveField({ dilations }: VoiceShape): number {
  return dilations.reduce((sum, dilation) => sum + dilation, 1);
}

/** Numbers that the network gives for each sample. */
export function outputCount({ output }: VoiceShape): number {
  return output === 'logistics' ? LOGISTICS_OUTPUTS : BINS;
}

/** A tensor of the network's parameters. */
export interface ParameterPart {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Every tensor of a network's parameters, in their order in memory and in files. Weights have shape [inputs, outputs]. */
export function parameterParts(shape: VoiceShape): ParameterPart[] {
  const { channels, dilations } = shape;
  const square = [channels, channels];
  const outputs = outputCount(shape);
  const parts: ParameterPart[] = [
    { name: 'input', shape: [INPUTS, channels] },
    // Of each layer, the filter's channels, then the gate's.
    { name: 'condition', shape: [FEATURES, dilations.length * 2 * channels] },
  ];
  for (const layer of dilations.keys()) {
    for (const name of LAYER_PARTS) parts.push({ name: `${name}.${layer}`, shape: square });
  }
  // Nothing follows the last layer that it could be added to.
  parts.pop();
  parts.push(
    { name: 'skip.bias', shape: [channels] },
    { name: 'head', shape: square },
    { name: 'head.bias', shape: [channels] },
    { name: 'output', shape: [channels, outputs] },
    { name: 'output.bias', shape: [outputs] },
  );
  return parts;
}

/** The tensors of a layer, in the order of `dense/gated-stack`. */
const LAYER_PARTS = ['filter.past', 'filter.now', 'gate.past', 'gate.now', 'skip', 'residual'] as const;

/** How many numbers the parameters are. */
export function parameterCount(shape: VoiceShape): number {
  return parameterParts(shape).reduce((sum, part) => sum + sizeOf(part), 0);
}

/** How many numbers a tensor is. */
export function sizeOf({ shape }: ParameterPart): number {
  return shape.reduce((product, size) => product * size, 1);
}
