/**
 * Everything that can be fuzzed.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goodMidiFiles } from './corpus.ts';
import { midiTarget } from './midi-target.ts';
import { modelTarget } from './model-target.ts';
import type { TargetName } from './options.ts';
import { ROOT } from './places.ts';
import { playerTarget } from './player-target.ts';
import type { Target } from './target.ts';
import { voiceTarget } from './voice-target.ts';
import { wavTarget } from './wav-target.ts';

/** The target of a name, with the repository's files and the MIDI files of `data` to break. */
export function targetOf(name: TargetName, seed: string, data: readonly string[]): Target {
  if (name === 'midi') return midiTarget(seed, goodMidiFiles([join(ROOT, 'fixtures/midi'), ...data])) as Target;
  if (name === 'voice') return voiceTarget(seed) as Target;
  if (name === 'wav') return wavTarget(seed) as Target;
  const files = ['default', 'compact'].map((model) => readFileSync(join(ROOT, `fixtures/models/${model}.safetensors`)));
  const models = files.map((file) => new Uint8Array(file));
  return (name === 'model' ? modelTarget(seed, models) : playerTarget(seed, models)) as Target;
}
