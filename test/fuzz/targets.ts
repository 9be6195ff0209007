/**
 * Everything that can be fuzzed.
 *
 * @module
 */
import { join } from 'node:path';
import { goodMidiFiles } from './corpus.ts';
import { midiTarget } from './midi-target.ts';
import type { TargetName } from './options.ts';
import { ROOT } from './places.ts';
import type { Target } from './target.ts';

/** The target of a name, with the repository's files and those of `data` to break. */
export function targetOf(_name: TargetName, seed: string, data: readonly string[]): Target {
  return midiTarget(seed, goodMidiFiles([join(ROOT, 'fixtures/midi'), ...data])) as Target;
}
