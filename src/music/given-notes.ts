/**
 * Notes of a song on a sheet, and new notes of a sheet in a song.
 *
 * @module
 */
import { compareNotes } from '../midi/order.ts';
import { isDrumChannel, type Note, type Song } from '../midi/song.ts';
import { sustain } from '../midi/sustain.ts';
import type { Model } from '../model/model.ts';
import { heldBars } from '../roll/held-bars.ts';
import { songToRoll } from '../roll/song-to-roll.ts';
import { blankSheet, layRoll, type Sheet, sheetRoll } from './sheet.ts';

/**
 * Lays notes of a song on a sheet, `semitones` higher: their cells are on and given. What the model has no pitch for is
 * left out, and percussion.
 */
export function layNotes(sheet: Sheet, model: Model, song: Song, notes: readonly Note[], semitones: number): void {
  const moved = notes
    .map((note) => (isDrumChannel(note.channel) ? note : { ...note, pitch: note.pitch + semitones }))
    .filter(({ pitch }) => pitch >= 0 && pitch <= 127);
  const heard = model.training['sustain'] === 'yes' ? sustain({ ...song, notes: moved }) : { ...song, notes: moved };
  const { roll } = songToRoll(heard, { grid: model.grid, pitches: model.pitches });
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

/** How new notes are played. What is undefined is as the given ones are. */
export interface NewVoice {
  /** 1–127 */
  readonly velocity?: number | undefined;
  /** General MIDI's number less one, 0–127. */
  readonly program?: number | undefined;
}

/**
 * A song of the notes given and those found: what is on in the sheet's cells that `found` names, `semitones` lower.
 *
 * The given notes stay as they are to the tick, in their tracks and channels. The new ones are in a track of their own behind
 * these, on a channel that no given note uses: keys coming up on one channel end no note on another.
 *
 * @param found - shape as the sheet's cells: 1 where they were free
 */
export function withNewNotes(
  song: Song,
  given: readonly Note[],
  sheet: Sheet,
  found: Uint8Array,
  model: Model,
  semitones: number,
  voice: NewVoice,
): Song {
  const fresh: Sheet = { ...sheet, on: sheet.on.map((on, cell) => on & (found[cell] ?? 0)) };
  const channel = freeChannel(given);
  const { velocity = medianVelocity(given), program = usualProgram(song, given) } = voice;
  const tick = (step: number): number => Math.floor((2 * step * song.ppq + model.grid) / (2 * model.grid));
  const notes: Note[] = [];
  for (const bar of heldBars(sheetRoll(fresh, model))) {
    const start = tick(bar.start);
    const length = Math.max(1, tick(bar.start + bar.length) - start);
    const note = { start, length, pitch: bar.pitch - semitones, velocity, channel, track: song.tracks };
    if (note.pitch >= 0 && note.pitch <= 127 && !disturbs(note, given)) notes.push(note);
  }
  const used = new Set(given.map((note) => note.channel));
  const stays = (change: { readonly channel: number }): boolean => used.has(change.channel);
  const all = [...given, ...notes];
  return {
    ...song,
    format: 1,
    tracks: song.tracks + 1,
    end: all.reduce((end, { start, length }) => Math.max(end, start + length), song.end),
    notes: all.sort(compareNotes),
    programs: [...song.programs.filter(stays), { tick: 0, channel, track: song.tracks, program }],
    pedals: song.pedals.filter(stays),
  };
}

/** The first channel without a note; with none left the first melodic one. */
function freeChannel(notes: readonly Note[]): number {
  const used = new Set(notes.map(({ channel }) => channel));
  for (let channel = 0; channel < 16; channel++) if (!isDrumChannel(channel) && !used.has(channel)) return channel;
  return 0;
}

/** Whether a note shares its key with a given one on the same channel: one of them would end the other. */
function disturbs(note: Note, given: readonly Note[]): boolean {
  return given.some(
    (other) =>
      other.channel === note.channel &&
      other.pitch === note.pitch &&
      other.start <= note.start + note.length &&
      note.start <= other.start + other.length,
  );
}

function medianVelocity(notes: readonly Note[]): number {
  const sorted = notes.filter(isMelodic).map(({ velocity }) => velocity);
  sorted.sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] ?? 80;
}

/** The instrument with which the channel of the most notes begins; 0 if it is told none. */
function usualProgram({ programs }: Song, notes: readonly Note[]): number {
  const counts = new Map<number, number>();
  for (const { channel } of notes.filter(isMelodic)) counts.set(channel, (counts.get(channel) ?? 0) + 1);
  const [usual] = [...counts].sort(([a, x], [b, y]) => y - x || a - b);
  return programs.find(({ channel }) => channel === usual?.[0])?.program ?? 0;
}

function isMelodic({ channel }: Note): boolean {
  return !isDrumChannel(channel);
}
