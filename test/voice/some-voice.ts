/**
 * Notes and voices for tests.
 */
import { atOnce } from '../../src/in-parts.ts';
import { ownNotes } from '../../src/voice/data/own-notes.ts';
import type { VoiceShape } from '../../src/voice/network/voice-shape.ts';
import type { RecordedNote } from '../../src/voice/training/voice-streams.ts';

export const TINY: VoiceShape = { channels: 4, dilations: [1, 2, 4], output: 'logistics', rate: 8000 };

/** Notes of the synthesiser: two pitches, short. */
export const NOTES: readonly RecordedNote[] = atOnce(
  ownNotes(
    [
      { pitch: 60, velocity: 80, seconds: 0.3 },
      { pitch: 67, velocity: 100, seconds: 0.2 },
    ],
    0,
    8000,
  ),
);
