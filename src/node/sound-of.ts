/**
 * Rendering, watched.
 *
 * @module
 */
import type { Song } from '../midi/song.ts';
import { renderInParts } from '../sound/render-song.ts';
import type { Sound } from '../sound/sound.ts';
import { showProgress } from './progress.ts';
import { breathe } from './signals.ts';

const FEW_NOTES = 2000;

/** A song's sound, with a progress bar if it has many notes, unless `silent`; between notes the program listens to signals. */
export async function soundOf(song: Song, silent: boolean): Promise<Sound> {
  const progress = showProgress('playing ', silent || song.notes.length < FEW_NOTES);
  const parts = renderInParts(song);
  let next = parts.next();
  for (; next.done !== true; next = parts.next()) {
    progress.update(Math.floor(next.value * song.notes.length), song.notes.length, `${song.notes.length} notes`);
    await breathe();
  }
  progress.end();
  return next.value;
}
