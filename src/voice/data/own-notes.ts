/**
 * Notes to learn from that the synthesiser plays.
 *
 * @module
 */
import { atOnce, type InParts } from '../../in-parts.ts';
import type { Song } from '../../midi/song.ts';
import { renderSong } from '../../sound/render-song.ts';
import { resample } from '../../sound/resample.ts';
import { SAMPLE_RATE } from '../../sound/sound.ts';
import type { RecordedNote } from '../training/voice-streams.ts';

/** Full velocity has this peak. */
const PEAK = 0.8;
/** Seconds of sound that are kept after the release. */
const TAIL = 1.5;
/** Ticks of a second: 1,000 a quarter note at 120 beats per minute. */
const TICKS = 2000;

/** A note for the synthesiser. */
export interface OwnNote {
  /** MIDI pitch, 0–127. */
  readonly pitch: number;
  /** MIDI velocity, 1–127. */
  readonly velocity: number;
  /** From its start to its release. */
  readonly seconds: number;
}

/**
 * Plays notes with an instrument of the synthesiser.
 *
 * @param program - General MIDI program, 0–127
 * @param rate - samples per second
 */
export function* ownNotes(wanted: readonly OwnNote[], program: number, rate: number): InParts<RecordedNote[]> {
  const notes: RecordedNote[] = [];
  for (const { pitch, velocity, seconds } of wanted) {
    const { left, right } = renderSong(noteSong(pitch, velocity, seconds, program));
    const mono = Float32Array.from(left, (sample, n) => (sample + (right[n] ?? 0)) / 2);
    const peak = mono.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    const samples = atOnce(resample(mono, SAMPLE_RATE, rate)).slice(0, Math.ceil((seconds + TAIL) * rate));
    const gain = peak === 0 ? 0 : (PEAK * velocity) / 127 / peak;
    notes.push({
      pitch,
      velocity,
      release: Math.round(seconds * rate),
      samples: samples.map((sample) => gain * sample),
    });
    yield notes.length / wanted.length;
  }
  return notes;
}

function noteSong(pitch: number, velocity: number, seconds: number, program: number): Song {
  const length = Math.round(TICKS * seconds);
  return {
    format: 0,
    ppq: TICKS / 2,
    tracks: 1,
    end: length,
    notes: [{ start: 0, length, pitch, velocity, channel: 0, track: 0 }],
    tempos: [],
    timeSignatures: [],
    programs: [{ tick: 0, channel: 0, program, track: 0 }],
    pedals: [],
  };
}
