/**
 * Limits for reading MIDI files, as options of commands.
 *
 * @module
 */
import type { HarmoniumError } from '../../error.ts';
import { LIMIT_MAXIMA, MIDI_LIMITS, type MidiLimits } from '../../midi/reading/limits.ts';
import { DEFAULT_MAX_STEPS, STEP_LIMIT } from '../../roll/roll-shape.ts';
import { type Given, integerOption } from './options.ts';

type LimitOption = 'max-bytes' | 'max-tracks' | 'max-events' | 'max-ticks' | 'max-steps';

/** Options of every command that reads MIDI files. */
export const LIMIT_OPTIONS: Readonly<Record<LimitOption, { readonly value: 'N'; readonly help: string }>> = {
  'max-bytes': { value: 'N', help: `largest MIDI file to read, in bytes (${MIDI_LIMITS.maxBytes})` },
  'max-tracks': { value: 'N', help: `most tracks in a MIDI file (${MIDI_LIMITS.maxTracks})` },
  'max-events': { value: 'N', help: `most events in a MIDI file (${MIDI_LIMITS.maxEvents})` },
  'max-ticks': { value: 'N', help: `most ticks in a track (${MIDI_LIMITS.maxTicks})` },
  'max-steps': { value: 'N', help: `most steps in a song (${DEFAULT_MAX_STEPS})` },
};

/** The most that a MIDI file may have. */
export interface ReadingLimits extends Record<keyof MidiLimits, number> {
  readonly maxSteps: number;
}

/** The limits from the options, checked; by default those of the library. */
export function readingLimits(given: Given<typeof LIMIT_OPTIONS>): ReadingLimits {
  const limit = (name: keyof MidiLimits, option: LimitOption): number =>
    integerOption(option, given[option], 1, LIMIT_MAXIMA[name]) ?? MIDI_LIMITS[name];
  return {
    maxBytes: limit('maxBytes', 'max-bytes'),
    maxTracks: limit('maxTracks', 'max-tracks'),
    maxEvents: limit('maxEvents', 'max-events'),
    maxTicks: limit('maxTicks', 'max-ticks'),
    maxSteps: integerOption('max-steps', given['max-steps'], 1, STEP_LIMIT) ?? DEFAULT_MAX_STEPS,
  };
}

/** An error's message, with the limit that it names spelled as an option: `--max-bytes` for `maxBytes`. */
export function withOptionNames({ message }: HarmoniumError): string {
  return message.replace(/\(max([A-Z])([a-z]+)\)/, (_, first: string, rest: string) => {
    return `(--max-${first.toLowerCase()}${rest})`;
  });
}
