/**
 * Options for pieces and for single windows, and the checks that several commands share.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import { checkForm, PHRASE_BARS } from '../../music/inpaint/form.ts';
import { INPAINT_RANGES } from '../../music/inpaint/inpaint-ranges.ts';
import type { PieceOptions } from '../../music/inpaint/piece.ts';
import { parseKey } from '../../music/theory/key-name.ts';
import { parseMeter } from '../../music/theory/meter.ts';
import { type Given, integerOption, numberOption, usageError } from './options.ts';

/** Bars in a piece by default: short enough to judge ten of them in a minute or two. */
const DEFAULT_BARS = 8;

type ValueOption = { readonly value: string; readonly help: string };

/** Options of `generate` for pieces. */
export const PIECE_OPTIONS: Readonly<Record<'bars' | 'form' | 'vary' | 'meter' | 'key' | 'density', ValueOption>> = {
  bars: {
    value: 'N',
    help: `bars in each piece (${DEFAULT_BARS}; ${PHRASE_BARS} a letter with --form); 1: single windows`,
  },
  form: {
    value: 'LETTERS',
    help: `a letter for each phrase of ${PHRASE_BARS} bars, such as AABA: phrases with the same letter are alike`,
  },
  vary: { value: 'X', help: "share of a phrase's beats that change when it returns, 0-1 (0.0625)" },
  meter: { value: 'N/D', help: '2/4, 3/4, 4/4, 6/8, … (4/4)' },
  key: { value: 'KEY', help: 'C, F#, Bb, Em, … (as the model plays)' },
  density: { value: 'X', help: 'how many notes: 0.5 half as many, 2 twice as many (1)' },
};

/** Options of every command that writes several pieces: how they are sampled, played, and shown. */
export const WRITING_OPTIONS = {
  seed: { value: 'TEXT', help: 'any text; the same seed gives the same bytes (1)' },
  temperature: { value: 'X', help: 'below 1 more predictable, above 1 more varied (1)' },
  program: { value: 'P', help: 'General MIDI program, 0-127 (0: piano)' },
  wav: { help: 'write each piece as a WAV file too, beside its MIDI file' },
  voice: { value: 'FILE', help: 'with --wav: a learnt voice in place of the instruments; bundled is a piano' },
  picture: { value: 'FILE', help: 'draw the piano rolls as SVG' },
  json: { help: 'print one JSON object and no progress' },
} as const;

/** Options of `generate` for single windows. */
export const WINDOW_OPTIONS = {
  from: {
    value: 'START',
    help: "windows only: zeros, noise, chains (the training's last states) or a MIDI file (chains; noise without them)",
  },
  decode: {
    value: 'HOW',
    help: 'windows only: likeliest notes of the last step; voices: as many per step as in the music; sample: as drawn',
  },
} as const;

/** `pieces` of several bars, or single `windows` as the model learnt them. */
export type MusicKind = 'pieces' | 'windows';

type PieceGiven = Given<typeof PIECE_OPTIONS>;

/**
 * What the options ask for; undefined if they leave it to the model.
 *
 * @throws {HarmoniumError} `usage` if an option for windows meets one for pieces; `option-range` for `--bars`
 */
export function askedKind(given: PieceGiven & Given<typeof WINDOW_OPTIONS>): MusicKind | undefined {
  const bars = integerOption('bars', given.bars, ...INPAINT_RANGES.bars);
  const forPieces = (['form', 'vary', 'meter', 'key', 'density'] as const).find((name) => given[name] !== undefined);
  const forWindows = (['from', 'decode'] as const).find((name) => given[name] !== undefined);
  if (bars === 1 && forPieces !== undefined) {
    throw usageError(`--${forPieces} is for pieces: it cannot be used with --bars 1`, forPieces);
  }
  if (forWindows !== undefined) {
    const other = bars !== undefined && bars > 1 ? `bars ${bars}` : forPieces;
    if (other === undefined) return 'windows';
    throw usageError(`--${forWindows} is for single windows (--bars 1): it cannot be used with --${other}`, forWindows);
  }
  if (bars === 1) return 'windows';
  return bars === undefined && forPieces === undefined ? undefined : 'pieces';
}

/** The options of a piece, checked. */
export function pieceChoices(
  given: PieceGiven & { readonly seed?: string; readonly gibbs?: string; readonly temperature?: string },
): PieceOptions {
  const { form, vary, meter, key, density } = given;
  if (form !== undefined) checkText('form', () => checkForm(form, 0));
  if (vary !== undefined && form === undefined) throw usageError('--vary needs --form', 'vary');
  if (meter !== undefined) checkText('meter', () => parseMeter(meter));
  return {
    seed: given.seed ?? '1',
    gibbs: integerOption('gibbs', given.gibbs, ...INPAINT_RANGES.gibbs),
    temperature: numberOption('temperature', given.temperature, ...INPAINT_RANGES.temperature),
    bars:
      integerOption('bars', given.bars, ...INPAINT_RANGES.bars) ??
      (form === undefined ? DEFAULT_BARS : PHRASE_BARS * form.length),
    form,
    vary: numberOption('vary', vary, ...INPAINT_RANGES.vary),
    meter,
    key: keyOption(key),
    density: numberOption('density', density, ...INPAINT_RANGES.density),
  };
}

/** The value of `--key`, checked. */
export function keyOption(key: string | undefined): string | undefined {
  if (key !== undefined) checkText('key', () => parseKey(key));
  return key;
}

/** Runs a parser of the library; its error names the option as it is typed. */
function checkText(name: string, parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    if (!(error instanceof HarmoniumError)) throw error;
    const { expected = '', got = '' } = error;
    throw new HarmoniumError(error.code, `--${name}`, { expected, got, option: name });
  }
}
