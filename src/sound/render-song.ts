/**
 * From a song to its sound.
 *
 * @module
 */
import { HarmoniumError } from '../error.ts';
import { checkSong } from '../midi/check-song.ts';
import { isDrumChannel, type ProgramChange, type Song } from '../midi/song.ts';
import { sustain } from '../midi/sustain.ts';
import { addDrum } from './drum.ts';
import { instrumentTone } from './instrument-tone.ts';
import { setPeak } from './loudness.ts';
import { songClock } from './note-times.ts';
import { addReverb } from './reverb.ts';
import { SAMPLE_RATE, type Sound, silence, sliceSound } from './sound.ts';
import { addTone } from './tone.ts';

/** The longest music that is rendered, in seconds: half an hour takes 635 MB. */
export const LONGEST_SOUND = 1800;

/** Seconds for what rings on after the last note. */
const TAIL = 3;
const ECHOES = 0.16;
/** The largest sample: 1 dB below full scale, so that no player's filters reach beyond it. */
const PEAK = 0.89125;
/** Less than half a 16-bit step: from here on a tail is silence. */
const SILENT = 0.000015;

/**
 * Plays a song: all its notes as tones, the pedal held, a small hall around them.
 *
 * Nothing clips, for there are two passes: the music is added up in floating point, where nothing is too loud, and then
 * multiplied by the one number that brings its largest sample 1 dB below full scale. So loud and soft keep their relation
 * throughout, which a limiter would bend.
 *
 * @throws {HarmoniumError} `midi-no-notes`; `midi-too-long` for more than {@link LONGEST_SOUND} seconds, before anything is
 * allocated; `midi-format` for format 2, whose tracks are pieces of their own; `option-range` for a song that is none
 */
export function renderSong(song: Song): Sound {
  const parts = renderInParts(song);
  for (let next = parts.next(); ; next = parts.next()) if (next.done === true) return next.value;
}

/**
 * {@link renderSong} in parts: after each note it says what share of all it has done, so that the caller may tell it or
 * pause. It gives the same sound.
 */
export function* renderInParts(song: Song): Generator<number, Sound, undefined> {
  checkSong(song);
  if (song.format === 2) throw new HarmoniumError('midi-format', 'tracks', { expected: 'one piece', got: 'format 2' });
  const { notes, programs } = sustain(song);
  if (notes.length === 0) throw new HarmoniumError('midi-no-notes', 'there are no notes to play');
  const at = songClock(song);
  const seconds = at(notes.reduce((end, { start, length }) => Math.max(end, start + length), 0));
  if (seconds > LONGEST_SOUND) {
    const [expected, got] = [`at most ${LONGEST_SOUND} seconds`, `${Math.ceil(seconds)}`];
    throw new HarmoniumError('midi-too-long', 'the music is too long', { expected, got });
  }
  const sound = silence(Math.ceil((seconds + TAIL) * SAMPLE_RATE));
  const programAt = programsInOrder(programs);
  for (const [n, { start, length, pitch, velocity, channel }] of notes.entries()) {
    const from = Math.round(at(start) * SAMPLE_RATE);
    if (isDrumChannel(channel)) addDrum(sound, from, pitch, velocity);
    else {
      const held = Math.max(1, Math.round(at(start + length) * SAMPLE_RATE) - from);
      addTone(sound, from, held, instrumentTone(programAt(channel, start), pitch, velocity));
    }
    yield n / notes.length;
  }
  addReverb(sound, ECHOES);
  setPeak(sound, PEAK);
  return sliceSound(sound, 0, lastHeard(sound) + 1);
}

/** What gives a channel's program, for ticks that never fall: the last one told, a piano before that. */
function programsInOrder(changes: readonly ProgramChange[]): (channel: number, tick: number) => number {
  const programs = new Uint8Array(16);
  const order = [...changes].sort((a, b) => a.tick - b.tick);
  let next = 0;
  return (channel, tick) => {
    for (let change = order[next]; change !== undefined && change.tick <= tick; change = order[++next]) {
      programs[change.channel] = change.program;
    }
    return programs[channel] ?? 0;
  };
}

/** The last sample that is more than silence; −1 if there is none. */
function lastHeard({ left, right }: Sound): number {
  let n = left.length - 1;
  while (n >= 0 && Math.abs(left[n] ?? 0) < SILENT && Math.abs(right[n] ?? 0) < SILENT) n--;
  return n;
}
