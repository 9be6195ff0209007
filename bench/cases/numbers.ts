/**
 * Random numbers and functions, in hundreds of thousands: divide by that for one.
 *
 * @module
 */
import { exp } from '#internal/math/functions/exp';
import { sigmoid } from '#internal/math/functions/sigmoid';
import { fillUniforms, PURPOSE, streamKey } from '#internal/math/random/random';
import { seedState } from '#internal/math/random/seed-state';
import { timed } from '../alternate.ts';
import { hash } from '../ours.ts';
import { OURS } from '../report.ts';
import type { BenchCase } from './bench-case.ts';

const COUNT = 100_000;

/** Draws, exp and sigmoid, with the engine's own functions to compare. */
export function numberCases(): BenchCase[] {
  const inputs = Float64Array.from({ length: COUNT }, (_, n) => (40 * n) / COUNT - 20);
  const outputs = new Float64Array(COUNT);
  const words = new Uint32Array(COUNT);
  const key = new Uint32Array(2);
  const seed = seedState('bench');
  const draw = (): void => {
    streamKey(key, seed, PURPOSE.chain, 0, 0);
    fillUniforms(words, key);
  };
  const map = (f: (x: number) => number): (() => void) => {
    return () => {
      for (let n = 0; n < COUNT; n++) outputs[n] = f(inputs[n]);
    };
  };
  return [
    single('random 100k draws', draw, words),
    single('exp 100k', map(exp), outputs),
    single('sigmoid 100k', map(sigmoid), outputs),
  ];
}

/** A case of ours alone. */
function single(name: string, step: () => void, output: Float64Array | Uint32Array): BenchCase {
  const checksum = (): number => {
    step();
    return hash(output);
  };
  return { name, contestants: () => [{ implementation: OURS, run: timed(step), checksum }] };
}
