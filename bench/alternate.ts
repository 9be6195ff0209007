/**
 * Timing contestants against each other: a slice of steps each, in turn, over and over.
 *
 * @module
 */

/** Something that does a piece of work and can tell how long it took. */
export interface Contestant {
  readonly implementation: string;
  /** Does `count` steps; tells the milliseconds of each. */
  readonly run: (count: number) => readonly number[] | Promise<readonly number[]>;
  /** A hash of what it computes, taken outside the timing: 0–2³²−1. */
  readonly checksum: () => number | Promise<number>;
}

/** How long to measure. */
export interface Patience {
  /** Milliseconds of steps before the first that counts: compilers and caches settle. */
  readonly warmUp: number;
  /** Milliseconds of steps that count, for each contestant. */
  readonly budget: number;
  /** Milliseconds of steps before it is the next one's turn. */
  readonly slice: number;
  /** Turns each contestant has at the least, however long they take. */
  readonly turns: number;
}

/** Patience of a run whose figures are quoted, and of one that only shows that all works. */
export const PATIENCE: Patience = { warmUp: 500, budget: 1500, slice: 30, turns: 5 };
export const QUICK: Patience = { warmUp: 5, budget: 20, slice: 10, turns: 2 };

/** A contestant takes no more steps than this in one turn. */
const STEP_LIMIT = 1000;

/**
 * Measures contestants in turn until each has had its budget, and tells the milliseconds of every step, in their order.
 *
 * Turns are short against the seconds in which a machine grows hot or busy, so what slows one slows all: ratios within a run
 * hold where times do not. The one who begins changes with each round.
 */
export async function alternate(contestants: readonly Contestant[], patience: Patience): Promise<number[][]> {
  const steps: number[] = [];
  for (const contestant of contestants) steps.push(await stepsPerTurn(contestant, patience));
  const samples: number[][] = contestants.map(() => []);
  const spent = contestants.map(() => 0);
  for (let round = 0; round < patience.turns || spent.some((ms) => ms < patience.budget); round++) {
    for (let n = 0; n < contestants.length; n++) {
      const at = (n + round) % contestants.length;
      if (round >= patience.turns && spent[at] >= patience.budget) continue;
      for (const ms of await contestants[at].run(steps[at])) {
        samples[at].push(ms);
        spent[at] += ms;
      }
    }
  }
  return samples;
}

/** Warms a contestant up and finds how many steps fill a turn. */
async function stepsPerTurn({ run }: Contestant, { warmUp, slice }: Patience): Promise<number> {
  let last = 0;
  for (let spent = 0, count = 1; spent < warmUp; count = Math.min(2 * count, STEP_LIMIT)) {
    const times = await run(count);
    // The last of many is warm; a single one that took very long is not asked again.
    last = times.at(-1) ?? 0;
    for (const ms of times) spent += ms;
    if (spent === 0) break;
  }
  if (last === 0) return 1;
  return Math.max(1, Math.min(STEP_LIMIT, Math.round(slice / last)));
}

/** A contestant's `run` for work done in this process. `step` does one step. */
export function timed(step: () => unknown): (count: number) => number[] {
  return (count) => {
    const times: number[] = [];
    for (let n = 0; n < count; n++) {
      const before = performance.now();
      const result = step();
      times.push(performance.now() - before);
      keep(result);
    }
    return times;
  };
}

const kept: { result: unknown } = { result: undefined };

/** Holds the last result, so that no compiler finds out that nobody wants it. */
function keep(result: unknown): void {
  kept.result = result;
}
