/**
 * Notes of a song on a sheet, and new notes of a sheet in a song.
 *
 * @module
 */
import { compareNotes } from '../../midi/order.ts';
import { isDrumChannel, type Note, type Song } from '../../midi/song.ts';
import { sustain } from '../../midi/sustain.ts';
import type { Model } from '../../model/model.ts';
import { rollNotes } from '../../roll/roll-notes.ts';
import { songToRoll } from '../../roll/song-to-roll.ts';
import { createMaskedRoll, type MaskedRoll, pasteRoll, toPianoRoll } from '../inpaint/masked-roll.ts';
import { changesOf } from './channel-state.ts';
import type { Instrumentation } from './instrumentation.ts';
import { endOf } from './source-song.ts';

/**
 * Lays notes of a song on a sheet, `semitones` higher: their cells are on and given. What the model has no pitch for is
 * left out, and percussion.
 */
export function placeNotes(
  masked: MaskedRoll,
  model: Model,
  song: Song,
  notes: readonly Note[],
  semitones: number,
  maxSteps: number,
): void {
  const moved = notes
    .map((note) => (isDrumChannel(note.channel) ? note : { ...note, pitch: note.pitch + semitones }))
    .filter(({ pitch }) => pitch >= 0 && pitch <= 127);
  const sustained =
    model.training['sustain'] === 'yes' ? sustain({ ...song, notes: moved }) : { ...song, notes: moved };
  // Not up to the song's end, where silence may be longer than any roll.
  const { roll } = songToRoll(
    { ...sustained, end: endOf(sustained.notes) },
    { grid: model.grid, pitches: model.pitches, maxSteps },
  );
  const placed = createMaskedRoll(model, masked.steps);
  pasteRoll(placed, roll, 0);
  for (let cell = 0; cell < placed.on.length; cell++) {
    if (placed.on[cell] === 0) continue;
    masked.on[cell] = 1;
    // A held pitch and its being struck go together: nothing may strike a given note again.
    const pair = cell % masked.width < masked.width / 2 ? cell + masked.width / 2 : cell - masked.width / 2;
    masked.observed[cell] = 1;
    masked.observed[pair] = 1;
  }
}

/** New notes of a sheet, and how they are to sound. */
export interface NewNotes {
  readonly masked: MaskedRoll;
  /** shape as the sheet's cells: 1 where they were free */
  readonly free: Uint8Array;
  /** How much higher than the song the sheet is, in semitones. */
  readonly semitones: number;
  readonly instrumentation: Instrumentation;
  /** The tick at which a step of the sheet sounds. */
  tickOf(step: number): number;
}

/**
 * A song of the notes given and those found: what is on in the sheet's cells that were free.
 *
 * Everything that the song's file says stays as it is, to the tick, but for notes that are not given. What is new is in a track
 * of its own behind the song's.
 */
export function withNewNotes(song: Song, kept: readonly Note[], model: Model, added: NewNotes): Song {
  const { masked, free, semitones, instrumentation, tickOf } = added;
  const newCells: MaskedRoll = { ...masked, on: masked.on.map((on, cell) => on & (free[cell] ?? 0)) };
  const track = song.tracks;
  const collides = collisionTest(kept);
  const notes: Note[] = [];
  let last: Note | undefined;
  for (const held of rollNotes(toPianoRoll(newCells, model))) {
    const start = tickOf(held.start);
    const length = Math.max(1, tickOf(held.start + held.length) - start);
    const pitch = held.pitch - semitones;
    if (pitch < 0 || pitch > 127) continue;
    const note: Note = { start, length, pitch, ...instrumentation.of(pitch), track };
    // Two steps may sound at one tick, where the music has no place for both.
    if (last !== undefined && last.pitch === pitch && start < last.start + last.length) continue;
    if (collides(note)) continue;
    notes.push(note);
    last = note;
  }
  const all = [...kept, ...notes].sort(compareNotes);
  const playing = new Set(notes.map(({ channel }) => channel));
  const isWanted = ({ channel }: { readonly channel: number }): boolean => playing.has(channel);
  const { releases, settings } = instrumentation;
  const old = changesOf(song);
  return {
    ...song,
    format: 1,
    tracks: song.tracks + 1,
    end: all.reduce((end, { start, length }) => Math.max(end, start + length), song.end),
    notes: all,
    programs: [...old.programs, ...settings.programs.filter(isWanted)],
    pedals: [...old.pedals, ...releases.pedals, ...settings.pedals.filter(isWanted)],
    controls: [...old.controls, ...releases.controls, ...settings.controls.filter(isWanted)],
    bends: [...old.bends, ...settings.bends.filter(isWanted)],
    pressures: [...old.pressures, ...settings.pressures.filter(isWanted)],
  };
}

/** What tells whether a note shares its key with one of some others on the same channel: one of them would end the other. */
function collisionTest(notes: readonly Note[]): (note: Note) => boolean {
  const keys = new Map<number, { readonly starts: number[]; readonly ends: number[] }>();
  // In order of their starts, the ends so far only grow: whether any note reaches a tick is then one comparison.
  for (const { start, length, pitch, channel } of [...notes].sort((a, b) => a.start - b.start)) {
    const key = channel * 128 + pitch;
    const list = keys.get(key) ?? { starts: [], ends: [] };
    keys.set(key, list);
    list.ends.push(Math.max(start + length, list.ends[list.ends.length - 1] ?? 0));
    list.starts.push(start);
  }
  return ({ start, length, pitch, channel }) => {
    const list = keys.get(channel * 128 + pitch);
    if (list === undefined) return false;
    let low = 0;
    let high = list.starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((list.starts[middle] ?? 0) <= start + length) low = middle + 1;
      else high = middle;
    }
    return low > 0 && (list.ends[low - 1] ?? 0) >= start;
  };
}
