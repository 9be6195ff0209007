/**
 * Rendering a song block by block.
 *
 * @module
 */
import { HarmoniumError } from '../error.ts';
import { checkSong } from '../midi/check-song.ts';
import { ALL_SOUND_OFF, releaseNotes } from '../midi/silencing.ts';
import { isDrumChannel, type Note, type Song } from '../midi/song.ts';
import { songClock } from '../midi/song-clock.ts';
import { sustain } from '../midi/sustain.ts';
import { drumPart } from './instruments/drum.ts';
import { instrumentTone } from './instruments/instrument-tone.ts';
import { toneParts } from './instruments/tone.ts';
import { Reverb } from './reverb.ts';
import { SAMPLE_RATE, type Sound, silence, sliceSound } from './sound.ts';
import { Channels } from './voices/channels.ts';
import { type ChangeHandler, SongChanges } from './voices/song-changes.ts';
import { FRAME, Voice } from './voices/voice.ts';
import { BLOCK, type VoicePart } from './voices/voice-part.ts';
import { Voices } from './voices/voices.ts';

/** Default maximum length in seconds: four hours, a WAV file of 2.5 GB. */
export const LONGEST_MUSIC = 14400;

/** Seconds after the last note, for releases and reverberation. */
const TAIL = 3;
const REVERB_LEVEL = 0.16;
const FULL_MASTER_VOLUME = 16383;

/** A song's sound before normalisation: see `sound/mastering`. */
export interface SongBlocks {
  /** Maximum number of samples of all blocks together. */
  readonly samples: number;
  /** Samples to keep even if silent: up to the end of the last note if the song sets a loudness (it may fade out), else 0. */
  readonly minSamples: number;
  /**
   * Blocks of 1,024 samples, the last one shorter, not limited to full scale. The memory of a block is reused for the next. The
   * generator ends early once nothing can sound any more: the missing samples are silence.
   */
  readonly blocks: Generator<Sound, void, undefined>;
}

/**
 * What sounds the notes in place of the own instruments, percussion aside: the parts of a note.
 *
 * @param held - samples from its start to its release
 * @param index - number of the note in the song, from 0
 */
export type Instrument = (pitch: number, velocity: number, held: number, index: number) => readonly VoicePart[];

/**
 * Renders a song block by block: its notes with the sustain pedal, in a small hall. Memory holds only the notes that sound.
 *
 * Follows programs, volume, expression, pan, pitch bend and its range, modulation and channel pressure (as vibrato), all sound
 * off, reset all controllers, and the master volume message. At most 256 notes sound at a time, see `sound/voices/voices`, which
 * bounds the time per second of sound.
 *
 * @param longest - maximum length in seconds
 * @param instrument - what sounds all notes but percussion; by default instruments for their programs
 * @throws {HarmoniumError} `midi-no-notes`; `midi-too-long` for more than `longest` seconds; `midi-format` for format 2, whose
 * tracks are independent pieces; `option-range` for an invalid song. All are thrown by the call, not by the generator
 */
export function songBlocks(song: Song, longest: number = LONGEST_MUSIC, instrument?: Instrument): SongBlocks {
  checkSong(song);
  if (song.format === 2) {
    throw new HarmoniumError('midi-format', "the file's tracks are independent pieces", {
      expected: 'format 0 or 1',
      got: 'format 2',
    });
  }
  const { notes } = sustain(releaseNotes(song));
  if (notes.length === 0) throw new HarmoniumError('midi-no-notes', 'there are no notes to play');
  const clock = songClock(song);
  const seconds = clock(notes.reduce((end, { start, length }) => Math.max(end, start + length), 0));
  if (seconds > longest) {
    const [expected, got] = [`at most ${longest} seconds`, `${Math.ceil(seconds)}`];
    throw new HarmoniumError('midi-too-long', 'the music is too long', { expected, got });
  }
  const samples = Math.ceil((seconds + TAIL) * SAMPLE_RATE);
  const changes = new SongChanges(song);
  const minSamples = changes.setsLoudness ? Math.ceil(seconds * SAMPLE_RATE) : 0;
  const sampleAt = (tick: number): number => Math.round(clock(tick) * SAMPLE_RATE) | 0;
  const synthesiser = new Synthesiser(notes, changes, sampleAt, instrument);
  return { samples, minSamples, blocks: synthesiser.blocks(samples) };
}

class Synthesiser {
  readonly #notes: readonly Note[];
  readonly #changes: SongChanges;
  readonly #sampleAt: (tick: number) => number;
  readonly #instrument: Instrument | undefined;
  readonly #channels = new Channels();
  readonly #voices = new Voices();
  readonly #changeHandler = this.#handler();
  #next = 0;
  /** Sample of the change that is being dispatched. */
  #now = 0;

  /** @param notes - by start */
  constructor(
    notes: readonly Note[],
    changes: SongChanges,
    sampleAt: (tick: number) => number,
    instrument: Instrument | undefined,
  ) {
    this.#notes = notes;
    this.#changes = changes;
    this.#sampleAt = sampleAt;
    this.#instrument = instrument;
  }

  *blocks(samples: number): Generator<Sound, void, undefined> {
    const reverb = new Reverb(REVERB_LEVEL);
    const [buffer, silent] = [silence(BLOCK), silence(BLOCK)];
    for (let from = 0; from < samples; from += BLOCK) {
      const count = Math.min(BLOCK, samples - from);
      for (let at = from; at < from + count; at += FRAME) {
        this.#advance(at + FRAME);
        if (this.#voices.size > 0) this.#channels.record((at - from) / FRAME, at);
      }
      const isSilent = this.#voices.size === 0;
      if (isSilent && reverb.idle && this.#next === this.#notes.length) return;
      if (isSilent && reverb.idle) {
        yield count < BLOCK ? sliceSound(silent, 0, count) : silent;
        continue;
      }
      const block = count < BLOCK ? sliceSound(buffer, 0, count) : buffer;
      block.left.fill(0);
      block.right.fill(0);
      this.#voices.render(block, from, (channel) => this.#channels.framesOf(channel));
      reverb.add(block, isSilent);
      yield block;
    }
  }

  /** Processes changes and note starts before sample `end`; changes come before notes of the same tick. */
  #advance(end: number): void {
    for (;;) {
      const note = this.#notes[this.#next];
      const tick = Math.min(note?.start ?? Infinity, this.#changes.tick);
      if (tick === Infinity) return;
      const sample = this.#sampleAt(tick);
      if (sample >= end) return;
      if (this.#changes.tick === tick) {
        this.#now = sample;
        this.#changes.dispatch(this.#changeHandler);
      } else if (note !== undefined) {
        this.#next++;
        if (this.#voices.makeRoom(sample)) this.#voices.add(this.#voice(note, sample));
      }
    }
  }

  #voice({ start, length, pitch, velocity, channel }: Note, from: number): Voice {
    const setting = this.#channels.settingOf(channel, from);
    const held = Math.max(1, this.#sampleAt(start + length) - from);
    if (isDrumChannel(channel)) return new Voice(channel, from, held, [drumPart(from, pitch, velocity)], setting);
    const learnt = this.#instrument?.(pitch, velocity, held, this.#next - 1);
    if (learnt !== undefined) return new Voice(channel, from, held, learnt, setting);
    const tone = instrumentTone(this.#channels.at(channel).program, pitch, velocity);
    return new Voice(channel, from, held, toneParts(tone, held), setting);
  }

  #handler(): ChangeHandler {
    const channels = this.#channels;
    return {
      program: (channel, program) => {
        channels.at(channel).program = program;
      },
      control: (channel, controller, value) => {
        if (controller === ALL_SOUND_OFF) this.#voices.cut(channel, this.#now);
        else channels.at(channel).control(controller, value);
      },
      bend: (channel, value) => {
        channels.at(channel).wheel = value;
      },
      pressure: (channel, value) => {
        channels.at(channel).pressure = value;
      },
      masterVolume: (value) => {
        channels.masterGain = (value / FULL_MASTER_VOLUME) * (value / FULL_MASTER_VOLUME);
      },
    };
  }
}
