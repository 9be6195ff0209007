/**
 * Where arrays come from: a caller may supply memory of its own, such as memory that threads share or that of a WebAssembly
 * module.
 *
 * @module
 */

/** A kind of typed array, by its constructor. */
export interface ArrayKind<A> {
  /** 1–8 */
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): A;
  new (memory: ArrayBufferLike, offset?: number, length?: number): A;
}

/** Makes an array of `length` elements, all of them 0: `allocate(Float64Array, 100)`. */
export type Allocator = <A>(kind: ArrayKind<A>, length: number) => A;

/** Ordinary arrays, each with memory of its own. */
export const ordinaryArrays: Allocator = (Kind, length) => new Kind(length);
