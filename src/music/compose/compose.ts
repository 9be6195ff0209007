/**
 * Composing for a mood: many pieces are sampled, and those that are closest to the mood are kept.
 *
 * @module
 */
import { checkChoice, checkInteger, checkObject } from '../../check.ts';
import { asPart, atOnce, type InParts } from '../../in-parts.ts';
import type { Song } from '../../midi/song.ts';
import { checkModel } from '../../model/check-model.ts';
import type { Model } from '../../model/model.ts';
import { withMood } from '../../model/with-mood.ts';
import type { Mood } from '../../mood/mood.ts';
import { keyFit, pitchClassLengths } from '../../mood/song/key-fit.ts';
import { moodOfSong } from '../../mood/song/mood-of-song.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { rollStatistics } from '../evaluate/statistics.ts';
import { checkPiece, type PieceOptions, writePiece } from '../inpaint/piece.ts';
import { pieceSeed, prepareModel } from '../inpaint/window-chain.ts';
import { meanMood, moodProbabilities } from '../mood/mood-probabilities.ts';
import { chordsOfBars, keyName } from '../theory/chords.ts';
import { playedBy } from '../windows/play.ts';
import { articulated, expressionOf, PLAIN } from './expression.ts';

/** Options of {@link compose}. */
export interface ComposeOptions extends Omit<PieceOptions, 'index' | 'key' | 'mood'> {
  /** The mood to compose for. */
  readonly mood: Mood;
  /** How many pieces, 1–1,000. Default 3. */
  readonly count?: number | undefined;
  /** Of how many candidates they are the best, `count`–100,000. Default 64, or 16 for each piece if that is more. */
  readonly candidates?: number | undefined;
  /** Length in bars, 1–4,096. Default 8. */
  readonly bars?: number | undefined;
  /**
   * `full`: tempo, loudness, register and articulation are chosen for the mood. `none`: 120 beats a minute, velocity 64, and the pitches
   * and lengths that the model samples. Default `full`.
   */
  readonly expression?: 'full' | 'none' | undefined;
  /** Instrument, General MIDI's number less one, 0–127. Default: none is written. */
  readonly program?: number | undefined;
}

/** A composed piece. */
export interface Composition {
  /** Which candidate it is, from 0. */
  readonly candidate: number;
  /** The piece as it is played. */
  readonly song: Song;
  /** The notes on the model's grid, as the model sampled them. */
  readonly roll: PianoRoll;
  /** `C`, `F#`, `Am`: from the notes. */
  readonly key: string;
  /** Beats per minute. */
  readonly tempo: number;
  /** The chords of each bar, see `chordsOfBars`. */
  readonly chords: readonly (readonly string[])[];
  /** How the song sounds, see `moodOfSong`. */
  readonly mood: Mood;
  /** How near it is to the mood that was asked for: 1 exactly there, 0 as far away as moods can be. */
  readonly fit: number;
}

/** The least and the most of the numbers that only compose has. */
export const COMPOSE_RANGES = { count: [1, 1000], candidates: [1, 100_000] } as const;

const COUNT = 3;
const BARS = 8;
const CANDIDATES = 64;
const CANDIDATES_A_PIECE = 16;
/**
 * What a piece on one chord loses against one whose chord changes in every bar. With it chords change in .80 of the bars, without it
 * in .42 (three pieces in each quadrant), in the bundled corpus in .78.
 */
const STILL = 0.1;
/**
 * What a piece without a chord at any step loses against one with chords at all of them. With it .84 of the sounding steps of pop are
 * chords, with half of it .81, and .87 without a mood (200 pieces, 50 in each quadrant).
 */
const NO_CHORDS = 0.2;
/** What a piece in the wrong mode loses: major for a sad mood, minor for a happy one. */
const WRONG_MODE = 0.05;
/** Valences closer to 0 than this have no mode of their own. */
const NEUTRAL = 0.25;
/** From one corner of the plane of moods to the opposite one. */
const FARTHEST = Math.sqrt(8);

/**
 * Composes pieces for a mood. Candidates are sampled with the mood units clamped, see `withMood`; candidate i is piece i of the seed.
 * They are ranked by two distances from the mood: that of `moodOfSong`, which counts twice, and that of the mean of
 * p(mood | music) by the model itself. Among those about as near, pieces with clear chords that
 * change, in major for happy and in minor for sad moods, come first.
 *
 * @returns the best, best first; fewer than `count` only if others are silent
 * @throws {HarmoniumError} `no-moods` for a model without mood units; `option-range`; `length`
 */
export function compose(model: Model, options: ComposeOptions): Composition[] {
  return atOnce(composeInParts(model, options));
}

/**
 * {@link compose} in parts.
 *
 * @throws {HarmoniumError} as {@link compose}, on the first call of `next`
 */
export function* composeInParts(model: Model, options: ComposeOptions): InParts<Composition[]> {
  checkModel(model);
  checkObject('options', options, 'options');
  const { mood, count = COUNT, expression = 'full', bars = BARS, seed } = options;
  checkInteger('count', count, ...COMPOSE_RANGES.count);
  const { candidates = defaultCandidates(count) } = options;
  checkInteger('candidates', candidates, count, COMPOSE_RANGES.candidates[1]);
  checkChoice('expression', expression, ['full', 'none']);
  // What is not asked for here, such as a key, is not for the piece either.
  const { form, vary, meter, density, gibbs, temperature, kernels } = options;
  const pieceOptions = {
    form,
    vary,
    meter,
    density,
    gibbs,
    temperature,
    kernels,
    seed,
    program: options.program,
    mood,
    bars,
  };
  checkPiece(model, pieceOptions);
  const prepared = prepareModel(withMood(model, mood), options);
  let best: { readonly found: Composition; readonly rank: number }[] = [];
  for (let candidate = 0; candidate < candidates; candidate++) {
    const writing = writePiece({ ...prepared, seed: pieceSeed(seed, candidate) }, pieceOptions);
    const roll = yield* asPart(writing, candidate / candidates, (candidate + 1) / candidates);
    const found = composition(model, { ...pieceOptions, expression }, candidate, roll);
    if (found === undefined) continue;
    // The sort is stable: of equal ranks, the earlier candidate comes first.
    best = [...best, { found, rank: rankOf(found, mood) }].sort((a, b) => b.rank - a.rank).slice(0, count);
  }
  return best.map(({ found }) => found);
}

/** What candidates are ranked by: the fit, less a little if the harmony is unclear, stands still or is in the wrong mode. */
function rankOf({ fit, chords, key, roll }: Composition, { valence }: Mood): number {
  let still = 0;
  for (let bar = 1; bar < chords.length; bar++) {
    const before = chords[bar - 1] ?? [];
    if (chords[bar]?.[0] === before[before.length - 1]) still++;
  }
  const isWrongMode = Math.abs(valence) > NEUTRAL && key.endsWith('m') !== valence < 0;
  const unclear = NO_CHORDS * (1 - rollStatistics([roll]).chordShare);
  return fit - unclear - (STILL * still) / Math.max(1, chords.length - 1) - (isWrongMode ? WRONG_MODE : 0);
}

/** How many candidates there are by default. */
export function defaultCandidates(count: number): number {
  return Math.max(CANDIDATES, CANDIDATES_A_PIECE * count);
}

/** A candidate with everything that is known of it; undefined for silence. */
function composition(
  model: Model,
  options: ComposeOptions & { readonly bars: number },
  candidate: number,
  roll: PianoRoll,
): Composition | undefined {
  const { mood, bars, meter = '4/4', program } = options;
  const expression = options.expression === 'none' ? PLAIN : expressionOf(mood);
  const { tempo, velocity } = expression;
  const song = articulated(playedBy(model, roll, { tempo, velocity, program, meter }), expression);
  const heard = moodOfSong(song);
  if (heard === undefined) return undefined;
  const key = keyFit(pitchClassLengths(song.notes));
  const byModel = meanMood(moodProbabilities(model, roll));
  const fit = 1 - (2 * distance(heard, mood) + distance(byModel, mood)) / (3 * FARTHEST);
  return { candidate, song, roll, key: keyName(key), tempo, chords: chordsOfBars(song, bars, key), mood: heard, fit };
}

function distance(a: Mood, b: Mood): number {
  const [x, y] = [a.valence - b.valence, a.arousal - b.arousal];
  return Math.sqrt(x * x + y * y);
}
