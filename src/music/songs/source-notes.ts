/**
 * Notes of a song on a sheet, and new notes of a sheet in a song.
 *
 * @module
 */
import { compareNotes } from '../../midi/order.ts';
import { isDrumChannel, type Note, type Song } from '../../midi/song.ts';
import { sustain } from '../../midi/sustain.ts';
import type { Model } from '../../model/model.ts';
import { heldBars } from '../../roll/held-bars.ts';
import { songToRoll } from '../../roll/song-to-roll.ts';
import { blankSheet, layRoll, type Sheet, sheetRoll } from '../inpaint/masked-roll.ts';
import { changesOf } from './channel-state.ts';
import type { Players } from './players.ts';
import { endOf } from './source-song.ts';

/**
 * Lays notes of a song on a sheet, `semitones` higher: their cells are on and given. What the model has no pitch for is
 * left out, and percussion.
 */
export function layNotes(
  sheet: Sheet,
  model: Model,
  song: Song,
  notes: readonly Note[],
  semitones: number,
  maxSteps: number,
): void {
  const moved = notes
    .map((note) => (isDrumChannel(note.channel) ? note : { ...note, pitch: note.pitch + semitones }))
    .filter(({ pitch }) => pitch >= 0 && pitch <= 127);
  const heard = model.training.sustain ? sustain({ ...song, notes: moved }) : { ...song, notes: moved };
  // Not up to the song's end, where silence may be longer than any roll.
  const { roll } = songToRoll(
    { ...heard, end: endOf(heard.notes) },
    { grid: model.grid, pitches: model.pitches, maxSteps },
  );
  const laid = blankSheet(model, sheet.steps);
  layRoll(laid, roll, 0);
  for (let cell = 0; cell < laid.on.length; cell++) {
    if (laid.on[cell] === 0) continue;
    sheet.on[cell] = 1;
    // A held pitch and its being struck go together: nothing may strike a given note again.
    const pair = cell % sheet.width < sheet.width / 2 ? cell + sheet.width / 2 : cell - sheet.width / 2;
    sheet.given[cell] = 1;
    sheet.given[pair] = 1;
  }
}

/** New notes of a sheet, and how they are to sound. */
export interface NewNotes {
  readonly sheet: Sheet;
  /** shape as the sheet's cells: 1 where they were free */
  readonly found: Uint8Array;
  /** How much higher than the song the sheet is, in semitones. */
  readonly semitones: number;
  readonly players: Players;
  /** The tick at which a step of the sheet sounds. */
  tickOf(step: number): number;
}

/**
 * A song of the notes given and those found: what is on in the sheet's cells that were free.
 *
 * Everything that the song's file says stays as it is, to the tick, but for notes that are not given. What is new is in a track
 * of its own behind the song's.
 */
export function withNewNotes(song: Song, given: readonly Note[], model: Model, fresh: NewNotes): Song {
  const { sheet, found, semitones, players, tickOf } = fresh;
  const alone: Sheet = { ...sheet, on: sheet.on.map((on, cell) => on & (found[cell] ?? 0)) };
  const track = song.tracks;
  const disturbs = keysInUse(given);
  const notes: Note[] = [];
  let last: Note | undefined;
  for (const bar of heldBars(sheetRoll(alone, model))) {
    const start = tickOf(bar.start);
    const length = Math.max(1, tickOf(bar.start + bar.length) - start);
    const pitch = bar.pitch - semitones;
    if (pitch < 0 || pitch > 127) continue;
    const note: Note = { start, length, pitch, ...players.of(pitch), track };
    // Two steps may sound at one tick, where the music has no place for both.
    if (last !== undefined && last.pitch === pitch && start < last.start + last.length) continue;
    if (disturbs(note)) continue;
    notes.push(note);
    last = note;
  }
  const all = [...given, ...notes].sort(compareNotes);
  const playing = new Set(notes.map(({ channel }) => channel));
  const isWanted = ({ channel }: { readonly channel: number }): boolean => playing.has(channel);
  const { releases, settings } = players;
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
function keysInUse(notes: readonly Note[]): (note: Note) => boolean {
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
