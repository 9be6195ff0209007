/**
 * Everything that has to come out the same on every engine.
 *
 * @module
 */
import { openDenseArena } from '../../../src/lanes/dense-arena.ts';
import { openLanes } from '../../../src/lanes/lanes.ts';
import { fromBase64 } from '../../../src/math/text/base64.ts';
import { readModel } from '../../../src/model/read-model.ts';
import { DENSE_MEMORY, denseFingerprint } from './dense.ts';
import { modelFingerprint } from './model-file.ts';
import { musicFingerprints } from './music.ts';
import { numberFingerprints } from './numbers.ts';
import { weightFingerprints } from './weights.ts';

/** What the fingerprints are computed from, as base64: the bundle carries it along. */
export interface Material {
  /** The default model's file. */
  readonly model: string;
  /** The corpus's MIDI files, in the order of their names. */
  readonly corpus: readonly string[];
}

/** Fingerprints by name, eight hex digits each. */
export type Fingerprints = Readonly<Record<string, string>>;

/** Computes all fingerprints. */
export function allFingerprints({ model, corpus }: Material): Fingerprints {
  const read = readModel(fromBase64(model));
  return {
    ...numberFingerprints(),
    ...weightFingerprints(corpus.map(fromBase64)),
    ...denseFingerprint(),
    ...musicFingerprints(read),
    ...modelFingerprint(read),
  };
}

/**
 * Computes those once more that kernels on SIMD lanes can compute; undefined where an engine has no WebAssembly with SIMD.
 *
 * @param module - the compiled kernels, where the engine compiles none while it runs
 */
export function laneFingerprints({ model, corpus }: Material, module?: object): Fingerprints | undefined {
  const kernels = openLanes(module);
  const arena = openDenseArena(DENSE_MEMORY);
  if (kernels === undefined || arena === undefined) return undefined;
  return {
    ...weightFingerprints(corpus.map(fromBase64), kernels),
    ...denseFingerprint(arena),
    ...musicFingerprints(readModel(fromBase64(model)), kernels),
  };
}
