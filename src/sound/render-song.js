'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
exports.LONGEST_SOUND = void 0;
exports.renderSong = renderSong;
exports.renderInParts = renderInParts;
/**
 * From a song to its sound.
 *
 * @module
 */
const error_ts_1 = require('../error.js');
const check_song_ts_1 = require('../midi/check-song.js');
const song_ts_1 = require('../midi/song.js');
const sustain_ts_1 = require('../midi/sustain.js');
const drum_ts_1 = require('./drum.js');
const instrument_tone_ts_1 = require('./instrument-tone.js');
const loudness_ts_1 = require('./loudness.js');
const note_times_ts_1 = require('./note-times.js');
const reverb_ts_1 = require('./reverb.js');
const sound_ts_1 = require('./sound.js');
const tone_ts_1 = require('./tone.js');
/** The longest music that is rendered, in seconds: half an hour takes 635 MB. */
exports.LONGEST_SOUND = 1800;
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
function renderSong(song) {
  const parts = renderInParts(song);
  for (let next = parts.next(); ; next = parts.next()) if (next.done === true) return next.value;
}
/**
 * {@link renderSong} in parts: after each note it says what share of all it has done, so that the caller may tell it or
 * pause. It gives the same sound.
 */
function* renderInParts(song) {
  (0, check_song_ts_1.checkSong)(song);
  if (song.format === 2)
    throw new error_ts_1.HarmoniumError('midi-format', 'tracks', { expected: 'one piece', got: 'format 2' });
  const { notes, programs } = (0, sustain_ts_1.sustain)(song);
  if (notes.length === 0) throw new error_ts_1.HarmoniumError('midi-no-notes', 'there are no notes to play');
  const at = (0, note_times_ts_1.songClock)(song);
  const seconds = at(notes.reduce((end, { start, length }) => Math.max(end, start + length), 0));
  if (seconds > exports.LONGEST_SOUND) {
    const [expected, got] = [`at most ${exports.LONGEST_SOUND} seconds`, `${Math.ceil(seconds)}`];
    throw new error_ts_1.HarmoniumError('midi-too-long', 'the music is too long', { expected, got });
  }
  const sound = (0, sound_ts_1.silence)(Math.ceil((seconds + TAIL) * sound_ts_1.SAMPLE_RATE));
  const programAt = programsInOrder(programs);
  for (const [n, { start, length, pitch, velocity, channel }] of notes.entries()) {
    const from = Math.round(at(start) * sound_ts_1.SAMPLE_RATE);
    if (channel === song_ts_1.DRUM_CHANNEL) (0, drum_ts_1.addDrum)(sound, from, pitch, velocity);
    else {
      const held = Math.max(1, Math.round(at(start + length) * sound_ts_1.SAMPLE_RATE) - from);
      (0, tone_ts_1.addTone)(
        sound,
        from,
        held,
        (0, instrument_tone_ts_1.instrumentTone)(programAt(channel, start), pitch, velocity),
      );
    }
    yield n / notes.length;
  }
  (0, reverb_ts_1.addReverb)(sound, ECHOES);
  (0, loudness_ts_1.setPeak)(sound, PEAK);
  return (0, sound_ts_1.sliceSound)(sound, 0, lastHeard(sound) + 1);
}
/** What gives a channel's program, for ticks that never fall: the last one told, a piano before that. */
function programsInOrder(changes) {
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
function lastHeard({ left, right }) {
  let n = left.length - 1;
  while (n >= 0 && Math.abs(left[n] ?? 0) < SILENT && Math.abs(right[n] ?? 0) < SILENT) n--;
  return n;
}
