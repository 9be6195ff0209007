/**
 * Notes of a song onto a masked roll, and sampled notes of a masked roll into a song.
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
 * Puts notes of a song on a masked roll, transposed by `semitones`: their cells are on and observed. Percussion and pitches
 * outside the model's range are left out.
 *
 * @throws {HarmoniumError} `roll-too-long` for more than `maxSteps` steps
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
  const sustained = model.training.sustain ? sustain({ ...song, notes: moved }) : { ...song, notes: moved };
  // Up to the last note only: the silence after it may be longer than any roll.
  const { roll } = songToRoll(
    { ...sustained, end: endOf(sustained.notes) },
    { grid: model.grid, pitches: model.pitches, maxSteps },
  );
  const placed = createMaskedRoll(model, masked.steps);
  pasteRoll(placed, roll, 0);
  for (let cell = 0; cell < placed.on.length; cell++) {
    if (placed.on[cell] === 0) continue;
    masked.on[cell] = 1;
    // Held and struck cell of a note are both observed, so that the model cannot strike it again.
    const pair = cell % masked.width < masked.width / 2 ? cell + masked.width / 2 : cell - masked.width / 2;
    masked.observed[cell] = 1;
    masked.observed[pair] = 1;
  }
}

/** Sampled notes of a masked roll, and how they are played. */
export interface NewNotes {
  readonly masked: MaskedRoll;
  /** shape [cells of `masked`]: 1 for a cell that was free before sampling */
  readonly free: Uint8Array;
  /** Transposition of the roll against the song. */
  readonly semitones: number;
  readonly instrumentation: Instrumentation;
  /** The tick of a step. */
  tickOf(step: number): number;
}

/**
 * The song with `kept` as its old notes and the sampled ones in a new last track. All other events of its file stay, to the tick.
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
    // Two steps may fall on one tick where the song's rhythm has fewer onsets than the grid.
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

/** A test whether a note overlaps one of `notes` on the same channel and pitch: the note off of one would end the other. */
function collisionTest(notes: readonly Note[]): (note: Note) => boolean {
  const keys = new Map<number, { readonly starts: number[]; readonly ends: number[] }>();
  // By start, with running maxima of the ends: one comparison then tells whether any earlier note reaches a tick.
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
