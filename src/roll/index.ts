/**
 * Songs to piano rolls and back, and windows of rolls as rows of bits.
 *
 * @module harmonium-rbm/roll
 */
export type { BitRows, GroupedRows } from '../math/bits/bit-rows.ts';
export type { Allocator, ArrayKind } from '../math/memory/allocator.ts';
export { articleRoll } from './article-roll.ts';
export { cutWindows, type RollChange, type WindowShape } from './cut-windows.ts';
export type { PianoRoll, PitchRange } from './piano-roll.ts';
export { rollBytes } from './roll-bytes.ts';
export { DEFAULT_PITCHES } from './roll-shape.ts';
export { type RollToSongOptions, rollToSong } from './roll-to-song.ts';
export { type RollOfSong, type SongToRollOptions, songToRoll } from './song-to-roll.ts';
export { songToRollInParts } from './song-to-roll-in-parts.ts';
export { transposeRoll } from './transpose-roll.ts';
export { joinRolls, sliceRoll } from './window-roll.ts';
