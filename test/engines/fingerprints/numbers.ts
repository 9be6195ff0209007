/**
 * Fingerprints of the numbers that everything is made of: a hundred thousand of each kind.
 *
 * @module
 */

import { powerOfTwo } from '../../../src/math/bits/float-bits.ts';
import { exp } from '../../../src/math/functions/exp.ts';
import { log } from '../../../src/math/functions/log.ts';
import { sigmoid } from '../../../src/math/functions/sigmoid.ts';
import { fillUniforms, PURPOSE, randomWord, streamKey } from '../../../src/math/random/random.ts';
import { seedState } from '../../../src/math/random/seed-state.ts';
import { sampleInputs } from '../../../src/rbm/kernels/sample-inputs.ts';
import { logitBounds } from '../../../src/rbm/packed/logit-bounds.ts';
import { ofNumbers } from './digest.ts';

const COUNT = 100_000;

/** `exp`, `log`, `sigmoid`, `draws`, `decisions`. */
export function numberFingerprints(): Record<string, string> {
  return {
    // Every size of result, from 0 over the subnormals to Infinity; every second one where music needs it.
    exp: ofNumbers(values((n) => exp(n % 2 === 0 ? 760 * spread(n) : 20 * spread(n)))),
    // Every exponent, the subnormals too.
    log: ofNumbers(
      values((n) => log((1 + randomWord(1, 2, n) / 4294967296) * powerOfTwo((n % 2046) - 1022) * tiny(n))),
    ),
    sigmoid: ofNumbers(values((n) => sigmoid(n % 2 === 0 ? 750 * spread(n) : 20 * spread(n)))),
    draws: ofNumbers(draws()),
    decisions: ofNumbers(decisions()),
  };
}

function values(of: (n: number) => number): Float64Array {
  const out = new Float64Array(COUNT);
  for (let n = 0; n < COUNT; n++) out[n] = of(n);
  return out;
}

/** A number between −1 and 1, on a grid of 2⁻³¹. */
function spread(n: number): number {
  return randomWord(3, 4, n) / 2147483648 - 1;
}

/** Takes some of the smallest normal numbers below the normal ones. */
function tiny(n: number): number {
  return n % 2046 < 40 ? 1 / 4194304 : 1;
}

/** A hundred streams of a thousand uniform numbers. */
function draws(): Uint32Array {
  const out = new Uint32Array(COUNT);
  const key = new Uint32Array(2);
  for (let stream = 0; stream < 100; stream++) {
    streamKey(key, seedState(`draws ${stream}`), PURPOSE.chain, 4294967295 - stream, 7 * stream);
    fillUniforms(out.subarray(stream * 1000, (stream + 1) * 1000), key);
  }
  return out;
}

/** Which of a hundred thousand units fire, at ten temperatures. */
function decisions(): Uint32Array {
  const out = new Uint32Array(COUNT);
  const input = new Float64Array(COUNT / 10);
  let at = 0;
  for (let tenth = 1; tenth <= 10; tenth++) {
    for (let n = 0; n < input.length; n++) input[n] = 10 * spread(tenth * input.length + n);
    const temperature = tenth / 5;
    at += sampleInputs(out.subarray(at), input, logitBounds(temperature), temperature, tenth, ~tenth);
  }
  return out;
}
