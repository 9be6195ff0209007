/**
 * Argument checks of the public API. Each error names the argument, what was expected and what was given.
 *
 * @module
 */
import { HarmoniumError } from './error.ts';

/** Fails unless `value` is an integer in [low, high]. */
export function checkInteger(name: string, value: number, low: number, high: number): void {
  if (!(Number.isInteger(value) && value >= low && value <= high))
    refuse(name, `a whole number from ${low} to ${high}`, value);
}

/** Fails unless `value` is a finite number in [low, high]. */
export function checkNumber(name: string, value: number, low: number, high: number): void {
  if (!(Number.isFinite(value) && value >= low && value <= high))
    refuse(name, `a number from ${low} to ${high}`, value);
}

/** Applies `check`, one of the two above, to each number that has a range. */
export function checkEach<K extends string>(
  check: typeof checkNumber,
  numbers: Readonly<Record<NoInfer<K>, number>>,
  ranges: Readonly<Record<K, readonly [low: number, high: number]>>,
): void {
  for (const name of Object.keys(ranges) as K[]) {
    const [low, high] = ranges[name];
    check(name, numbers[name], low, high);
  }
}

/** Fails unless `array` has exactly `length` elements. */
export function checkLength(name: string, array: { readonly length: number }, length: number): void {
  if (array.length !== length) throw wrongLength(name, `${length}`, array.length);
}

/** The error with code `length`. */
export function wrongLength(name: string, expected: string, got: number): HarmoniumError {
  return new HarmoniumError('length', `${name} has the wrong length`, { expected, got: `${got}`, option: name });
}

/** Fails with `option-range` unless `value` is one of `choices`. */
export function checkChoice<T extends string | number | boolean>(name: string, value: T, choices: readonly T[]): void {
  if (!choices.includes(value)) refuse(name, choices.join(' or '), value);
}

/** Fails unless `value` is true or false. */
export function checkBoolean(name: string, value: boolean): void {
  checkChoice(name, value, [true, false]);
}

/**
 * Fails unless `value` is a typed array of this kind, from any realm. A Node `Buffer` is a `Uint8Array`. Detached arrays look empty
 * and are refused.
 */
export function checkArray(name: string, value: unknown, kind: 'Uint8Array' | 'Uint32Array' | 'Float32Array'): void {
  if (kindOf(value) !== kind) refuse(name, `a ${kind}`, value);
  const { length, buffer } = value as Uint8Array;
  if (length === 0 && isDetached(buffer)) refuse(name, `a ${kind}`, 'a detached one');
}

/** Fails unless `value` is an array. */
export function checkList(name: string, value: unknown): void {
  if (!Array.isArray(value)) refuse(name, 'an array', value);
}

/** Fails unless `value` is an object; `what` describes the one expected. */
export function checkObject(name: string, value: unknown, what: string): void {
  if (typeof value !== 'object' || value === null) refuse(name, what, value);
}

/**
 * Fails with `model-weights` unless all numbers are finite: a NaN would act like a unit that is never on, and the music would
 * sound plausible.
 */
export function checkFinite(name: string, values: ArrayLike<number>): void {
  for (let k = 0; k < values.length; k++) {
    const value = values[k];
    if (value - value === 0) continue;
    const [expected, got] = ['a finite number', String(value)];
    throw new HarmoniumError('model-weights', `${name}[${k}]`, { expected, got, option: name });
  }
}

/** Throws the error with code `option-range`; values of objects are not printed, only their kind. */
export function refuse(name: string, expected: string, got: unknown): never {
  const spelled = Object(got) === got ? kindOf(got) : String(got);
  throw new HarmoniumError('option-range', name, { expected, got: spelled, option: name });
}

/** `ArrayBuffer.detached` needs ES2024; before, a view of a detached buffer cannot be created. */
function isDetached(buffer: ArrayBufferLike): boolean {
  try {
    return new Uint8Array(buffer).buffer !== buffer;
  } catch {
    return true;
  }
}

/** `Array`, `ArrayBuffer`, `Null`, …: unlike `instanceof` it works across realms, and unlike `String` it never throws. */
export function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}
