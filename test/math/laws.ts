/**
 * What any list of good 32-bit random numbers obeys. Each law gives its deviation in standard errors.
 *
 * @module
 */

/** χ² of the 256 values of byte `place` (0 is the lowest) against equal shares, as a normal deviate. */
function byteDeviation(numbers: Uint32Array, place: number): number {
  const counts = byteCounts(numbers, place);
  const share = numbers.length / 256;
  let chiSquare = 0;
  for (const count of counts) chiSquare += ((count - share) * (count - share)) / share;
  // Wilson and Hilferty: the cube root of χ²/df is nearly normal.
  const spread = 2 / (9 * 255);
  return (Math.cbrt(chiSquare / 255) - (1 - spread)) / Math.sqrt(spread);
}

/** Correlation of two equally long lists. */
export function correlationDeviation(a: Uint32Array, b: Uint32Array): number {
  // A uniform number on 0–2³² has mean 2³¹ and variance 2⁶⁴/12.
  let sum = 0;
  for (let n = 0; n < a.length; n++) sum += (a[n] / 2 ** 32 - 0.5) * (b[n] / 2 ** 32 - 0.5);
  return (sum * 12) / Math.sqrt(a.length);
}

/** Correlation of a list with itself `lag` places on. */
function serialDeviation(numbers: Uint32Array, lag: number): number {
  return correlationDeviation(numbers.subarray(lag), numbers.subarray(0, numbers.length - lag));
}

/** The largest deviation, over the 32 bits, of the share of ones from a half. */
function bitDeviation(numbers: Uint32Array): number {
  const ones = new Float64Array(32);
  for (let place = 0; place < 4; place++) {
    byteCounts(numbers, place).forEach((count, value) => {
      for (let bit = 0; bit < 8; bit++) ones[8 * place + bit] += count * ((value >>> bit) & 1);
    });
  }
  const half = numbers.length / 2;
  return Math.max(...ones.map((count) => Math.abs(count - half) / Math.sqrt(half / 2)));
}

/** How often byte `place` has each of its 256 values. */
function byteCounts(numbers: Uint32Array, place: number): Float64Array {
  const counts = new Float64Array(256);
  for (let n = 0; n < numbers.length; n++) counts[(numbers[n] >>> (8 * place)) & 255]++;
  return counts;
}

/** The largest deviation, over the 32 bits, of how often two lists agree in it. */
export function agreementDeviation(a: Uint32Array, b: Uint32Array): number {
  return bitDeviation(a.map((number, n) => number ^ b[n]));
}

/** All of the laws for one list, each with its name. */
export function deviations(numbers: Uint32Array): Record<string, number> {
  return {
    'byte 0': byteDeviation(numbers, 0),
    'byte 1': byteDeviation(numbers, 1),
    'byte 2': byteDeviation(numbers, 2),
    'byte 3': byteDeviation(numbers, 3),
    bits: bitDeviation(numbers),
    'lag 1': serialDeviation(numbers, 1),
    'lag 2': serialDeviation(numbers, 2),
    'lag 7': serialDeviation(numbers, 7),
    'bits at lag 1': agreementDeviation(numbers.subarray(1), numbers.subarray(0, numbers.length - 1)),
  };
}
