/**
 * The network: its gradient against differences, the same bits in lanes, and the same bits sample by sample.
 */
import { describe, expect, it } from 'vitest';
import { plainDense } from '../../src/dense/dense-kernels.ts';
import type { Allocator } from '../../src/math/memory/allocator.ts';
import { seedState } from '../../src/math/random/seed-state.ts';
import { createVoiceState, predictSample, setCondition } from '../../src/voice/generation/voice-state.ts';
import { createNetwork, drawWeights, type VoiceNetwork } from '../../src/voice/network/voice-network.ts';
import {
  addGradient,
  createPass,
  type PassKernels,
  runForward,
  transposeWeights,
  type VoicePass,
} from '../../src/voice/network/voice-pass.ts';
import { FRAME, outputCount, receptiveField, type VoiceShape } from '../../src/voice/network/voice-shape.ts';
import { logisticsLoss } from '../../src/voice/output/logistics.ts';
import { softmaxLoss } from '../../src/voice/output/softmax.ts';
import { bitsOfFloats } from '../dense/values.ts';
import { denseInstance } from '../lanes/dense-instance.ts';
import { exactDense } from '../reference/dense.ts';
import { mulberry32 } from '../reference/mulberry32.ts';

const SMALL: VoiceShape = { channels: 4, dilations: [1, 2, 4], output: 'logistics', rate: 8000 };
const SAMPLES = 2 * FRAME;

/** Float64 arrays, whatever is asked for. */
const doubles: Allocator = (_, length) => new Float64Array(length) as never;
const ordinary: Allocator = (Kind, length) => new Kind(length);

/** A network whose parameters are all of ordinary size. */
function someNetwork(shape: VoiceShape, allocate: Allocator): VoiceNetwork {
  const network = createNetwork(shape, allocate);
  drawWeights(network, seedState('some'));
  const random = mulberry32(1);
  for (const name of ['output', 'output.bias']) {
    const part = network.parts.get(name)!;
    for (let k = 0; k < part.length; k++) part[k] = Math.fround(0.1 * (random() - 0.5));
  }
  // Half of the rectified channels are on and half are off, none near 0, where there is no gradient.
  for (const bias of [network.skipBias, network.headBias]) {
    for (let k = 0; k < bias.length; k++) bias[k] = k % 2 === 0 ? 4 : -4;
  }
  return network;
}

function somePass(shape: VoiceShape, allocate: Allocator): VoicePass {
  const pass = createPass(shape, SAMPLES, allocate);
  const random = mulberry32(2);
  for (const array of [pass.input, pass.features, ...pass.inputs.map((inputs) => inputs)]) {
    for (let k = 0; k < array.length; k++) array[k] = Math.fround(2 * random() - 1);
  }
  for (let n = 0; n < SAMPLES; n++) {
    pass.base[n] = random() - 0.5;
    pass.unit[n] = 0.1 + random();
  }
  return pass;
}

const LEVELS = Array.from({ length: SAMPLES }, (_, n) => Math.floor(128 + 127 * Math.sin(n)));

function loss(kernels: PassKernels, network: VoiceNetwork, pass: VoicePass): number {
  runForward(kernels, network, pass);
  const outputs = outputCount(network.shape);
  const lossOf = network.shape.output === 'logistics' ? logisticsLoss : softmaxLoss;
  return LEVELS.reduce(
    (sum, level, n) =>
      sum + lossOf(pass.predictionGradient, pass.prediction, n * outputs, pass.base[n]!, pass.unit[n]!, level, 1),
    0,
  );
}

function gradientOf(kernels: PassKernels, network: VoiceNetwork, pass: VoicePass, allocate: Allocator): VoiceNetwork {
  const gradient = createNetwork(network.shape, allocate);
  const transposed = createNetwork(network.shape, allocate);
  transposeWeights(kernels, transposed, network);
  loss(kernels, network, pass);
  addGradient(kernels, network, transposed, gradient, pass);
  return gradient;
}

describe.each(['logistics', 'softmax'] as const)('the gradient with %s', (output) => {
  const shape: VoiceShape = { ...SMALL, output };
  const network = someNetwork(shape, doubles);
  const pass = somePass(shape, doubles);
  const exact = gradientOf(exactDense, network, pass, doubles);

  it('is that of differences to 1e-6 of its norm, for every tensor', () => {
    const wrong: string[] = [];
    for (const [name, part] of network.parts) {
      const found = exact.parts.get(name)!;
      // Of the tensors of 256 outputs every seventh number is enough.
      const every = part.length > 400 ? 97 : part.length > 200 ? 7 : 1;
      let [norm, off] = [0, 0];
      for (let k = 0; k < part.length; k += every) {
        const [old, h] = [part[k]!, 1e-4];
        const at = (by: number): number => {
          part[k] = old + by;
          return loss(exactDense, network, pass);
        };
        const difference = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
        part[k] = old;
        norm += difference ** 2;
        off += (difference - found[k]!) ** 2;
      }
      if (!(Math.sqrt(off / norm) < 1e-6)) wrong.push(name);
    }
    expect(wrong).toEqual([]);
  });

  it('in float32 is near', () => {
    const found = gradientOf(plainDense, someNetwork(shape, ordinary), somePass(shape, ordinary), ordinary);
    let [norm, off] = [0, 0];
    for (const [k, value] of exact.values.entries()) {
      norm += value ** 2;
      off += (value - found.values[k]!) ** 2;
    }
    expect(Math.sqrt(off / norm)).toBeLessThan(2e-6);
  });
});

describe('a network', () => {
  const lanes = denseInstance();

  it.skipIf(lanes === undefined).each([4, 8, 12, 16, 20])('of %i channels has the same bits in lanes', (channels) => {
    const shape: VoiceShape = { channels, dilations: [1, 2, 1], output: 'logistics', rate: 8000 };
    const plain = gradientOf(plainDense, someNetwork(shape, ordinary), somePass(shape, ordinary), ordinary);
    lanes!.clear();
    const placed: Allocator = (Kind, length) => lanes!.place(new Kind(length) as Float32Array) as never;
    const laned = gradientOf(lanes!.kernels, someNetwork(shape, placed), somePass(shape, placed), placed);
    expect(bitsOfFloats(laned.values)).toEqual(bitsOfFloats(plain.values));
  });

  it.each<[string, VoiceShape]>([
    ['small', SMALL],
    ['with repeated dilations', { ...SMALL, dilations: [1, 2, 4, 1, 2, 4], channels: 16 }],
    ['of one layer', { ...SMALL, dilations: [3], channels: 20 }],
    ['with 256 outputs', { ...SMALL, output: 'softmax' }],
  ])('%s, sample by sample, has the bits of the full convolution', (_, shape) => {
    const network = someNetwork(shape, ordinary);
    const pass = somePass(shape, ordinary);
    // From silence.
    for (const inputs of pass.inputs) inputs.fill(0);
    runForward(plainDense, network, pass);
    const state = createVoiceState(shape, ordinary);
    const outputs = outputCount(shape);
    for (let n = 0; n < SAMPLES; n++) {
      if (n % FRAME === 0) {
        const at = (n / FRAME) * state.features.length;
        state.features.set(pass.features.subarray(at, at + state.features.length));
        setCondition(plainDense, network, state);
      }
      state.input.set(pass.input.subarray(6 * n, 6 * n + 6));
      predictSample(plainDense, network, state);
      expect(bitsOfFloats(state.prediction)).toEqual(
        bitsOfFloats(pass.prediction.slice(n * outputs, (n + 1) * outputs)),
      );
    }
  });

  it('sees as far as it says', () => {
    const shape: VoiceShape = { ...SMALL, dilations: [1, 2, 4, 8] };
    expect(receptiveField(shape)).toBe(16);
    const network = someNetwork(shape, ordinary);
    const predictions = (changed: number): Float32Array => {
      const pass = somePass(shape, ordinary);
      for (const inputs of pass.inputs) inputs.fill(0);
      pass.input[6 * changed]! += 1;
      runForward(plainDense, network, pass);
      return pass.prediction.slice(0);
    };
    const before = predictions(SAMPLES - 1);
    const after = predictions(20);
    const differs = (n: number): boolean => [0, 1, 2, 3, 4, 5].some((k) => before[6 * n + k] !== after[6 * n + k]);
    expect(differs(19)).toBe(false);
    expect(differs(20)).toBe(true);
    expect(differs(35)).toBe(true);
    expect(differs(36)).toBe(false);
  });
});
