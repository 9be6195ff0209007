/**
 * The bytes of a model file to a model at play, in little code.
 *
 * It takes the files that `readModel` takes and no others, but says less about what is wrong with the rest: `readModel`
 * names the byte. Where that one reads JSON letter by letter, this one lets the engine parse it and then sees to what
 * engines let pass: keys that come twice, numbers that are not whole, half characters.
 *
 * @module
 */
import { refuse } from '../check.ts';
import { HarmoniumError } from '../error.ts';
import { fromHalf } from '../math/half.ts';
import { encodeUtf8 } from '../math/utf8.ts';
import { MODEL_RANGES, MOST_CHAINS } from '../model/check-model.ts';
import { digestAt } from '../model/digest.ts';
import { HEADER_LIMIT } from '../model/header.ts';
import type { Model } from '../model/model.ts';
import { MODEL_VERSION } from '../model/model-metadata.ts';
import { UNITS_PER_ROW } from '../model/read-model.ts';
import { MOST_HIDDEN } from '../rbm/rbm.ts';
import type { ThinRbm } from '../rbm/thin-chain.ts';
import { pitchCount } from '../roll/roll-shape.ts';

/** A model whose weights are as its file has them: of scale 1 in the full form, whole numbers −8 to 7 in the compact one. */
export interface OpenModel extends Omit<Model, 'rbm' | 'chains'>, ThinRbm {
  /** Chains of the training as in `model/chain-bytes`. */
  readonly chains?: Uint8Array | undefined;
}

/** What a header tells of a tensor; whether it is true is still to be seen. */
interface Entry {
  readonly dtype?: unknown;
  readonly shape?: readonly number[];
  readonly data_offsets?: readonly number[];
}

/** What a tensor must be: its type, which ends with the bits of a number, and its shape. */
type Form = readonly [dtype: string, ...shape: number[]];

/** Strings in JSON that an engine has parsed. */
const STRINGS = /"(?:[^"\\]|\\.)*"/g;

/**
 * Opens a model file of either form (see `model/read-model`). Nothing refers to `bytes` afterwards.
 *
 * @throws {HarmoniumError} `model-truncated`, `model-header`, `model-metadata`, `model-version`, `model-digest`,
 * `model-tensor`, `model-shape` or `model-weights`; `option-range` for what is not bytes
 */
export function openModel(bytes: Uint8Array): OpenModel {
  if (bytes?.BYTES_PER_ELEMENT !== 1) refuse('bytes', 'a Uint8Array', bytes);
  // Before anything is laid over its memory: an array that was handed to a worker has none, and no length.
  demand(bytes.length >= 8, 'truncated');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = 8 + view.getUint32(0, true);
  demand(view.getUint32(4, true) === 0 && start <= 8 + HEADER_LIMIT, 'header');
  demand(start <= bytes.length, 'truncated');
  const { text, words, entries } = parse(bytes.subarray(8, start));
  const { digest, ...others } = words;
  if (digest !== undefined) {
    // The digits stand behind the only place where this key can be followed by a string.
    const [before = ''] = /[^]*?"digest"\s*:\s*"/.exec(text) ?? [];
    demand(digestAt(bytes, 8 + encodeUtf8(before).length) === digest, 'digest');
  }
  const meaning = readWords(others);

  const visible = meaning.steps * 2 * pitchCount(meaning.pitches);
  const hidden = entries['bh']?.shape?.[0] ?? 0;
  const rows = entries['q']?.shape?.[0] ?? 0;
  const width = (hidden + 1) >> 1;
  const compact = entries['q'] !== undefined;
  const count = entries['chains']?.shape?.[0] ?? 0;
  const forms: Record<string, Form> = compact
    ? { q: ['U8', rows, width], scale: ['F16', visible], bv: ['F16', visible], bh: ['F16', hidden] }
    : { w: ['F32', visible, hidden], bv: ['F32', visible], bh: ['F32', hidden] };
  const chainWidth = (visible + 7) >> 3;
  if (count > 0) forms['chains'] = ['U8', count, chainWidth];
  demand(hidden >= 1 && hidden <= MOST_HIDDEN && count <= MOST_CHAINS, 'shape');
  const places = findTensors(entries, forms, bytes.length - start);

  const numbers = (name: string, length: number): Float32Array => {
    const data = new Float32Array(length);
    for (let k = 0, at = start + (places[name] ?? 0); k < length; k++, at += compact ? 2 : 4) {
      const value = compact ? fromHalf(view.getUint16(at, true)) : view.getFloat32(at, true);
      demand(Number.isFinite(value), 'weights');
      data[k] = value;
    }
    return data;
  };
  const machine = { visible, hidden, bv: numbers('bv', visible), bh: numbers('bh', hidden) };
  const at = start + (places['chains'] ?? 0);
  const chains = bytes.slice(at, at + count * chainWidth);
  // The bits after a chain's last unit are 0.
  demand(
    chains.every((byte, n) => (n + 1) % chainWidth > 0 || (byte & ((1 << (-visible & 7)) - 1)) === 0),
    'chains',
  );
  const rest = { ...meaning, ...machine, chains: count > 0 ? chains : undefined };
  if (!compact) return { ...rest, scale: new Float32Array(visible).fill(1), units: numbers('w', visible * hidden) };
  const scale = numbers('scale', visible);
  demand(scale.filter((nats) => nats !== 0).length === rows && rows * UNITS_PER_ROW >= visible, 'shape');
  const units = new Int8Array(rows * hidden);
  for (let k = 0; k < units.length; k++) {
    const j = k % hidden;
    const pair = bytes[start + (places['q'] ?? 0) + ((k - j) / hidden) * width + (j >> 1)] ?? 0;
    units[k] = ((pair >> (4 * (j & 1))) & 15) - 8;
  }
  return { ...rest, scale, units };
}

/** A header's text, and what it says in texts and of tensors. */
function parse(bytes: Uint8Array): {
  text: string;
  words: Record<string, string>;
  entries: Record<string, Entry>;
} {
  try {
    // Strict UTF-8 by the engine: what is not is no percent-encoding of anything.
    let escaped = '';
    for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, '0')}`;
    const text = decodeURIComponent(escaped);
    const parsed = JSON.parse(text) as Record<string, Record<string, string>>;
    const { __metadata__: words = {}, ...entries } = parsed;
    const bare = text.replace(STRINGS, 's');
    // Outside of strings only the digits of whole numbers; before the first brace nothing, after the last one spaces.
    demand(/^\{[s{}[\],:\d\s]*\} *$/.test(bare), 'header');
    // A tensor has three keys. One of another name, or a name that comes twice, and the sum is wrong.
    const keys = Object.keys(parsed).length + Object.keys(words).length + 3 * Object.keys(entries).length;
    demand(bare.split(/s\s*:/).length === keys + 1, 'header');
    for (const [key, word] of Object.entries(words)) {
      demand(typeof word === 'string', 'header');
      // Half a character, which only an escape can spell, is none: this throws.
      encodeURIComponent(`${key},${word}`);
    }
    return { text, words, entries };
  } catch {
    return fail('header');
  }
}

/** The metadata but for its digest: see `model-metadata`. */
function readWords({ format, version, ...words }: Record<string, string>): Omit<Model, 'rbm' | 'chains'> {
  demand(format === 'harmonium', 'metadata');
  demand(version === String(MODEL_VERSION), 'version');
  const numbers: Record<string, number> = {};
  const training: Record<string, string> = Object.create(null);
  for (const [key, [least, most]] of Object.entries(MODEL_RANGES)) {
    const word = words[key] ?? '';
    const value = Number(word);
    const whole = key === 'tempo' || !word.includes('.');
    demand(whole && /^(0|[1-9]\d{0,9})(\.\d{1,20})?$/.test(word) && value >= least && value <= most, 'metadata');
    numbers[key] = value;
  }
  for (const [key, word] of Object.entries(words)) {
    if (key.startsWith('training.')) training[key.slice(9)] = word;
    else demand(Object.keys(numbers).includes(key), 'metadata');
  }
  const { low, high, ...others } = numbers as Record<keyof typeof MODEL_RANGES, number>;
  demand(low <= high, 'metadata');
  return { ...others, pitches: { low, high }, training };
}

/** Where each tensor begins. They are all there, no others, and lie end to end in any order. */
function findTensors(
  entries: Record<string, Entry>,
  forms: Record<string, Form>,
  length: number,
): Record<string, number> {
  const places: Record<string, number> = {};
  const ends = new Map<number, number>();
  for (const [name, [dtype, ...shape]] of Object.entries(forms)) {
    const entry = entries[name];
    const begin = entry?.data_offsets?.[0] ?? 0;
    const end = begin + shape.reduce((product, count) => product * count, Number(dtype.slice(1)) / 8);
    const wanted = JSON.stringify([dtype, shape, [begin, end]]);
    demand(JSON.stringify([entry?.dtype, entry?.shape, entry?.data_offsets]) === wanted, 'tensor');
    places[name] = begin;
    ends.set(begin, end);
  }
  let at = 0;
  for (let n = 0; n < ends.size; n++) at = ends.get(at) ?? Infinity;
  demand(at === length && ends.size === Object.keys(entries).length, 'tensor');
  return places;
}

function demand(holds: boolean, code: string): void {
  if (!holds) fail(code);
}

function fail(code: string): never {
  throw new HarmoniumError(`model-${code}`, 'this is no model that can be played');
}
