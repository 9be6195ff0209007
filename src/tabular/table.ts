/**
 * Rows of numbers that the library gives: `ndarray(table.data, table.shape)` is an ndarray of them, and a table is itself data that
 * every function here takes.
 *
 * @module
 */

/** Numbers in rows and columns, with the fields of an ndarray. */
export interface Table<A extends Float32Array | Uint8Array> {
  /** shape `shape`, row-major */
  readonly data: A;
  /** [rows, columns] */
  readonly shape: readonly [rows: number, columns: number];
  /** Numbers from a row to the next, and from a column to the next. */
  readonly stride: readonly [row: number, column: number];
  /** 0: the first cell is `data[0]`. */
  readonly offset: number;
  /** The number at a place within the shape. */
  get(row: number, column: number): number;
}

/** A table of these numbers, which are not copied. */
export function createTable<A extends Float32Array | Uint8Array>(data: A, rows: number, columns: number): Table<A> {
  return {
    data,
    shape: [rows, columns],
    stride: [columns, 1],
    offset: 0,
    get: (row, column) => data[row * columns + column] ?? Number.NaN,
  };
}
