/**
 * Sound in a temporary file, until its loudness is known.
 *
 * @module
 */
import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import { HarmoniumError } from '../../error.ts';
import { peakOf } from '../../sound/loudness.ts';
import { type Sound, silence } from '../../sound/sound.ts';
import { BLOCK } from '../../sound/voices/voice-part.ts';
import { removeAtExit, writeAll } from './write-parts.ts';

/** Blocks that are read or written at once: 1 MB. */
const BATCH = 128;
/** Samples of both channels of a block. */
const BLOCK_SAMPLES = 2 * BLOCK;

/**
 * Blocks of sound in a temporary file, 8 bytes a sample; silent blocks take no space. Where the system allows it, the file is
 * unlinked as soon as it is open, so that nothing is left however the program ends.
 */
export class SoundSpool {
  /** The largest sample in size. */
  peak = 0;
  readonly #file: number;
  readonly #remove: () => void;
  readonly #samples: Float32Array<ArrayBuffer> = new Float32Array(BATCH * BLOCK_SAMPLES);
  readonly #bytes = new Uint8Array(this.#samples.buffer);
  /** Each block's largest sample, and how many samples it has. */
  readonly #peaks: number[] = [];
  readonly #lengths: number[] = [];
  #waiting = 0;

  /** @param path - a name that no file has */
  constructor(path: string) {
    this.#file = openSync(path, 'wx+', 0o600);
    const keep = removeAtExit(path);
    this.#remove = () => {
      rmSync(path, { force: true });
      keep();
    };
    if (process.platform !== 'win32') this.#remove();
  }

  /** How many blocks it holds. */
  get blocks(): number {
    return this.#peaks.length;
  }

  /** Appends a block. */
  add(block: Sound): void {
    const peak = peakOf(block);
    this.#peaks.push(peak);
    this.#lengths.push(block.left.length);
    if (peak === 0) return;
    if (peak > this.peak) this.peak = peak;
    this.#samples.set(block.left, this.#waiting * BLOCK_SAMPLES);
    this.#samples.set(block.right, this.#waiting * BLOCK_SAMPLES + BLOCK);
    if (++this.#waiting === BATCH) this.#flush();
  }

  /** A block's largest sample in size. */
  peakAt(block: number): number {
    return this.#peaks[block] ?? 0;
  }

  /**
   * The blocks from `first` on, in order. Each is valid until the next one is requested, and may be changed.
   */
  *read(first: number): Generator<Sound, void, undefined> {
    this.#flush();
    const quiet = silence(BLOCK);
    let place = 0;
    for (let n = 0; n < first; n++) if (this.peakAt(n) > 0) place++;
    let loaded = 0;
    let next = 0;
    for (let n = first; n < this.blocks; n++) {
      const length = this.#lengths[n] ?? 0;
      if (this.peakAt(n) === 0) {
        yield { left: quiet.left.subarray(0, length), right: quiet.right.subarray(0, length) };
        continue;
      }
      if (next === loaded) {
        loaded = this.#load(place);
        next = 0;
      }
      const at = next * BLOCK_SAMPLES;
      yield {
        left: this.#samples.subarray(at, at + length),
        right: this.#samples.subarray(at + BLOCK, at + BLOCK + length),
      };
      next++;
      place++;
    }
  }

  /** Closes the file. */
  close(): void {
    closeSync(this.#file);
    if (process.platform === 'win32') this.#remove();
  }

  #flush(): void {
    writeAll(this.#file, this.#bytes.subarray(0, this.#waiting * BLOCK_SAMPLES * 4));
    this.#waiting = 0;
  }

  /** Reads as many stored blocks as fit, from `block` on; returns how many. */
  #load(block: number): number {
    const blockBytes = BLOCK_SAMPLES * 4;
    let bytes = 0;
    while (bytes < this.#bytes.length) {
      const got = readSync(this.#file, this.#bytes, bytes, this.#bytes.length - bytes, block * blockBytes + bytes);
      if (got === 0) break;
      bytes += got;
    }
    if (bytes < blockBytes) throw new HarmoniumError('system', 'a temporary file was truncated');
    return Math.floor(bytes / blockBytes);
  }
}
