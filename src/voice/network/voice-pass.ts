/**
 * A network over many samples at a time: forwards, and the gradient of its parameters backwards.
 *
 * For each sample t, with h₀ = input · W, in the order in which terms are added:
 *
 *     f = tanh(condition + hₗ[t − dilation] · Wfilter,past + hₗ[t] · Wfilter,now),  g = σ(the same with the gate's weights)
 *     z = f ⊙ g,  hₗ₊₁ = hₗ + z · Wresidual,  skip = bias + Σ z · Wskip
 *     prediction = bias + relu(bias + relu(skip) · Whead) · Woutput
 *
 * Products are those of `dense/products`; `voice/generation/voice-state.ts` has the same bits sample by sample.
 *
 * @module
 */
import type { DenseKernels } from '../../dense/dense-kernels.ts';
import type { Allocator } from '../../math/memory/allocator.ts';
import type { VoiceLayer, VoiceNetwork } from './voice-network.ts';
import { FEATURES, FRAME, INPUTS, outputCount, type VoiceShape } from './voice-shape.ts';

/** The kernels that a pass needs. */
export type PassKernels = Omit<DenseKernels, 'moveAdam' | 'scale' | 'stepGatedStack' | 'sumOfSquares'>;

/** Arrays for `samples` samples of one stream. */
export interface VoicePass {
  readonly samples: number;
  /** shape [samples, 6]: see `INPUTS` */
  readonly input: Float32Array;
  /** shape [samples / 64, features] */
  readonly features: Float32Array;
  /** shape [samples] each: what a prediction is relative to, and its unit */
  readonly base: Float32Array;
  readonly unit: Float32Array;
  /** shape [samples, outputs] */
  readonly prediction: Float32Array;
  /** shape [samples, outputs]: the gradient of the loss by the predictions */
  readonly predictionGradient: Float32Array;
  /** For each layer its inputs, shape [dilation + samples, channels]: those of the samples before, then these. */
  readonly inputs: readonly Float32Array[];
  /** For each layer shape [samples, channels]: f, g and z. */
  readonly filters: readonly Float32Array[];
  readonly gates: readonly Float32Array[];
  readonly gated: readonly Float32Array[];
  /** shape [samples / 64, layers · 2 · channels] and its gradient */
  readonly condition: Float32Array;
  readonly conditionGradient: Float32Array;
  /** shape [samples, channels] each */
  readonly skip: Float32Array;
  readonly skipRectified: Float32Array;
  readonly head: Float32Array;
  readonly headRectified: Float32Array;
  /** Gradients, shape [samples, channels]; that of a layer's inputs has room for the largest dilation before. */
  readonly byHead: Float32Array;
  readonly bySkip: Float32Array;
  readonly byGated: Float32Array;
  readonly byFilter: Float32Array;
  readonly byGate: Float32Array;
  readonly byInputs: Float32Array;
}

/** Bytes that the arrays of a pass take, each on lines of the cache. */
export function passBytes(shape: VoiceShape, samples: number): number {
  let bytes = 0;
  createPass(shape, samples, (Kind, length) => {
    bytes += 64 * Math.ceil((length * Kind.BYTES_PER_ELEMENT) / 64);
    return new Kind(0);
  });
  return bytes;
}

/** Arrays for a pass over a multiple of 64 samples. */
export function createPass(shape: VoiceShape, samples: number, allocate: Allocator): VoicePass {
  const { channels, dilations } = shape;
  const floats = (length: number): Float32Array => allocate(Float32Array, length);
  const each = (): Float32Array => floats(samples * channels);
  const frames = samples / FRAME;
  const conditions = dilations.length * 2 * channels;
  const outputs = outputCount(shape);
  return {
    samples,
    input: floats(samples * INPUTS),
    features: floats(frames * FEATURES),
    base: new Float32Array(samples),
    unit: new Float32Array(samples),
    prediction: floats(samples * outputs),
    predictionGradient: floats(samples * outputs),
    inputs: dilations.map((dilation) => floats((dilation + samples) * channels)),
    filters: dilations.map(each),
    gates: dilations.map(each),
    gated: dilations.map(each),
    condition: floats(frames * conditions),
    conditionGradient: floats(frames * conditions),
    skip: each(),
    skipRectified: each(),
    head: each(),
    headRectified: each(),
    byHead: each(),
    bySkip: each(),
    byGated: each(),
    byFilter: each(),
    byGate: each(),
    byInputs: floats((Math.max(...dilations) + samples) * channels),
  };
}

/** The predictions of all samples of a pass, from `input`, `features` and what stands before each layer's inputs. */
export function runForward(
  { addProduct, tanhValues, sigmoidValues, multiply }: PassKernels,
  network: VoiceNetwork,
  pass: VoicePass,
): void {
  const { channels, dilations } = network.shape;
  const { samples, condition, skip, skipRectified, head, headRectified, prediction } = pass;
  const frames = samples / FRAME;
  const conditions = dilations.length * 2 * channels;
  const numbers = samples * channels;
  condition.fill(0);
  addProduct(condition, pass.features, network.condition, frames, FEATURES, conditions);
  let now = nowOf(pass, network.shape, 0);
  now.fill(0);
  addProduct(now, pass.input, network.input, samples, INPUTS, channels);
  fillRows(skip, network.skipBias, 0, channels, samples);
  for (const [layer, weights] of network.layers.entries()) {
    const before = pass.inputs[layer] as Float32Array;
    const [f, g, z] = [pass.filters[layer], pass.gates[layer], pass.gated[layer]] as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    for (let frame = 0; frame < frames; frame++) {
      const at = frame * conditions + layer * 2 * channels;
      const rows = frame * FRAME * channels;
      fillRows(f.subarray(rows), condition, at, channels, FRAME);
      fillRows(g.subarray(rows), condition, at + channels, channels, FRAME);
    }
    addProduct(f, before, weights.filterPast, samples, channels, channels);
    addProduct(f, now, weights.filterNow, samples, channels, channels);
    addProduct(g, before, weights.gatePast, samples, channels, channels);
    addProduct(g, now, weights.gateNow, samples, channels, channels);
    tanhValues(f, f, numbers);
    sigmoidValues(g, g, numbers);
    multiply(z, f, g, numbers);
    addProduct(skip, z, weights.skip, samples, channels, channels);
    if (weights.residual === undefined) break;
    const next = nowOf(pass, network.shape, layer + 1);
    next.set(now.subarray(0, numbers));
    addProduct(next, z, weights.residual, samples, channels, channels);
    now = next;
  }
  rectify(skipRectified, skip);
  fillRows(head, network.headBias, 0, channels, samples);
  addProduct(head, skipRectified, network.head, samples, channels, channels);
  rectify(headRectified, head);
  const outputs = network.outputBias.length;
  fillRows(prediction, network.outputBias, 0, outputs, samples);
  addProduct(prediction, headRectified, network.output, samples, channels, outputs);
}

/**
 * Adds the gradient of the parameters, after {@link runForward} and with `predictionGradient`. What stands before the samples counts as
 * given: no gradient goes there.
 *
 * @param gradient - what is added to
 * @param transposed - of the network, from {@link transposeWeights}
 */
export function addGradient(
  kernels: PassKernels,
  network: VoiceNetwork,
  transposed: VoiceNetwork,
  gradient: VoiceNetwork,
  pass: VoicePass,
): void {
  const { addProduct, addOuterProducts, addColumnSums, multiply, tanhGradient, sigmoidGradient } = kernels;
  const { channels, dilations } = network.shape;
  const { samples, predictionGradient, byHead, bySkip, byGated, byFilter, byGate, byInputs, conditionGradient } = pass;
  const outputs = network.outputBias.length;
  const numbers = samples * channels;
  const conditions = dilations.length * 2 * channels;
  const frames = samples / FRAME;
  const square = (out: Float32Array, x: Float32Array, w: Float32Array): void =>
    addProduct(out, x, w, samples, channels, channels);
  const outer = (dw: Float32Array, x: Float32Array, dy: Float32Array): void =>
    addOuterProducts(dw, x, dy, samples, channels, channels);

  addColumnSums(gradient.outputBias, predictionGradient, samples, outputs);
  addOuterProducts(gradient.output, pass.headRectified, predictionGradient, samples, channels, outputs);
  byHead.fill(0);
  addProduct(byHead, predictionGradient, transposed.output, samples, outputs, channels);
  stopRectified(byHead, pass.head);
  addColumnSums(gradient.headBias, byHead, samples, channels);
  outer(gradient.head, pass.skipRectified, byHead);
  bySkip.fill(0);
  square(bySkip, byHead, transposed.head);
  stopRectified(bySkip, pass.skip);
  addColumnSums(gradient.skipBias, bySkip, samples, channels);

  const reach = byInputs.length / channels - samples;
  const now = byInputs.subarray(reach * channels);
  conditionGradient.fill(0);
  now.fill(0);
  for (let layer = network.layers.length - 1; layer >= 0; layer--) {
    const [back, dw] = [transposed.layers[layer], gradient.layers[layer]] as [VoiceLayer, VoiceLayer];
    const [f, g, z] = [pass.filters[layer], pass.gates[layer], pass.gated[layer]] as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const before = pass.inputs[layer] as Float32Array;
    const inputs = nowOf(pass, network.shape, layer);
    byGated.fill(0);
    square(byGated, bySkip, back.skip);
    outer(dw.skip, z, bySkip);
    if (back.residual !== undefined && dw.residual !== undefined) {
      square(byGated, now, back.residual);
      outer(dw.residual, z, now);
    }
    multiply(byFilter, byGated, g, numbers);
    tanhGradient(byFilter, byFilter, f, numbers);
    multiply(byGate, byGated, f, numbers);
    sigmoidGradient(byGate, byGate, g, numbers);
    outer(dw.filterPast, before, byFilter);
    outer(dw.filterNow, inputs, byFilter);
    outer(dw.gatePast, before, byGate);
    outer(dw.gateNow, inputs, byGate);
    for (let frame = 0; frame < frames; frame++) {
      const at = frame * conditions + layer * 2 * channels;
      const rows = frame * FRAME * channels;
      addColumnSums(conditionGradient.subarray(at), byFilter.subarray(rows), FRAME, channels);
      addColumnSums(conditionGradient.subarray(at + channels), byGate.subarray(rows), FRAME, channels);
    }
    square(now, byFilter, back.filterNow);
    square(now, byGate, back.gateNow);
    // What lies before the samples is written too and never read.
    const past = byInputs.subarray((reach - (dilations[layer] ?? 0)) * channels);
    square(past, byFilter, back.filterPast);
    square(past, byGate, back.gatePast);
  }
  addOuterProducts(gradient.input, pass.input, now, samples, INPUTS, channels);
  addOuterProducts(gradient.condition, pass.features, conditionGradient, frames, FEATURES, conditions);
}

/** Writes the transposes of all matrices that gradients go back through. */
export function transposeWeights({ transpose }: PassKernels, transposed: VoiceNetwork, network: VoiceNetwork): void {
  const { channels } = network.shape;
  for (const [layer, weights] of network.layers.entries()) {
    const out = transposed.layers[layer] as VoiceLayer;
    for (const name of Object.keys(weights) as (keyof VoiceLayer)[]) {
      const [to, from] = [out[name], weights[name]];
      if (to !== undefined && from !== undefined) transpose(to, from, channels, channels);
    }
  }
  transpose(transposed.head, network.head, channels, channels);
  transpose(transposed.output, network.output, channels, network.outputBias.length);
}

/** A layer's inputs of the samples of a pass, without those before. */
function nowOf({ inputs }: VoicePass, { channels, dilations }: VoiceShape, layer: number): Float32Array {
  return (inputs[layer] as Float32Array).subarray((dilations[layer] ?? 0) * channels);
}

/** Writes `width` numbers of `row` from `at` on to each of `rows` rows. */
function fillRows(out: Float32Array, row: Float32Array, at: number, width: number, rows: number): void {
  for (let k = 0; k < width; k++) out[k] = row[at + k] ?? 0;
  // Doubles what is there: few calls, each a copy of memory.
  for (let done = 1; done < rows; done *= 2) out.copyWithin(done * width, 0, Math.min(done, rows - done) * width);
}

/** Writes max(0, x). */
function rectify(out: Float32Array, x: Float32Array): void {
  for (let k = 0; k < out.length; k++) out[k] = (x[k] as number) > 0 ? (x[k] as number) : 0;
}

/** Zeros a gradient where `x` was not above 0. */
function stopRectified(gradient: Float32Array, x: Float32Array): void {
  for (let k = 0; k < gradient.length; k++) if (!((x[k] as number) > 0)) gradient[k] = 0;
}
