/**
 * A piece of work that is measured.
 *
 * @module
 */
import type { Contestant } from '../alternate.ts';

/** One line of the table for each contestant. */
export interface BenchCase {
  readonly name: string;
  /** Prepares those who do it; ours is among them. */
  readonly contestants: () => readonly Contestant[] | Promise<readonly Contestant[]>;
  /** Steps take seconds: they are counted singly, without warm-up. */
  readonly long?: boolean;
}
