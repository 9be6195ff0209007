/**
 * Writes a song's sound as a WAV file, with progress.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { amplify, Power, peakOf } from '../../sound/loudness.ts';
import { audibleSamples, finalGain, isAudible } from '../../sound/mastering.ts';
import type { SongBlocks } from '../../sound/song-blocks.ts';
import { SAMPLE_RATE, type Sound, silence, sliceSound } from '../../sound/sound.ts';
import { BLOCK } from '../../sound/voices/voice-part.ts';
import { FRAME_BYTES, wavHeader, writeFrames } from '../../sound/wav.ts';
import { showProgress } from '../cli/progress.ts';
import { yieldToEvents } from '../cli/signals.ts';
import { duration } from '../cli/terminal.ts';
import { writeErrorOrThrow } from './file-error.ts';
import { SoundSpool } from './sound-spool.ts';
import { spoolPlace } from './write-file.ts';
import { writeFileParts } from './write-parts.ts';

/** Bytes that are written at once. */
const PART_BYTES = 256 * BLOCK;

/** Figures of a sound file. */
export interface SoundFigures {
  readonly samples: number;
  /** The largest sample in size (full scale is 1), and the root mean square. */
  readonly peak: number;
  readonly rms: number;
  /** Of the file's bytes. */
  readonly sha256: string;
}

/**
 * Writes a song's sound to a WAV file, a pipe or stdout: the bytes of `writeWav(renderSong(song))`, with at most a second of
 * sound in memory.
 *
 * The gain is known only at the end, so the sound goes to a temporary file first: writing and reading 60 dense minutes takes
 * 4 s, rendering them a second time 75 s. Unless `silent`, progress is shown after two seconds. Signals are handled throughout.
 */
export async function writeSound(path: string, song: SongBlocks, silent: boolean): Promise<SoundFigures> {
  const place = spoolPlace(path, tmpdir());
  const spool = opened(path, place);
  try {
    const rendering = watch('rendering', silent);
    for (const block of song.blocks) {
      storing(path, () => spool.add(block));
      rendering.update(spool.blocks * BLOCK, song.samples);
      await yieldToEvents();
    }
    rendering.end();
    return await finish(path, spool, song.minSamples, silent);
  } finally {
    spool.close();
  }
}

function opened(path: string, place: string): SoundSpool {
  return storing(path, () => new SoundSpool(place));
}

/** Reports an error with the temporary file as one of writing `path`. */
function storing<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw writeErrorOrThrow(path, error);
  }
}

async function finish(path: string, spool: SoundSpool, minSamples: number, silent: boolean): Promise<SoundFigures> {
  const gain = finalGain(spool.peak);
  const samples = Math.max(minSamples, samplesOf(spool, gain));
  const header = wavHeader(samples);
  const hash = createHash('sha256');
  const power = new Power();
  let peak = 0;
  async function* parts(): AsyncGenerator<Uint8Array, void, undefined> {
    const writing = watch('writing  ', silent);
    const bytes = new Uint8Array(PART_BYTES);
    bytes.set(header);
    let filled = header.length;
    let done = 0;
    for (const whole of padded(spool, samples)) {
      const block = sliceSound(whole, 0, samples - done);
      amplify(block, gain);
      power.add(block);
      peak = Math.max(peak, peakOf(block));
      if (filled + block.left.length * FRAME_BYTES > bytes.length) {
        hash.update(bytes.subarray(0, filled));
        yield bytes.subarray(0, filled);
        filled = 0;
      }
      writeFrames(bytes.subarray(filled), block);
      filled += block.left.length * FRAME_BYTES;
      done += block.left.length;
      writing.update(done, samples);
      await yieldToEvents();
    }
    hash.update(bytes.subarray(0, filled));
    yield bytes.subarray(0, filled);
    writing.end();
  }
  await writeFileParts(path, parts());
  return { samples, peak, rms: power.rms, sha256: hash.digest('hex') };
}

/** Blocks of at least so many samples: the spool's, then silence. */
function* padded(spool: SoundSpool, samples: number): Generator<Sound, void, undefined> {
  let done = 0;
  for (const block of spool.read(0)) {
    if (done >= samples) return;
    yield block;
    done += block.left.length;
  }
  const quiet = silence(BLOCK);
  for (; done < samples; done += BLOCK) yield quiet;
}

/** The number of samples up to the last audible one. */
function samplesOf(spool: SoundSpool, gain: number): number {
  for (let n = spool.blocks - 1; n >= 0; n--) {
    if (!isAudible(spool.peakAt(n), gain)) continue;
    for (const block of spool.read(n)) {
      amplify(block, gain);
      return n * BLOCK + audibleSamples(block);
    }
  }
  return 0;
}

/** Progress in seconds of music. */
function watch(title: string, silent: boolean): { update(done: number, of: number): void; end(): void } {
  const progress = showProgress(title, silent);
  return {
    update: (done, of) => progress.update(Math.min(done, of), of, `${duration(of / SAMPLE_RATE)} of music`),
    end: progress.end,
  };
}
