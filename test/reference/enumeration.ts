/**
 * A tiny machine, exactly: every state of it is visited. Here the engine's own exp and log do; nothing needs equal bits.
 *
 * @module
 */
import type { Rbm, Reals } from '../../src/rbm/rbm.ts';

/** Every array of 0 and 1 of this length: 2^units of them. */
export function allStates(units: number): number[][] {
  return Array.from({ length: 2 ** units }, (_, code) =>
    Array.from({ length: units }, (_unused, n) => Math.floor(code / 2 ** n) % 2),
  );
}

/** E(v, h) = −bv·v − bh·h − vᵀ W h. */
function energy(rbm: Rbm<Reals>, v: readonly number[], h: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < rbm.visible; i++) {
    sum -= rbm.bv[i] * v[i];
    for (let j = 0; j < rbm.hidden; j++) sum -= v[i] * rbm.w[i * rbm.hidden + j] * h[j];
  }
  for (let j = 0; j < rbm.hidden; j++) sum -= rbm.bh[j] * h[j];
  return sum;
}

/** e^−βF(v): the weight of `v`, all hidden states summed one by one. */
export function visibleWeight(rbm: Rbm<Reals>, v: readonly number[], beta = 1): number {
  return allStates(rbm.hidden).reduce((sum, h) => sum + Math.exp(-beta * energy(rbm, v, h)), 0);
}

/** Z as a sum over visible states, the hidden units of each summed as a product: Π (1 + e^a_j). */
export function partitionOverVisible(rbm: Rbm<Reals>): number {
  let z = 0;
  for (const v of allStates(rbm.visible)) {
    let weight = Math.exp(v.reduce((sum, on, i) => sum + on * rbm.bv[i], 0));
    for (let j = 0; j < rbm.hidden; j++) {
      weight *= 1 + Math.exp(v.reduce((sum, on, i) => sum + on * rbm.w[i * rbm.hidden + j], rbm.bh[j]));
    }
    z += weight;
  }
  return z;
}

/** Z as a sum over hidden states, the visible units of each summed as a product: Π (1 + e^a_i). */
export function partitionOverHidden(rbm: Rbm<Reals>): number {
  let z = 0;
  for (const h of allStates(rbm.hidden)) {
    let weight = Math.exp(h.reduce((sum, on, j) => sum + on * rbm.bh[j], 0));
    for (let i = 0; i < rbm.visible; i++) {
      weight *= 1 + Math.exp(h.reduce((sum, on, j) => sum + on * rbm.w[i * rbm.hidden + j], rbm.bv[i]));
    }
    z += weight;
  }
  return z;
}

/** Mean log-likelihood of rows of 0 and 1, in nats a row. */
export function logLikelihood(rbm: Rbm<Reals>, rows: readonly (readonly number[])[]): number {
  const logZ = Math.log(partitionOverVisible(rbm));
  return rows.reduce((sum, v) => sum + Math.log(visibleWeight(rbm, v)) - logZ, 0) / rows.length;
}

/** Means of v, h and v hᵀ: of a gradient's two phases, or of the machine's own distribution. */
export interface Means {
  readonly w: number[];
  readonly bv: number[];
  readonly bh: number[];
}

/** The mean of each unit and each pair over all states, weighted e^−βE: β is the inverse temperature. */
export function modelMeans(rbm: Rbm<Reals>, beta = 1): Means {
  return meansOver(rbm, allStates(rbm.visible), beta, true);
}

/** The same with the visible units held at each of these rows in turn, all rows alike. */
function dataMeans(rbm: Rbm<Reals>, rows: readonly (readonly number[])[]): Means {
  return meansOver(rbm, rows, 1, false);
}

/** The gradient of the mean log-likelihood: the data's means less the machine's. */
export function exactGradient(rbm: Rbm<Reals>, rows: readonly (readonly number[])[]): Means {
  const data = dataMeans(rbm, rows);
  const model = modelMeans(rbm);
  return {
    w: data.w.map((mean, n) => mean - model.w[n]),
    bv: data.bv.map((mean, i) => mean - model.bv[i]),
    bh: data.bh.map((mean, j) => mean - model.bh[j]),
  };
}

function meansOver(rbm: Rbm<Reals>, rows: readonly (readonly number[])[], beta: number, byTheirWeight: boolean): Means {
  const w = Array.from(rbm.w, () => 0);
  const bv = Array.from(rbm.bv, () => 0);
  const bh = Array.from(rbm.bh, () => 0);
  const states = allStates(rbm.hidden);
  const weights = rows.map((v) => visibleWeight(rbm, v, beta));
  const z = weights.reduce((sum, weight) => sum + weight, 0);
  for (const [n, v] of rows.entries()) {
    const share = byTheirWeight ? weights[n] / z : 1 / rows.length;
    for (const h of states) {
      const p = (share * Math.exp(-beta * energy(rbm, v, h))) / weights[n];
      for (let i = 0; i < rbm.visible; i++) {
        bv[i] += p * v[i];
        for (let j = 0; j < rbm.hidden; j++) w[i * rbm.hidden + j] += p * v[i] * h[j];
      }
      for (let j = 0; j < rbm.hidden; j++) bh[j] += p * h[j];
    }
  }
  return { w, bv, bh };
}
