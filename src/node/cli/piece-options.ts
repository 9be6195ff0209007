/**
 * What pieces and songs can be told: the options that several commands share.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import type { InParts } from '../../in-parts.ts';
import type { Model } from '../../model/model.ts';
import { BARS, type PieceOptions, pieceInParts } from '../../music/inpaint/piece.ts';
import { INPAINT_RANGES } from '../../music/inpaint/window-chain.ts';
import { parseKey } from '../../music/theory/key-name.ts';
import { parseMeter } from '../../music/theory/meter.ts';
import type { Generated } from '../../music/windows/generate.ts';
import { type Given, integerOption, numberOption, usageError } from './options.ts';

/** Options of `generate` that ask for a piece. */
export const PIECE_OPTIONS = {
  bars: { value: 'N', help: 'a piece of N bars instead of a window (16 with any of the next five)' },
  form: { value: 'LETTERS', help: 'phrases of four bars that return, such as AABA' },
  vary: { value: 'X', help: "share of a phrase's beats that change when it returns, 0-1 (0.0625)" },
  meter: { value: 'N/D', help: '2/4, 3/4, 4/4, 6/8, … (4/4)' },
  key: { value: 'KEY', help: 'C, F#, Bb, Em, … (as the model plays)' },
  density: { value: 'X', help: 'how many notes: 0.5 half as many, 2 twice as many (1)' },
} as const;

/** Options of `generate` that shape a piece too. */
interface Shared {
  readonly seed?: string;
  readonly gibbs?: string;
  readonly temperature?: string;
  readonly from?: string;
  readonly decode?: string;
}

/** What piece is asked for; undefined when none of its options was given. */
export function pieceChoices(given: Given<typeof PIECE_OPTIONS> & Shared): PieceOptions | undefined {
  const { form, vary, meter, key, density } = given;
  if (Object.keys(PIECE_OPTIONS).every((name) => given[name as keyof typeof PIECE_OPTIONS] === undefined)) {
    return undefined;
  }
  for (const name of ['from', 'decode'] as const) {
    if (given[name] !== undefined) throw usageError(`--${name} has no place in a piece: it is for windows`, name);
  }
  if (form !== undefined && !/^[A-Za-z]{1,64}$/.test(form)) {
    throw wrong('form', 'letters such as AABA, one for each phrase', form);
  }
  if (vary !== undefined && form === undefined) throw usageError('--vary needs --form: phrases that return', 'vary');
  if (meter !== undefined) spelled('meter', () => parseMeter(meter));
  return {
    seed: given.seed ?? '1',
    gibbs: integerOption('gibbs', given.gibbs, ...INPAINT_RANGES.gibbs),
    temperature: numberOption('temperature', given.temperature, ...INPAINT_RANGES.temperature),
    bars: integerOption('bars', given.bars, 1, 4096) ?? BARS,
    form,
    vary: numberOption('vary', vary, 0, 1),
    meter,
    key: keyOption(key),
    density: numberOption('density', density, ...INPAINT_RANGES.density),
  };
}

/** Pieces 0, 1, 2, … of what is asked for, each in parts. */
export function* piecesOf(
  model: Model,
  asked: PieceOptions,
  count: number,
): Generator<InParts<Generated>, void, undefined> {
  for (let index = 0; index < count; index++) yield pieceOf(model, { ...asked, index }, index);
}

function* pieceOf(model: Model, asked: PieceOptions, chain: number): InParts<Generated> {
  return { chain, roll: yield* pieceInParts(model, asked) };
}

/** The key an option was given, checked. */
export function keyOption(key: string | undefined): string | undefined {
  if (key !== undefined) spelled('key', () => parseKey(key));
  return key;
}

/** Does `work`; what is wrong with an option comes out with the option as it is typed. */
function spelled(name: string, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof HarmoniumError)) throw error;
    const { expected = '', got = '' } = error;
    throw new HarmoniumError(error.code, `--${name}`, { expected, got, option: name });
  }
}

function wrong(name: string, expected: string, got: string): HarmoniumError {
  return new HarmoniumError('option-range', `--${name}`, { expected, got: `'${got}'`, option: name });
}
