/**
 * `harmonium-rbm/sound`: songs as sound, whole or block by block, and WAV files.
 *
 * @module
 */
export { renderSong } from './render-song.ts';
export { type SongBlocks, songBlocks } from './song-blocks.ts';
export { SAMPLE_RATE, type Sound } from './sound.ts';
export { writeWav } from './wav.ts';
