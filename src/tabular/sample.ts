/**
 * New rows.
 *
 * @module
 */
import { checkInteger, checkObject, refuse } from '../check.ts';
import { atOnce, type InParts } from '../in-parts.ts';
import * as PURPOSE from '../math/random/purpose.ts';
import { streamKey } from '../math/random/random.ts';
import { seedState } from '../math/random/seed-state.ts';
import type { Kernels } from '../rbm/kernels/kernels.ts';
import { createChain, type GibbsChain, startFromNoise } from '../rbm/sampling/gibbs-chain.ts';
import { createSampler } from '../rbm/sampling/sampler.ts';
import { drawUnits } from './drawn-rows.ts';
import { type HasRbm, rbmOf, valuesFor } from './machine.ts';
import { createTable, type Table } from './table.ts';
import { MOST_CELLS, rowOf, type TabularData, type Values } from './values.ts';

/** Chains that run together: kernels on lanes read the weights once for all of them. */
const TOGETHER = 56;
/** Weights, times chains, of a part: a step of all of them takes less than a tenth of a second, also with plain kernels. */
const WEIGHTS_A_PART = 8_388_608;

/** How to sample. */
export interface SampleOptions {
  /** Any text or whole number; 1 by default. */
  readonly seed?: string | number | undefined;
  /** Gibbs steps of each chain, 0–1,000,000; 1,000 by default. */
  readonly gibbs?: number | undefined;
  /** 0.01–100; 1 by default, the machine's own distribution. Lower is closer to its most likely rows. */
  readonly temperature?: number | undefined;
  /** Rows to start from: chain c starts at row c mod rows. By default chains start from noise. */
  readonly from?: TabularData | undefined;
  /** What samples, to the same bytes; plain kernels by default. `harmonium-rbm/lanes` has faster ones. */
  readonly kernels?: Kernels | undefined;
}

/**
 * Draws rows of bits: each is the final state of its own Gibbs chain. Row c depends on seed, options and c alone, not on `count`.
 *
 * @param count - how many rows, 1–1,000,000
 * @returns shape [count, visible], 0 and 1
 * @throws {HarmoniumError} `option-range`, `length`
 */
export function sample(machine: HasRbm, count: number, options: SampleOptions = {}): Table<Uint8Array> {
  return atOnce(sampleInParts(machine, count, options));
}

/** {@link sample} in parts: it yields after each Gibbs step of some chains. */
export function* sampleInParts(
  machine: HasRbm,
  count: number,
  options: SampleOptions = {},
): InParts<Table<Uint8Array>> {
  checkObject('options', options, 'an object of options');
  const { seed = 1, gibbs = 1000, temperature = 1, from } = options;
  const state = seedState(seed);
  const rbm = rbmOf(machine);
  checkInteger('count', count, 1, Math.min(1_000_000, Math.floor(MOST_CELLS / rbm.visible)));
  checkInteger('gibbs', gibbs, 0, 1_000_000);
  const starts = from === undefined ? undefined : valuesFor(rbm, from, 'from');
  if (starts?.rows === 0) refuse('from', 'at least one row', 'none');
  const sampler = createSampler(rbm, temperature, options.kernels);
  const out = new Uint8Array(count * rbm.visible);
  const most = Math.max(1, Math.min(TOGETHER, Math.floor(WEIGHTS_A_PART / rbm.w.length)));
  for (let first = 0; first < count; first += most) {
    const chains = Array.from({ length: Math.min(most, count - first) }, (_, c) => {
      const chain = createChain(sampler, state, first + c);
      if (starts === undefined) startFromNoise(chain, sampler);
      else startFromRow(chain, starts);
      return chain;
    });
    for (let step = 0; step < gibbs; step++) {
      sampler.run(chains, 1);
      yield (first + (chains.length * (step + 1)) / gibbs) / count;
    }
    for (const { visible, index } of chains) {
      for (let n = 0; n < visible.count; n++) out[index * rbm.visible + (visible.active[n] ?? 0)] = 1;
    }
  }
  return createTable(out, count, rbm.visible);
}

/** Probabilities among the row's cells are drawn in stream (seed, dataBits, chain, 0). */
function startFromRow({ visible, key, seed, index }: GibbsChain, values: Values): void {
  streamKey(key, seed, PURPOSE.dataBits, index, 0);
  visible.count = drawUnits(visible.active, rowOf(values, index % values.rows), key);
}
