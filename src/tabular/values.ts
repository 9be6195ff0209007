/**
 * Rows of numbers from whatever a caller has them in.
 *
 * @module
 */
import { checkArray, checkInteger, kindOf, refuse, wrongLength } from '../check.ts';
import { HarmoniumError } from '../error.ts';
import { MOST_VISIBLE } from '../rbm/rbm.ts';

/** 0 or false, 1 or true, or a probability between them. */
export type Cell = number | boolean;

/** An ndarray of two dimensions, or any object with the same `shape` and `get`, which handles strides and offset itself. */
export interface CellView {
  /** [rows, columns] */
  readonly shape: readonly number[];
  /** The cell of a row and a column, both from 0. */
  get(row: number, column: number): Cell;
}

/**
 * Rows of cells: an ndarray of shape [rows, columns], a list of rows, or all cells row after row.
 *
 * A number strictly between 0 and 1 is the probability of a bit. Numbers are rounded to float32, so that the same numbers give the
 * same result in whatever form they come.
 */
export type TabularData = CellView | readonly ArrayLike<Cell>[] | Uint8Array | Float32Array;

/** Cells that have been checked. */
export interface Values {
  readonly rows: number;
  readonly columns: number;
  /** shape [rows, columns], row-major, 0–1 */
  readonly data: Float32Array;
}

/** A gigabyte of float32 numbers. */
export const MOST_CELLS = 268_435_456;

/**
 * Reads and checks cells.
 *
 * @param name - what a message calls them
 * @param columns - how many there must be; without it, as many as the rows have
 * @throws {HarmoniumError} `option-range` for data of an unknown form and for a cell that is not a number from 0 to 1, with its row and
 * column; `length` for rows of another length
 */
export function readValues(name: string, x: TabularData, columns?: number): Values {
  if (columns !== undefined) checkInteger('columns', columns, 1, MOST_VISIBLE);
  const kind = kindOf(x);
  if (kind === 'Uint8Array' || kind === 'Float32Array') {
    checkArray(name, x, kind);
    return fromCells(name, x as Uint8Array | Float32Array, columns);
  }
  if (Array.isArray(x)) return fromRows(name, x, columns);
  const view = x as CellView;
  if (typeof x === 'object' && x !== null && Array.isArray(view.shape) && typeof view.get === 'function') {
    return fromView(name, view, columns);
  }
  return refuse(name, 'an ndarray, an array of rows, a Uint8Array or a Float32Array', x);
}

/** The cells of one row, shared and not copied. */
export function rowOf({ data, columns }: Values, row: number): Float32Array {
  return data.subarray(row * columns, (row + 1) * columns);
}

function fromCells(name: string, x: Uint8Array | Float32Array, columns: number | undefined): Values {
  if (columns === undefined) refuse('columns', 'the number of cells in a row', columns);
  if (x.length % columns !== 0) throw wrongLength(name, `a multiple of ${columns}`, x.length);
  const values = createValues(name, x.length / columns, columns);
  for (let n = 0; n < x.length; n++) {
    values.data[n] = checkCell(name, x[n], Math.floor(n / columns), n % columns);
  }
  return values;
}

function fromRows(name: string, x: readonly ArrayLike<Cell>[], columns: number | undefined): Values {
  const width = columns ?? lengthOf(name, x[0], 0);
  const values = createValues(name, x.length, width);
  for (let row = 0; row < x.length; row++) {
    const cells = x[row];
    const length = lengthOf(name, cells, row);
    if (length !== width) throw wrongLength(`row ${row} of ${name}`, `${width}`, length);
    for (let column = 0; column < width; column++) {
      values.data[row * width + column] = checkCell(name, cells?.[column], row, column);
    }
  }
  return values;
}

function fromView(name: string, x: CellView, columns: number | undefined): Values {
  if (x.shape.length !== 2) refuse(`${name}.shape`, 'two dimensions, rows and columns', `${x.shape.length}`);
  const [rows = Number.NaN, width = Number.NaN] = x.shape;
  checkInteger(`${name}.shape[0]`, rows, 0, MOST_CELLS);
  if (columns !== undefined && width !== columns) throw wrongLength(`a row of ${name}`, `${columns}`, width);
  const values = createValues(name, rows, width);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) {
      values.data[row * width + column] = checkCell(name, x.get(row, column), row, column);
    }
  }
  return values;
}

function createValues(name: string, rows: number, columns: number): Values {
  checkInteger('columns', columns, 1, MOST_VISIBLE);
  if (rows * columns > MOST_CELLS) refuse(name, `at most ${MOST_CELLS} cells`, rows * columns);
  return { rows, columns, data: new Float32Array(rows * columns) };
}

/** How many cells a row of a list has. */
function lengthOf(name: string, cells: ArrayLike<Cell> | undefined, row: number): number {
  if (typeof cells !== 'object' || cells === null || !Number.isInteger(cells.length)) {
    refuse(`row ${row} of ${name}`, 'an array of numbers or booleans', cells);
  }
  return cells.length;
}

function checkCell(name: string, cell: unknown, row: number, column: number): number {
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  if (typeof cell === 'number' && cell >= 0 && cell <= 1) return cell;
  throw new HarmoniumError('option-range', `row ${row}, column ${column} of ${name}`, {
    expected: '0, 1 or a probability between them',
    got: typeof cell === 'object' || typeof cell === 'function' ? kindOf(cell) : String(cell),
    option: name,
  });
}
