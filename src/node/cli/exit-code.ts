/**
 * Exit codes.
 *
 * @module
 */
import type { HarmoniumError } from '../../error.ts';

/** Exit codes of the program. */
export const EXIT = { done: 0, unexpected: 1, usage: 2, noInput: 3, interrupted: 130 } as const;

/** Exit codes by the start of an error's code; the first match counts. */
const MEANINGS: readonly (readonly [code: string, exit: number])[] = [
  ['usage', EXIT.usage],
  ['option-', EXIT.usage],
  ['diverged', EXIT.usage],
  ['checkpoint-other', EXIT.usage],
  ['no-moods', EXIT.noInput],
  // A text is an argument.
  ['no-mood', EXIT.usage],
  ['no-', EXIT.noInput],
  ['file-', EXIT.noInput],
  ['midi-', EXIT.noInput],
  ['roll-', EXIT.noInput],
  ['labels', EXIT.noInput],
  ['model-', EXIT.noInput],
  ['checkpoint-', EXIT.noInput],
  ['wav-', EXIT.noInput],
  ['speech-', EXIT.noInput],
  ['recogniser-', EXIT.noInput],
  ['voice-', EXIT.noInput],
];

/** The exit code for an error; `unexpected` for a code that is not in the list. */
export function exitCodeOf({ code }: HarmoniumError): number {
  return MEANINGS.find(([start]) => code.startsWith(start))?.[1] ?? EXIT.unexpected;
}
