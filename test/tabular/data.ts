/**
 * Small data for tests.
 *
 * @module
 */

/** Bars and stripes: every pattern of side × side cells whose rows, or whose columns, are each all on or all off. */
export function barsAndStripes(side: number): number[][] {
  const patterns = new Map<string, number[]>();
  for (let code = 0; code < 1 << side; code++) {
    const bits = Array.from({ length: side }, (_, n) => (code >> n) & 1);
    for (const cell of [(r: number, _c: number) => bits[r]!, (_r: number, c: number) => bits[c]!]) {
      const pattern = Array.from({ length: side * side }, (_, n) => cell(Math.floor(n / side), n % side));
      patterns.set(pattern.join(''), pattern);
    }
  }
  return [...patterns.values()];
}

/** The mean of numbers. */
export function meanOf(numbers: ArrayLike<number>): number {
  return Array.from(numbers).reduce((sum, number) => sum + number, 0) / numbers.length;
}
