/**
 * A piece of any length.
 *
 * @module
 */
import { checkInteger, refuse } from '../../check.ts';
import { asPart, atOnce, type InParts } from '../../in-parts.ts';
import { checkModel } from '../../model/check-model.ts';
import type { Model } from '../../model/model.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { sliceRoll } from '../../roll/window-roll.ts';
import { inKey } from '../theory/key-name.ts';
import { parseMeter, stepsPerBar } from '../theory/meter.ts';
import { checkForm, PHRASE_BARS, phrasesOf, variedBeats } from './form.ts';
import { INPAINT_RANGES } from './inpaint-ranges.ts';
import { createMaskedRoll, type MaskedRoll, setObserved, toPianoRoll } from './masked-roll.ts';
import { sampleSteps } from './sample-windows.ts';
import { createWindowSampler, type InpaintOptions, type WindowSampler } from './window-chain.ts';

/** Options of {@link piece}. */
export interface PieceOptions extends InpaintOptions {
  /** Length in bars, 1–4,096. Default 16. */
  readonly bars?: number | undefined;
  /** Number of the piece, 0–2³²−1: a seed gives many pieces. Default 0. */
  readonly index?: number | undefined;
  /** Time signature such as `3/4` or `6/8`. Default `4/4`. */
  readonly meter?: string | undefined;
  /** Key such as `C`, `F#`, `Bb` or `Em`. Default: the model's own. */
  readonly key?: string | undefined;
  /** A letter for each phrase of four bars, such as `AABA`; repeated as needed. Equal letters are the same phrase. */
  readonly form?: string | undefined;
  /** Share of a phrase's beats that are resampled when it returns, 0–1. Default 0.0625. */
  readonly vary?: number | undefined;
}

/**
 * Default share of a returning phrase that changes: one beat of the sixteen in 4/4. Bars are then about as similar as in held-out
 * pop songs, by the overlap of their held cells at lags of 1, 2, 4 and 8 bars: .31 .41 .70 .64 in the songs, .33 .34 .63 .65 in
 * 24 pieces of 64 bars of the form AABA, and .33 .34 .61 .63 with two beats.
 */
const VARY = 0.0625;

/** Default length of a piece, in bars. */
const BARS = 16;
const METER = '4/4';

/** Maximum length of a piece: 4,096 bars of 4/4 in 64ths. A step takes four bytes for each pitch. */
const MOST_PIECE_STEPS = 262_144;

/**
 * Writes a piece of any length, window after window: each is sampled with the music before it clamped. The same options give
 * the same piece, and a longer piece begins with the bars of the shorter one.
 *
 * @returns a roll of `bars` bars on the model's grid
 * @throws {HarmoniumError} `option-range`; `length` for a model whose arrays do not match its sizes
 */
export function piece(model: Model, options: PieceOptions = {}): PianoRoll {
  return atOnce(pieceInParts(model, options));
}

/**
 * {@link piece} in parts: it yields after each Gibbs step.
 *
 * @throws {HarmoniumError} as {@link piece}, on the first call of `next`
 */
export function* pieceInParts(model: Model, options: PieceOptions = {}): InParts<PianoRoll> {
  checkModel(model);
  checkPiece(model, options);
  return yield* writePiece(createWindowSampler(model, options, options.index), options);
}

/**
 * Checks the length and the form of a piece.
 *
 * @throws {HarmoniumError} `option-range`
 */
export function checkPiece(
  model: Model,
  { bars = BARS, index = 0, meter = METER, form, vary = VARY }: PieceOptions,
): void {
  checkInteger('bars', bars, ...INPAINT_RANGES.bars);
  checkInteger('index', index, 0, 4294967295);
  if (form !== undefined) checkForm(form, vary);
  const bar = stepsPerBar(parseMeter(meter), model.grid);
  if (bars * bar > MOST_PIECE_STEPS) refuse('bars', `at most ${Math.floor(MOST_PIECE_STEPS / bar)} in ${meter}`, bars);
}

/** Writes a piece with checked options; yields after each Gibbs step. */
export function* writePiece(sampler: WindowSampler, options: PieceOptions): InParts<PianoRoll> {
  const { bars = BARS, meter = METER, form, vary = VARY } = options;
  const { model } = sampler;
  const bar = stepsPerBar(parseMeter(meter), model.grid);
  const steps = bars * bar;
  // One window longer than needed: cells beyond the end are clamped silent, and no window may notice.
  const masked = createMaskedRoll(model, steps + model.steps);
  if (form === undefined) yield* samplePhrase(sampler, masked, 0, steps);
  else yield* samplePhrases(sampler, masked, phrasesOf(form, Math.ceil(bars / PHRASE_BARS)), bar * PHRASE_BARS, vary);
  return inKey(model, sliceRoll(toPianoRoll(masked, model), 0, steps), options.key);
}

/** Samples new phrases; copies those that return and resamples some of their beats. */
function* samplePhrases(
  sampler: WindowSampler,
  masked: MaskedRoll,
  phrases: readonly number[],
  length: number,
  vary: number,
): InParts<void> {
  const { width, on } = masked;
  const { grid } = sampler.model;
  for (const [phrase, first] of phrases.entries()) {
    const from = phrase * length;
    const to = Math.min(masked.steps, from + length);
    if (first !== phrase) {
      on.copyWithin(from * width, first * length * width, (first * length + to - from) * width);
      setObserved(masked, from, to, 1);
      for (const beat of variedBeats(Math.ceil(length / grid), vary, sampler.seed, phrase)) {
        setObserved(masked, from + beat * grid, Math.min(to, from + (beat + 1) * grid), 0);
      }
    }
    yield* samplePhrase(sampler, masked, from, to);
  }
}

/** Samples the steps [from, to); yields the share of the roll that is done. */
function* samplePhrase(sampler: WindowSampler, masked: MaskedRoll, from: number, to: number): InParts<void> {
  yield* asPart(sampleSteps(sampler, masked, from, to), from / masked.steps, to / masked.steps);
}
