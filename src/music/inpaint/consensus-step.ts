/**
 * From many looks at a step to its notes: the set of notes that the looks have most in common with.
 *
 * @module
 */

/** What one look at a step saw: its free held cells that may well sound, the likeliest first, and how likely they are. */
export interface Ballot {
  /** Pitches, MIDI numbers. */
  readonly pitches: readonly number[];
  /** Their probabilities. */
  readonly probabilities: readonly number[];
}

/** Cells less likely than this are not worth a place on the list. */
const MIN_PROBABILITY = 0.02;

/** How much it counts that other looks saw the same pitch classes; a set's likely overlap with a look counts 1 at most. */
const AGREEMENT_WEIGHT = 0.05;
/** How much each pitch's mean probability counts: it tells octaves apart. */
const PITCH_WEIGHT = 0.05;

/** Lists the cells from `first` on, one a pitch from `low` up, that are free and may well sound. */
export function castBallot(
  probability: Float64Array,
  first: number,
  pitches: number,
  low: number,
  isHeld: Uint8Array,
): Ballot {
  const cells: number[] = [];
  for (let cell = first; cell < first + pitches; cell++) {
    if (isHeld[cell] === 0 && (probability[cell] ?? 0) > MIN_PROBABILITY) cells.push(cell);
  }
  // Of equally likely ones the lower first, so that every engine takes the same.
  cells.sort((a, b) => (probability[b] ?? 0) - (probability[a] ?? 0) || a - b);
  return {
    pitches: cells.map((cell) => cell - first + low),
    probabilities: cells.map((cell) => probability[cell] ?? 0),
  };
}

/**
 * Of the sets that a look found likeliest, each `count` pitches, the one on which the looks agree: by the overlap of its
 * pitch classes with theirs, 2 Σ p / (classes in the set + classes expected), and by how many looks found just these.
 *
 * Means over looks alone mix chords: half of the looks at C major and half at A minor make a cluster. A set that one of
 * them found is a chord where the model knows chords.
 *
 * @param given - the pitch classes that sound at the step anyway, one bit each, C the lowest
 * @returns pitches, the likeliest first
 */
export function consensusPitches(ballots: readonly Ballot[], count: number, sounding: number): readonly number[] {
  const sets = ballots.map(({ pitches }) => pitches.slice(0, count));
  const classSets = sets.map((pitches) => classesOf(pitches) | sounding);
  const votes = new Map<number, number>();
  for (const classes of classSets) votes.set(classes, (votes.get(classes) ?? 0) + 1);
  const byClass = meanByClass(ballots);
  const byPitch = meanByPitch(ballots);
  let expected = 0;
  for (const p of byClass) expected += p;
  let best: readonly number[] = [];
  let highest = -1;
  for (const [n, pitches] of sets.entries()) {
    const classes = classesOf(pitches);
    let shared = 0;
    let size = 0;
    for (const [k, p] of byClass.entries()) {
      if (((classes >>> k) & 1) === 0) continue;
      shared += p;
      size++;
    }
    const overlap = size + expected === 0 ? 0 : (2 * shared) / (size + expected);
    const agreement = (votes.get(classSets[n] ?? 0) ?? 0) / ballots.length;
    const support = pitches.reduce((sum, pitch) => sum + (byPitch.get(pitch) ?? 0), 0);
    const score = overlap + AGREEMENT_WEIGHT * agreement + PITCH_WEIGHT * support;
    if (score <= highest) continue;
    highest = score;
    best = pitches;
  }
  return best;
}

/** Pitch classes as a set, one bit each, C the lowest. */
export function classesOf(pitches: readonly number[]): number {
  return pitches.reduce((set, pitch) => set | (1 << (pitch % 12)), 0);
}

/** shape [12]: the mean over looks of the probability that a pitch class sounds. */
function meanByClass(ballots: readonly Ballot[]): Float64Array {
  const mean = new Float64Array(12);
  const silent = new Float64Array(12);
  for (const { pitches, probabilities } of ballots) {
    silent.fill(1);
    for (const [n, pitch] of pitches.entries())
      silent[pitch % 12] = (silent[pitch % 12] ?? 1) * (1 - (probabilities[n] ?? 0));
    for (const [k, p] of silent.entries()) mean[k] = (mean[k] ?? 0) + (1 - p) / ballots.length;
  }
  return mean;
}

function meanByPitch(ballots: readonly Ballot[]): Map<number, number> {
  const mean = new Map<number, number>();
  for (const { pitches, probabilities } of ballots) {
    for (const [n, pitch] of pitches.entries()) {
      mean.set(pitch, (mean.get(pitch) ?? 0) + (probabilities[n] ?? 0) / ballots.length);
    }
  }
  return mean;
}
