/**
 * Minimum Bayes risk decoding of a step: of the sets of notes that several samples propose, the one that agrees best with all.
 *
 * @module
 */

/** One sample's vote on a step: the pitches of its free cells, the most probable first, with their probabilities. */
export interface Ballot {
  /** MIDI pitches. */
  readonly pitches: readonly number[];
  /** shape [pitches] */
  readonly probabilities: readonly number[];
}

/** Less probable cells are left off the ballot. */
const MIN_PROBABILITY = 0.02;

/** Weight of the share of ballots with the same pitch classes; the expected overlap has weight 1. */
const AGREEMENT_WEIGHT = 0.05;
/** Weight of each pitch's mean probability: it decides between octaves. */
const PITCH_WEIGHT = 0.05;

/** A ballot of the free cells among `pitches` cells from `first` on; the first cell is pitch `low`. */
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
  // Ties go to the lower pitch, so that every engine chooses the same.
  cells.sort((a, b) => (probability[b] ?? 0) - (probability[a] ?? 0) || a - b);
  return {
    pitches: cells.map((cell) => cell - first + low),
    probabilities: cells.map((cell) => probability[cell] ?? 0),
  };
}

/**
 * Each ballot proposes its first `count` pitches. The best proposal has the largest expected overlap of pitch classes (the Dice
 * coefficient, 2 Σ p / (classes in the set + classes expected)), with a bonus if many ballots propose the same classes.
 *
 * Averaging the ballots instead would mix chords: half for C major and half for A minor give a cluster. A set proposed by one
 * sample is a chord as far as the model knows chords.
 *
 * @param sounding - pitch classes of the observed notes of the step, one bit each, C the lowest
 * @returns MIDI pitches, the most probable first
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

/** The set of pitch classes, one bit each, C the lowest. */
export function classesOf(pitches: readonly number[]): number {
  return pitches.reduce((set, pitch) => set | (1 << (pitch % 12)), 0);
}

/** shape [12]: the mean over ballots of the probability that a pitch class sounds. */
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
