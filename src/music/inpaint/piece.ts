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
import { DRAW_RANGES } from './draw-ranges.ts';
import { drawOn } from './draw-windows.ts';
import { checkForm, PHRASE_BARS, phrasesOf, variedBeats } from './form.ts';
import { blankSheet, giveSteps, type Sheet, sheetRoll } from './masked-roll.ts';
import { createDraw, type Draw, type DrawOptions } from './window-chain.ts';

/** What piece to write. What is undefined is as stated. */
export interface PieceOptions extends DrawOptions {
  /** How long, 1–4,096; 16 unless given. */
  readonly bars?: number | undefined;
  /** Which piece of the seed's, 0–2³²−1; 0 unless given. */
  readonly index?: number | undefined;
  /** `2/4`, `3/4`, `4/4`, `6/8` and the like; `4/4` unless given. */
  readonly meter?: string | undefined;
  /** `C`, `F#`, `Bb`, `Em`, … As the model plays unless given. */
  readonly key?: string | undefined;
  /** Letters for phrases of four bars, over again when they end: with `AABA` the first phrase returns. */
  readonly form?: string | undefined;
  /** The share of a phrase's beats that are found anew when it returns, 0–1; {@link VARY} unless given. */
  readonly vary?: number | undefined;
}

/**
 * How much a phrase changes when it returns, unless told otherwise: a beat of the sixteen in 4/4. As alike as the bars of
 * held-out pop songs, by the overlap of their held cells at lags of 1, 2, 4 and 8 bars: .31 .41 .70 .64 there, .33 .34 .63 .65 in
 * 24 pieces of 64 bars of the form AABA, and .33 .34 .61 .63 with two beats.
 */
export const VARY = 0.0625;

/** The length of a piece unless told otherwise, in bars. */
export const BARS = 16;

/** The most steps of a piece: 4,096 bars of 4/4 in 64ths. Each takes a byte for every pitch, four times over. */
const MOST_PIECE_STEPS = 262_144;

/**
 * Writes a piece: windows laid one after another, each clamped to the end of the one before it. The same options give the
 * same piece, and the first bars of a longer one are those of a shorter one.
 *
 * @throws {HarmoniumError} `option-range`; `length` for a model whose parts do not fit together
 */
export function piece(model: Model, options: PieceOptions = {}): PianoRoll {
  return atOnce(pieceInParts(model, options));
}

/**
 * {@link piece} in parts: it yields after each window.
 *
 * @throws {HarmoniumError} as {@link piece}, when the first part is asked for
 */
export function* pieceInParts(model: Model, options: PieceOptions = {}): InParts<PianoRoll> {
  checkModel(model);
  const { bars = BARS, index = 0, meter = '4/4', form, vary = VARY } = options;
  checkInteger('bars', bars, ...DRAW_RANGES.bars);
  checkInteger('index', index, 0, 4294967295);
  if (form !== undefined) checkForm(form, vary);
  const bar = stepsPerBar(parseMeter(meter), model.grid);
  const steps = bars * bar;
  if (steps > MOST_PIECE_STEPS) refuse('bars', `at most ${Math.floor(MOST_PIECE_STEPS / bar)} in ${meter}`, bars);
  const draw = createDraw(model, options, index);
  // A window more than needed: no window sees an end before it is there.
  const sheet = blankSheet(model, steps + model.steps);
  if (form === undefined) yield* drawPhrase(draw, sheet, 0, steps);
  else yield* drawPhrases(draw, sheet, phrasesOf(form, Math.ceil(bars / PHRASE_BARS)), bar * PHRASE_BARS, vary);
  return inKey(model, sliceRoll(sheetRoll(sheet, model), 0, steps), options.key);
}

/** Phrase after phrase: a new one is found, one that returns is copied and some of its beats are found anew. */
function* drawPhrases(
  draw: Draw,
  sheet: Sheet,
  phrases: readonly number[],
  length: number,
  vary: number,
): InParts<void> {
  const { width, on } = sheet;
  const { grid } = draw.model;
  for (const [phrase, first] of phrases.entries()) {
    const from = phrase * length;
    const to = Math.min(sheet.steps, from + length);
    if (first !== phrase) {
      on.copyWithin(from * width, first * length * width, (first * length + to - from) * width);
      giveSteps(sheet, from, to, 1);
      for (const beat of variedBeats(Math.ceil(length / grid), vary, draw.seed, phrase)) {
        giveSteps(sheet, from + beat * grid, Math.min(to, from + (beat + 1) * grid), 0);
      }
    }
    yield* drawPhrase(draw, sheet, from, to);
  }
}

/** Finds steps of a sheet; yields what share of it is found. */
function* drawPhrase(draw: Draw, sheet: Sheet, from: number, to: number): InParts<void> {
  yield* asPart(drawOn(draw, sheet, from, to), from / sheet.steps, to / sheet.steps);
}
