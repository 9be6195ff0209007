/**
 * Reading MIDI files.
 *
 * @module
 */
import { HarmoniumError } from 'harmonium-rbm/error';
import type { MidiTracks } from '#internal/midi/midi-tracks';
import { readMidi } from '#internal/midi/reading/read-midi';
import { readTracks } from '#internal/midi/reading/read-tracks';
import { songFromTracks } from '#internal/midi/reading/song-from-tracks';
import type { Note, Song } from '#internal/midi/song';
import { sustain } from '#internal/midi/sustain';
import { writeMidi } from '#internal/midi/writing/write-midi';
import { articleRoll } from '#internal/roll/article-roll';
import type { PianoRoll } from '#internal/roll/piano-roll';
import { songToRoll } from '#internal/roll/song-to-roll';
import { type PlainMidi, plainMidi } from '../reference/plain-midi.ts';
import { type Dice, diceOf } from './dice.ts';
import { MIDI_DISGUISES } from './midi-disguises.ts';
import { BYTE_MUTATIONS, MIDI_MUTATIONS } from './midi-mutations.ts';
import { type MidiParts, putTogether, takeApart } from './midi-parts.ts';
import { type Case, Finding, type Target } from './target.ts';

/** A MIDI file that was changed. */
export interface MidiCase extends Case {
  /** The file that it was, if only its looks were changed. */
  readonly same: Uint8Array | undefined;
  /** Read it as the article's preset does, with the pedal's work done, or plainly. */
  readonly way: 'article' | 'sustain' | 'plain';
}

/** What became of it. */
export interface MidiResult {
  readonly song: Song | undefined;
  readonly roll: PianoRoll | undefined;
  readonly error: HarmoniumError | undefined;
}

/** Cases made of these files, all of them good. */
export function midiTarget(seed: string, files: readonly Uint8Array[]): Target<MidiCase, MidiResult> {
  return { make: (index) => makeCase(diceOf(`midi ${seed}`, index), files), attempt, judge };
}

function makeCase(dice: Dice, files: readonly Uint8Array[]): MidiCase {
  const file = dice.pick(files);
  const way = dice.pick(['plain', 'plain', 'sustain', 'article'] as const);
  const how: string[] = [];
  const parts = takeApart(file);
  if (dice.oneIn(4)) {
    for (let n = dice.below(4); n >= 0; n--) change(parts, MIDI_DISGUISES, how, dice);
    return { bytes: putTogether(parts), how, same: file, way };
  }
  // Half of the cases keep the chunks' lengths right, or most readers would see no further than those.
  const structural = dice.below(4);
  for (let n = structural === 0 ? 0 : dice.below(3) + 1; n > 0; n--) change(parts, MIDI_MUTATIONS, how, dice);
  let bytes: Uint8Array = putTogether(parts);
  if (structural === 0 || dice.oneIn(3)) {
    const name = dice.pick(Object.keys(BYTE_MUTATIONS));
    how.push(name);
    bytes = BYTE_MUTATIONS[name]?.(bytes, dice, dice.pick(files)) ?? bytes;
  }
  return { bytes, how, same: undefined, way };
}

function change(
  parts: MidiParts,
  changes: Readonly<Record<string, (parts: MidiParts, dice: Dice) => void>>,
  how: string[],
  dice: Dice,
): void {
  const name = dice.pick(Object.keys(changes));
  how.push(name);
  changes[name]?.(parts, dice);
}

function attempt({ bytes, way }: MidiCase): MidiResult {
  let song: Song | undefined;
  try {
    const tracks: MidiTracks = readTracks(bytes);
    song = songFromTracks(tracks);
    const { roll } = way === 'article' ? articleRoll(tracks) : songToRoll(way === 'sustain' ? sustain(song) : song);
    return { song, roll, error: undefined };
  } catch (error) {
    if (!(error instanceof HarmoniumError)) throw error;
    return { song, roll: undefined, error };
  }
}

function judge(made: MidiCase, { song, roll, error }: MidiResult): string {
  if (error !== undefined && !/^(midi|roll)-[a-z-]+$/.test(error.code)) throw new Finding(`code ${error.code}`);
  if (error !== undefined && !/^[^\n]+$/.test(error.message)) throw new Finding(`message ${error.message}`);
  if (song === undefined) {
    if (made.same !== undefined) throw new Finding(`refused in disguise: ${error?.message}`);
    return error?.code ?? 'nothing';
  }
  compare(song, readPlainly(made.bytes));
  if (made.same !== undefined) sameNotes(song.notes, readMidi(made.same).notes, 'in disguise');
  if (made.bytes.length < 20000) sameEvents(made.bytes, song);
  if (made.way === 'sustain' && song.notes.length < 2000) {
    const { notes } = readMidi(writeMidi(song), { maxTracks: 65535 });
    sameNotes(song.notes, notes, 'when it is written and read again');
  }
  if (roll !== undefined && made.way === 'plain' && song.format !== 2) compareRoll(roll, song);
  return error?.code ?? 'read';
}

function readPlainly(bytes: Uint8Array): PlainMidi {
  try {
    return plainMidi(bytes);
  } catch (error) {
    throw new Finding(`read, though the plain reader says: ${(error as Error).message}`);
  }
}

/** Everything that a song says, held to the plain reader's word. */
function compare(song: Song, plain: PlainMidi): void {
  const { format, tracks, end, timeSignatures } = song;
  const ours = {
    format,
    tracks,
    end,
    notes: song.notes.map((n) => `${n.start} ${n.start + n.length} ${n.channel} ${n.pitch} ${n.velocity} ${n.track}`),
    timeSignatures: timeSignatures.map((t) => `${t.tick} ${t.numerator} ${t.denominator}`),
    programs: song.programs.map((p) => `${p.tick} ${p.channel} ${p.track} ${p.program}`),
    pedals: song.pedals.map((p) => `${p.tick} ${p.channel} ${p.track} ${p.value}`),
  };
  for (const name of ['format', 'tracks', 'end'] as const) {
    if (ours[name] !== plain[name]) throw new Finding(`${name}: ${ours[name]}, plainly ${plain[name]}`);
  }
  for (const name of ['notes', 'timeSignatures', 'programs', 'pedals'] as const) {
    sameList(name, ours[name], plain[name]);
  }
  const tempos = song.tempos.map((t) => `${t.tick} ${t.microsecondsPerQuarter}`);
  if (plain.ticksPerSecond === undefined) {
    if (song.ppq !== plain.ppq) throw new Finding(`ppq: ${song.ppq}, plainly ${plain.ppq}`);
    sameList('tempos', tempos, plain.tempos);
  } else {
    const [only] = song.tempos;
    const ticksPerSecond = (song.ppq * 1000000) / (only?.microsecondsPerQuarter ?? 0);
    if (tempos.length !== 1 || only?.tick !== 0 || Math.abs(ticksPerSecond / plain.ticksPerSecond - 1) > 1e-12) {
      throw new Finding(`${ticksPerSecond} ticks a second, plainly ${plain.ticksPerSecond}`);
    }
  }
  for (const [i, note] of song.notes.entries()) {
    const before = song.notes[i - 1];
    if (before !== undefined && before.start > note.start) throw new Finding(`note ${i} is out of order`);
  }
}

function sameList(name: string, ours: readonly string[], plain: readonly string[]): void {
  const counts = new Map<string, number>();
  for (const line of plain) counts.set(line, (counts.get(line) ?? 0) + 1);
  for (const line of ours) {
    const count = counts.get(line) ?? 0;
    if (count === 0) throw new Finding(`${name}: ${line} is not there plainly`);
    if (count === 1) counts.delete(line);
    else counts.set(line, count - 1);
  }
  for (const line of counts.keys()) throw new Finding(`${name}: plainly there is ${line}`);
}

/** Fails unless a file that is read and written again has the same events in the same order. */
function sameEvents(bytes: Uint8Array, song: Song): void {
  const [before, after] = [plainMidi(bytes), plainMidi(writeMidi(song))];
  if (before.division !== after.division) throw new Finding(`division ${after.division}, before ${before.division}`);
  for (const [track, events] of before.events.entries()) {
    const ends = [before.ends[track], after.ends[track]];
    if (ends[0] !== ends[1]) throw new Finding(`track ${track} ends at ${ends[1]}, before at ${ends[0]}`);
    const others = after.events[track] ?? [];
    const n = events.findIndex((event, k) => event !== others[k]);
    if (n >= 0) throw new Finding(`event ${n} of track ${track}: ${others[n]}, before ${events[n]}`);
    if (events.length !== others.length)
      throw new Finding(`track ${track} has ${others.length - events.length} more events`);
  }
}

/** Fails unless two lists of notes are equal, in order too. */
function sameNotes(ours: readonly Note[], others: readonly Note[], when: string): void {
  const fields = ['start', 'length', 'channel', 'pitch', 'velocity', 'track'] as const;
  for (let k = 0; k < Math.max(ours.length, others.length); k++) {
    const [one, other] = [ours[k], others[k]];
    if (fields.some((field) => one?.[field] !== other?.[field])) throw new Finding(`note ${k} is another ${when}`);
  }
}

/** Every note of the roll's pitches is held and struck where it should be, and nothing else is. */
function compareRoll({ bits, steps, grid, pitches: { low, high } }: PianoRoll, song: Song): void {
  const width = 2 * (high - low + 1);
  if (steps * width > 200000) return;
  const cells = new Set<number>();
  const stepOf = (tick: number): number => Math.floor((tick * grid) / song.ppq + 0.5);
  for (const { start, length, pitch, channel } of song.notes) {
    if (channel % 16 === 9 || pitch < low || pitch > high) continue;
    const first = stepOf(start);
    const held = first * width + pitch - low;
    cells.add(held + width / 2);
    for (let step = first; step < Math.max(first + 1, stepOf(start + length)); step++)
      cells.add(step * width + pitch - low);
  }
  let count = 0;
  for (let bit = 0; bit < steps * width; bit++) {
    if ((((bits[bit >>> 5] ?? 0) >>> (31 - (bit & 31))) & 1) === 0) continue;
    count++;
    if (!cells.has(bit)) throw new Finding(`cell ${bit} of the roll is nobody's`);
  }
  if (count !== cells.size) throw new Finding(`${cells.size - count} cells are missing from the roll`);
}
