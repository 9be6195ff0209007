/**
 * Everything that is measured.
 *
 * @module
 */
import type { Corpus } from '../corpus.ts';
import type { Scene } from '../work.ts';
import type { BenchCase } from './bench-case.ts';
import { articleCase, startUpCases, workerCases } from './command.ts';
import { denseCases } from './dense.ts';
import { kernelCases } from './kernels.ts';
import { type Arena, cd1Case, gibbsCase } from './learning.ts';
import { musicCases } from './music.ts';
import { numberCases } from './numbers.ts';

/** The shape of real music, and its batches: of 100, and of the size that the original really sees. */
const REAL: Scene = { steps: 15, hidden: 50, batch: 100, state: 'trained' };
const REAL_SMALL_BATCH: Scene = { ...REAL, batch: 9 };
export const REAL_UNTRAINED: Scene = { ...REAL, state: 'untrained' };
export const SMALL: Scene = { steps: 1, hidden: 16, batch: 100, state: 'trained' };
const SMALL_SMALL_BATCH: Scene = { ...SMALL, batch: 9 };
const LARGE: Scene = { ...REAL, hidden: 500 };
const LARGEST: Scene = { ...REAL, hidden: 2048 };

/** All cases. `article`: the music for the original's whole job, and whether NumPy does it too. */
export function allCases(arena: Arena, article: { corpus: Corpus; withNumpy: boolean } | undefined): BenchCase[] {
  const { workshop, folder } = arena;
  const learning = [REAL, REAL_SMALL_BATCH, REAL_UNTRAINED, SMALL, SMALL_SMALL_BATCH, LARGE];
  return [
    ...[...learning, LARGEST].map((scene) => cd1Case(arena, scene)),
    ...learning.map((scene) => gibbsCase(arena, scene)),
    ...[SMALL, REAL, REAL_UNTRAINED, LARGE].flatMap((scene) => kernelCases(workshop, scene)),
    ...numberCases(),
    ...denseCases(arena),
    ...musicCases(workshop.corpus),
    ...startUpCases(folder),
    ...workerCases(workshop.corpus, folder),
    ...(article === undefined ? [] : [articleCase(article.corpus, folder, article.withNumpy)]),
  ];
}
