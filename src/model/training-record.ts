/**
 * How a model was trained: a typed record, and the texts in which a model file keeps it.
 *
 * | value | text |
 * |---|---|
 * | number | a decimal of at most fifteen digits: `40`, `0.0001`, `-0.5` |
 * | boolean | `true` or `false`; `sustain` is `yes` or missing |
 * | counts, thresholds | numbers with a space between two |
 *
 * A field has the name of its key, but `polyphony` has the key `voices`. Reading: `parse-training.ts`.
 *
 * @module
 */
import { shortDecimal } from '../math/text/decimal.ts';
import type { TrainingOptions } from '../rbm/training/training-options.ts';

/** The same fields, each of which may be missing. */
type Optional<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** How a model was trained. Every field may be missing: a model need not come from a training of this program. */
export interface TrainingRecord extends Optional<Omit<TrainingOptions, 'seed'>> {
  /** The preset also decides how the model generates and plays: `music/training/preset-defaults`. */
  readonly preset?: 'default' | 'article' | undefined;
  /** As text, whatever it was given as. */
  readonly seed?: string | undefined;
  /** The program that wrote the model, with its version: `harmonium 0.1.0`. */
  readonly writer?: string | undefined;
  /** Which fifth of the songs was held out to evaluate by, 0–2³² − 1: `music/evaluate/split-songs`. */
  readonly split?: number | undefined;
  /** Whether notes last as long as the pedal holds them. */
  readonly sustain?: boolean | undefined;
  /** shape [12]: how many songs have the major scale on C, C sharp, … */
  readonly keys?: readonly number[] | undefined;
  /** How many steps of the training windows hold 0, 1, 2, … notes; at most 128 counts. */
  readonly polyphony?: readonly number[] | undefined;

  /** Steps from one window to the next. */
  readonly stride?: number | undefined;
  /** Mean of the weights at the start. */
  readonly weightMean?: number | undefined;
  /** Standard deviation of the weights at the start. */
  readonly weightDeviation?: number | undefined;
  /** Whether visible biases started from how often each unit is on. */
  readonly dataBiases?: boolean | undefined;
  /** Share of the songs that was held out, or the first window of each. */
  readonly heldOut?: number | 'first-windows' | undefined;
  /** How songs were transposed. */
  readonly transpose?: 'none' | 'to-c' | 'all-keys' | undefined;
  /** How songs were cut into windows. */
  readonly windows?: 'all' | 'article' | undefined;

  /** Mood units, an equal number for each axis that has thresholds: see `mood/mood-code`. The four fields come together. */
  readonly moodUnits?: number | undefined;
  /** The thresholds of valence that the mood units stand for. */
  readonly valenceThresholds?: readonly number[] | undefined;
  /** The thresholds of arousal. */
  readonly arousalThresholds?: readonly number[] | undefined;
  /**
   * shape [valence levels, arousal levels], one more than thresholds each: how many training windows exceed so many thresholds of
   * either axis
   */
  readonly moodCounts?: readonly number[] | undefined;

  /** Completed epochs. */
  readonly learntEpochs?: number | undefined;
  /** Windows that were learnt. */
  readonly learntWindows?: number | undefined;
  /** Windows that were held out. */
  readonly heldOutWindows?: number | undefined;
  /** Bits a window after the last epoch, to three decimals. */
  readonly reconstructionError?: number | undefined;
  /** Nats after the last epoch, to three decimals. */
  readonly freeEnergyGap?: number | undefined;

  /** Texts of other keys, and of keys above whose text is not of the field's type: kept, written again, and not used. */
  readonly other?: Readonly<Record<string, string>> | undefined;
}

/** What a field may be. */
export type TrainingValue = string | number | boolean | readonly number[];

/** The texts of a record by their keys, in an object without a prototype: any text is safe as a key. */
export function trainingTexts({ other, polyphony, sustain, ...fields }: TrainingRecord): Record<string, string> {
  const texts: Record<string, string> = Object.assign(Object.create(null), other);
  const known = { ...fields, voices: polyphony, sustain: sustain ? 'yes' : undefined };
  for (const [key, value] of Object.entries(known)) if (value !== undefined) texts[key] = textOf(value);
  return texts;
}

/** The text of an option or of a figure. */
export function textOf(value: TrainingValue): string {
  if (typeof value === 'number') return shortDecimal(value);
  return Array.isArray(value) ? value.join(' ') : String(value);
}
