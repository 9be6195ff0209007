import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DenseKernels, plainDense } from '../../src/dense/dense-kernels.ts';
import { denseInstance } from '../lanes/dense-instance.ts';
import { bitsOfFloats, floats, KINDS, type Kind } from './values.ts';

const lanes = denseInstance();

/** 1 to 67, and some beyond two blocks. */
const size = fc.oneof(
  fc.integer({ min: 0, max: 67 }),
  fc.constantFrom(8, 16, 31, 32, 33, 63, 64, 65, 127, 128, 129, 150),
);
const seed = fc.integer();
const kind = fc.constantFrom(...KINDS);

/** What memory outside the arrays holds. */
const FILLER = 0xa5;

/** Runs a kernel plainly and in lanes on arrays of these lengths: what differs, bit by bit, and what else has changed in memory. */
function difference(
  lengths: readonly number[],
  from: number,
  of: Kind,
  call: (kernels: DenseKernels, arrays: Float32Array[]) => unknown,
): string {
  const { kernels, memory, clear, place } = lanes!;
  const plain = lengths.map((length, n) => floats(length, from + n, of));
  const bytes = new Uint8Array(memory.buffer);
  clear();
  bytes.fill(FILLER, 0, 4096 + 4 * lengths.reduce((sum, length) => sum + length, 0));
  const placed = plain.map(place);
  const [result, again] = [call(plainDense, plain), call(kernels, placed)];
  if (!Object.is(again, result)) return `result ${String(again)}, not ${String(result)}`;
  let at = 0;
  for (const [n, array] of placed.entries()) {
    const k = firstDifference(bitsOfFloats(array), bitsOfFloats(plain[n]));
    if (k >= 0) return `array ${n}, element ${k}: ${array[k]}, not ${plain[n][k]}`;
    if (bytes.subarray(at, array.byteOffset).some((byte) => byte !== FILLER)) return `memory before array ${n}`;
    at = array.byteOffset + array.byteLength;
  }
  return bytes.subarray(at, at + 512).some((byte) => byte !== FILLER) ? 'memory behind the last array' : '';
}

/** The first place where two arrays differ, or −1: quicker than what `toEqual` does. */
function firstDifference(a: Uint32Array, b: Uint32Array): number {
  if (a.length !== b.length) return Math.min(a.length, b.length);
  return a.findIndex((value, k) => value !== b[k]);
}

describe.skipIf(lanes === undefined)('lanes have the bits of plain TypeScript', () => {
  it('addProduct', () => {
    fc.assert(
      fc.property(size, size, size, seed, kind, (rows, inputs, outputs, from, of) => {
        expect(
          difference([rows * outputs, rows * inputs, inputs * outputs], from, of, (k, [out, x, w]) =>
            k.addProduct(out, x, w, rows, inputs, outputs),
          ),
        ).toBe('');
      }),
      { numRuns: 300 },
    );
  });

  it('addProduct, for every number of rows and outputs up to 67', () => {
    for (let n = 1; n <= 67; n++) {
      for (const rows of [1, 2, 3, 4, 7]) {
        expect(
          difference([rows * n, rows * 65, 65 * n], n, 'ordinary', (k, [out, x, w]) =>
            k.addProduct(out, x, w, rows, 65, n),
          ),
        ).toBe('');
      }
      expect(difference([n * 9, n * 3, 3 * 9], n, 'wide', (k, [out, x, w]) => k.addProduct(out, x, w, n, 3, 9))).toBe(
        '',
      );
    }
  });

  it('addOuterProducts', () => {
    fc.assert(
      fc.property(size, size, size, seed, kind, (rows, inputs, outputs, from, of) => {
        expect(
          difference([inputs * outputs, rows * inputs, rows * outputs], from, of, (k, [dw, x, dy]) =>
            k.addOuterProducts(dw, x, dy, rows, inputs, outputs),
          ),
        ).toBe('');
      }),
      { numRuns: 300 },
    );
  });

  it('addColumnSums', () => {
    fc.assert(
      fc.property(size, size, seed, kind, (rows, columns, from, of) => {
        expect(
          difference([columns, rows * columns], from, of, (k, [out, x]) => k.addColumnSums(out, x, rows, columns)),
        ).toBe('');
      }),
    );
  });

  it('transpose', () => {
    fc.assert(
      fc.property(size, size, seed, kind, (rows, columns, from, of) => {
        expect(
          difference([rows * columns, rows * columns], from, of, (k, [out, x]) => k.transpose(out, x, rows, columns)),
        ).toBe('');
      }),
    );
  });

  it('tanhValues and sigmoidValues', () => {
    fc.assert(
      fc.property(size, seed, kind, (count, from, of) => {
        expect(difference([count, count], from, of, (k, [out, x]) => k.tanhValues(out, x, count))).toBe('');
        expect(difference([count, count], from, of, (k, [out, x]) => k.sigmoidValues(out, x, count))).toBe('');
        expect(difference([count], from, of, (k, [x]) => k.tanhValues(x, x, count))).toBe('');
      }),
      { numRuns: 200 },
    );
  });

  it('tanhValues and sigmoidValues, at every 65,537th float32 number', () => {
    const patterns = Uint32Array.from({ length: 65536 }, (_, n) => n * 65537);
    const x = new Float32Array(patterns.buffer);
    for (const name of ['tanhValues', 'sigmoidValues'] as const) {
      const plain = new Float32Array(65536);
      plainDense[name](plain, x, 65536);
      lanes?.clear();
      const placed = lanes!.place(x);
      lanes!.kernels[name](placed, placed, 65536);
      expect(firstDifference(bitsOfFloats(placed), bitsOfFloats(plain))).toBe(-1);
    }
  });

  it('tanhGradient and sigmoidGradient', () => {
    fc.assert(
      fc.property(size, seed, kind, (count, from, of) => {
        expect(difference([count, count, count], from, of, (k, [dx, dy, y]) => k.tanhGradient(dx, dy, y, count))).toBe(
          '',
        );
        expect(
          difference([count, count, count], from, of, (k, [dx, dy, y]) => k.sigmoidGradient(dx, dy, y, count)),
        ).toBe('');
      }),
    );
  });

  it('multiply, addMultiplied and scale', () => {
    fc.assert(
      fc.property(size, seed, kind, fc.double(), (count, from, of, factor) => {
        expect(difference([count, count, count], from, of, (k, [out, a, b]) => k.multiply(out, a, b, count))).toBe('');
        expect(difference([count, count, count], from, of, (k, [out, a, b]) => k.addMultiplied(out, a, b, count))).toBe(
          '',
        );
        expect(difference([count], from, of, (k, [x]) => k.scale(x, factor, count))).toBe('');
      }),
    );
  });

  it('sumOfSquares', () => {
    fc.assert(
      fc.property(size, seed, kind, (count, from, of) => {
        expect(difference([count], from, of, (k, [x]) => k.sumOfSquares(x, count))).toBe('');
      }),
    );
  });

  it('stepGatedStack, step after step', () => {
    const { kernels, clear, place } = lanes!;
    const channels = fc.integer({ min: 1, max: 16 }).map((n) => 4 * n);
    const dilations = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(channels, dilations, seed, fc.constantFrom('ordinary', 'wide'), (width, steps, from, of) => {
        clear();
        const layers = steps.length;
        const rows = steps.reduce((sum, step) => sum + step, 0);
        const lengths = [width, width, rows * width, 2 * layers * width, (6 * layers - 1) * width * width, width];
        const plain = lengths.map((length, n) => floats(length, from + n, of as Kind));
        const laned = plain.map(place);
        const whole = (values: readonly number[]): Uint32Array => {
          const floats32 = place(new Float32Array(values.length));
          const placed = new Uint32Array(floats32.buffer, floats32.byteOffset, values.length);
          placed.set(values);
          return placed;
        };
        const [places, placed] = [new Uint32Array(layers), whole(steps.map(() => 0))];
        const run = (k: DenseKernels, arrays: readonly Float32Array[], at: Uint32Array, sizes: Uint32Array): void => {
          const [now, skip, queues, condition, weights, gated] = arrays as [
            Float32Array,
            Float32Array,
            Float32Array,
            Float32Array,
            Float32Array,
            Float32Array,
          ];
          k.stepGatedStack(now, skip, queues, at, sizes, condition, weights, gated, width, layers);
        };
        const sizes = whole(steps);
        for (let n = 0; n < 7; n++) {
          run(plainDense, plain, places, Uint32Array.from(steps));
          run(kernels, laned, placed, sizes);
          expect(laned.map((array, k) => firstDifference(bitsOfFloats(array), bitsOfFloats(plain[k])))).toEqual(
            lengths.map(() => -1),
          );
          expect([...placed]).toEqual([...places]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('moveAdam', () => {
    const rate = fc.constantFrom(1e-3, 0.1, 1e-30);
    const beta = fc.constantFrom(0, 0.5, 0.9, 0.99, 0.999);
    const step = fc.constantFrom(1, 2, 77, 1e6);
    fc.assert(
      fc.property(size, seed, kind, rate, beta, beta, step, (count, from, of, lr, beta1, beta2, n) => {
        expect(
          difference([count, count, count, count], from, of, (k, [w, m, v, dw]) =>
            k.moveAdam(w, m, v, dw, count, lr, beta1, beta2, 1e-8, n, 0.7),
          ),
        ).toBe('');
      }),
      { numRuns: 200 },
    );
  });
});

describe.skipIf(lanes === undefined)('lanes refuse', () => {
  it('arrays in other memory', () => {
    const [here, there] = [lanes!.place(floats(4, 1)), floats(4, 1)];
    for (const call of [() => lanes!.kernels.multiply(here, here, there, 4), () => lanes!.kernels.scale(there, 1, 4)])
      expect(call).toThrow('is in other memory: expected an array in the memory of the lanes, got one that is not');
    lanes!.kernels.multiply(here, here, here, 4);
  });

  it('arrays that are too short, before anything is written', () => {
    const [out, x] = [lanes!.place(floats(8, 1)), lanes!.place(floats(7, 2))];
    const before = out.slice();
    expect(() => lanes!.kernels.tanhValues(out, x, 8)).toThrow('x has the wrong length: expected at least 8, got 7');
    expect(() => lanes!.kernels.addProduct(out, x, x, 2, 4, 2)).toThrow('expected at least 8, got 7');
    expect(out).toEqual(before);
  });
});
