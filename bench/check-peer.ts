/**
 * Does a peer compute the same thing? Its random numbers are its own, so its results can agree with ours only on average.
 *
 * @module
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyRbm } from '#internal/rbm/rbm';
import { addVisible, cd1, gibbs } from './ours.ts';
import type { Peer } from './peer.ts';
import type { Work } from './work.ts';

/** How alike two means are that were each taken over many samples. */
export interface Agreement {
  readonly correlation: number;
  /** |theirs − ours| / |ours|, in Euclidean length. */
  readonly error: number;
  /** The same between two runs of ours with different seeds: what sampling alone makes of it. */
  readonly noise: number;
  readonly agrees: boolean;
}

/** How much farther than our own second run a peer may be: the noise is itself an estimate, and float32 sums differ. */
const SLACK = 1.6;
const ROUNDING = 0.01;

/**
 * Compares a peer's means with ours.
 *
 * Two samples of the same law are as far from each other as any other two, so a peer that computes the same is about as far
 * from us as we are from ourselves.
 */
export function agreement(theirs: Float64Array, ours: Float64Array, oursAgain: Float64Array): Agreement {
  if (theirs.length !== ours.length) throw new Error(`expected ${ours.length} values, got ${theirs.length}`);
  const size = distance(ours, new Float64Array(ours.length));
  const error = distance(theirs, ours) / size;
  const noise = distance(oursAgain, ours) / size;
  return { correlation: correlation(theirs, ours), error, noise, agrees: error <= SLACK * noise + ROUNDING };
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return Math.sqrt(sum);
}

function average(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Pearson's. */
export function correlation(a: Float64Array, b: Float64Array): number {
  const [meanA, meanB] = [average(a), average(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - meanA) * (b[i] - meanB);
    aa += (a[i] - meanA) * (a[i] - meanA);
    bb += (b[i] - meanB) * (b[i] - meanB);
  }
  return ab / Math.sqrt(aa * bb);
}

/** So small that the machine stays where it is, and so large that float32 weights notice each step. */
const RATE = 1e-4;

/** The mean update of `steps` CD-1 steps, by this library. */
export function ourUpdate(work: Work, steps: number, seed: string): Float64Array {
  const { rbm, step } = cd1(work, RATE, seed);
  for (let n = 0; n < steps; n++) step();
  return moved(work, rbm.w, rbm.bv, rbm.bh, steps);
}

/** The same by a peer. */
export async function peerUpdate(peer: Peer, work: Work, steps: number, folder: string): Promise<Float64Array> {
  await peer.tell('reset');
  await peer.tell(`check-cd1 ${steps} ${RATE}`);
  const { w, bv, bh } = await dump(peer, work, folder);
  await peer.tell('reset');
  return moved(work, w, bv, bh, steps);
}

/** How far parameters have moved from the work's, a step and for a rate of 1. */
function moved(work: Work, w: Float32Array, bv: Float32Array, bh: Float32Array, steps: number): Float64Array {
  const before = copyRbm(work.rbm);
  const far = (now: Float32Array, then: Float32Array): number[] =>
    Array.from(now, (value, i) => (value - then[i]) / (RATE * steps));
  return Float64Array.from([...far(w, before.w), ...far(bv, before.bv), ...far(bh, before.bh)]);
}

/** How often each visible unit is on after one Gibbs step from the batch, by this library. */
export function ourVisible(work: Work, times: number, seed: string): Float64Array {
  const { chains, step, restart } = gibbs(work, seed);
  const sums = new Float32Array(work.rbm.visible);
  for (let n = 0; n < times; n++) {
    restart();
    step();
    addVisible(sums, chains);
  }
  return Float64Array.from(sums, (sum) => sum / (times * work.batch));
}

/** The same by a peer. */
export async function peerVisible(peer: Peer, work: Work, times: number, folder: string): Promise<Float64Array> {
  await peer.tell('reset');
  await peer.tell(`check-gibbs ${times}`);
  const { mean } = await dump(peer, work, folder);
  await peer.tell('reset');
  return Float64Array.from(mean);
}

/** A peer's parameters, and its visible units' means. */
export interface Dumped {
  readonly w: Float32Array;
  readonly bv: Float32Array;
  readonly bh: Float32Array;
  readonly mean: Float32Array;
}

/** Has a peer write down its state, and reads it. `folder`: a temporary one. */
export async function dump(peer: Peer, { rbm }: Work, folder: string): Promise<Dumped> {
  const file = join(folder, `${peer.implementation}.dump`);
  await peer.tell(`dump ${file}`);
  const bytes = readFileSync(file);
  rmSync(file);
  const { visible, hidden } = rbm;
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const expected = visible * hidden + 2 * visible + hidden;
  if (values.length !== expected) throw new Error(`${peer.implementation}: ${values.length} values, not ${expected}`);
  const bv = visible * hidden;
  const bh = bv + visible;
  const mean = bh + hidden;
  return {
    w: values.subarray(0, bv),
    bv: values.subarray(bv, bh),
    bh: values.subarray(bh, mean),
    mean: values.subarray(mean),
  };
}
