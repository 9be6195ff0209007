/**
 * What the compiled module exports: `lanes/assembly/index.ts`. Numbers are int32 unless said otherwise; addresses are bytes. Rows are
 * counted from 0, and `last` is the first one that is left out. Where a truth is returned, it is 0 or 1.
 *
 * @module
 */

/** Which hidden units count how in the statistics: `phases.ts`. */
export const COUNTED = 0;
export const SAMPLED = 1;
export const PROBABILITIES = 2;

/** The functions of one instance, which works on one machine in one thread. */
export interface KernelExports {
  /** Reads sizes and addresses: `layout.ts`. */
  setup(fields: number): void;
  /** Makes the copies of all weights; `scale`: float32; `inverse`: float64. Returns whether sums fit. */
  pack(scale: number, inverse: number): number;
  /** Takes over what another thread packed. */
  join(scale: number, inverse: number): number;

  /** Writes the bits of model rows of which the lists are there. */
  setModelBits(first: number, last: number): void;
  /** The free energy of a list of visible units, float64, in nats. */
  freeEnergy(list: number, count: number): number;
  /** Chains that only sample, of which the lists are there. */
  runLists(first: number, last: number, purpose: number, steps: number): void;
  /** Chains that persist, and what their hidden units count for. */
  continueChains(first: number, last: number, purpose: number, steps: number, statistics: number): void;
  /** Contrastive divergence; returns how many bits are wrong. */
  contrast(first: number, last: number, round: number, steps: number, statistics: number): number;
  /** Reconstructs; returns how many bits are wrong. */
  reconstruct(first: number, last: number, round: number): number;

  /** Begins an update. */
  forgetFindings(): void;
  /** Updates in counts, of visible units or of tiles of 64. `perCount`, `perExample`: float64. */
  countRows(rows: number, firstUnit: number, lastUnit: number): void;
  moveCounted(rows: number, firstTile: number, lastTile: number, perCount: number, perExample: number): void;
  moveHiddenCounted(rows: number, perCount: number): void;
  /** Ends it: whether sums still fit. */
  grow(): number;

  /** Updates in values, of halves of tiles: 32 visible units. All scales are float64. */
  moveWeighed(
    rows: number,
    firstHalf: number,
    lastHalf: number,
    perCount: number,
    momentum: number,
    shrink: number,
  ): void;
  moveHiddenWeighed(rows: number, perCount: number, momentum: number): void;
  startCentred(examples: number, chains: number, sparsity: number, offsetRate: number): void;
  moveCentred(
    examples: number,
    chains: number,
    firstHalf: number,
    lastHalf: number,
    rate: number,
    momentum: number,
    decay: number,
  ): void;
  /** Of hidden units, multiples of eight. */
  sumSlopes(first: number, last: number): void;
  moveHiddenCentred(rate: number, momentum: number): void;
  /** Ends one of these: whether sums still fit. */
  takeSizes(): number;

  /** Takes over where the arrays of an annealing are. */
  setupAnnealing(
    turned: number,
    base: number,
    strengths: number,
    visibleList: number,
    hiddenList: number,
    hiddenInput: number,
    layerInput: number,
  ): void;
  /** Walks a chain; returns the log of its weight, float64. */
  annealUp(chain: number, betas: number): number;
  annealDown(chain: number, betas: number, count: number): number;

  /** Adds float32 numbers to float64 sums. */
  addToSums(sums: number, numbers: number, count: number): void;
}
