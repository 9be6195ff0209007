/**
 * Songs as sound, whole or block by block, and WAV files.
 *
 * @module harmonium-rbm/sound
 */
export { renderSong } from './render-song.ts';
export { type Instrument, type SongBlocks, songBlocks } from './song-blocks.ts';
export { SAMPLE_RATE, type Sound } from './sound.ts';
export type { VoicePart } from './voices/voice-part.ts';
export { writeWav } from './wav.ts';
