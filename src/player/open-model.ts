/**
 * Reads the bytes of a model file for the player, in little code.
 *
 * It takes the files that `readModel` takes and no others (`npm run fuzz -- --what player` compares the two), but says less
 * about what is wrong with the rest: `readModel` names the byte. Where that one reads JSON letter by letter, this one looks
 * at its outline, then lets the engine parse it, and then checks what engines accept: duplicate keys and lone surrogates.
 *
 * @module
 */
import { kindOf, refuse } from '../check.ts';
import { HarmoniumError } from '../error.ts';
import { fromHalf } from '../math/bits/half.ts';
import { encodeUtf8 } from '../math/text/utf8.ts';
import { MODEL_RANGES, MOOD_UNITS, MOST_CHAINS } from '../model/check-model.ts';
import type { Model } from '../model/model.ts';
import { MODEL_VERSION } from '../model/model-metadata.ts';
import { UNITS_PER_ROW } from '../model/read-model.ts';
import { MOST_HIDDEN } from '../rbm/rbm.ts';
import type { ThinRbm } from '../rbm/sampling/thin-chain.ts';
import { pitchCount } from '../roll/roll-shape.ts';
import { digestAt } from '../safetensors/digest.ts';
import { HEADER_LIMIT } from '../safetensors/header.ts';

/** What a model file says of its music. */
export interface PlayerModel extends Omit<Model, 'rbm' | 'chains' | 'training'> {
  /** Of the record of the training only what playing depends on: the text of its preset. */
  readonly training: {
    /** As in `TrainingRecord`. */
    readonly preset?: string | undefined;
  };
  /** Visible units that are the window's cells; mood units may follow. */
  readonly cells: number;
}

/** A model whose weights are as its file has them: of scale 1 in the full form, whole numbers −8 to 7 in the compact one. */
export interface OpenModel extends PlayerModel, ThinRbm {
  /** Chains of the training as in `model/chain-bytes`. */
  readonly chains?: Uint8Array | undefined;
}

/** A tensor as the header describes it, not yet checked. */
interface Entry {
  readonly dtype?: unknown;
  readonly shape?: readonly number[];
  readonly data_offsets?: readonly number[];
}

/** What a tensor must be: its name, its type, which ends with the bits of a number, and its shape. */
type Form = readonly [name: string, dtype: string, ...shape: number[]];

/** A string, with the colon behind it if it is a key; or space. One without an end goes on to the text's: time is linear. */
const WORDS = /("(?:[^"\\]|\\[^])*"?)(\s*:\s*)?|\s/g;

/**
 * A header of keys (k), strings (s) and whole numbers: each object has strings only, or the three keys of a tensor. There is
 * nothing else in it, and nothing is nested deeper.
 */
const OUTLINE = /^\{(k\{((ks,?)*|(k(s|\[[\d,]*\]),?){3})\},?)*\}$/;

/**
 * Opens a model file of either form (see `model/read-model`). Nothing refers to `bytes` afterwards.
 *
 * @throws {HarmoniumError} `model-truncated`, `model-header`, `model-metadata`, `model-version`, `model-digest`,
 * `model-tensor`, `model-shape` or `model-weights`; `option-range` for what is not bytes
 */
export function openModel(bytes: Uint8Array): OpenModel {
  if (kindOf(bytes) !== 'Uint8Array') refuse('bytes', 'a Uint8Array', bytes);
  // Before any view of its memory is made: an array that was transferred to a worker is detached and has length 0.
  demand(bytes.length >= 8, 'truncated');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = 8 + view.getUint32(0, true);
  demand(view.getUint32(4, true) === 0 && start <= 8 + HEADER_LIMIT);
  demand(start <= bytes.length, 'truncated');
  const [texts, entries, digestOffset] = parse(bytes.subarray(8, start));
  const { digest } = texts;
  demand(digest === undefined || digestAt(bytes, 8 + digestOffset) === digest, 'digest');
  const meaning = readMetadata(texts);

  const beginOf = (name: string): number => start + (entries[name]?.data_offsets?.[0] ?? 0);
  const cells = meaning.steps * 2 * pitchCount(meaning.pitches);
  const visible = cells + Number(MOOD_UNITS.exec(`${texts['training.moodUnits']}`));
  const hidden = entries['bh']?.shape?.[0] ?? 0;
  const count = entries['chains']?.shape?.[0] ?? 0;
  const compact = 'q' in entries;
  const rows = compact ? (entries['q']?.shape?.[0] ?? 0) : visible;
  const width = (hidden + 1) >> 1;
  const chainWidth = (visible + 7) >> 3;
  demand(hidden > 0 && hidden <= MOST_HIDDEN && count <= MOST_CHAINS, 'shape');
  const type = compact ? 'F16' : 'F32';
  const forms: Form[] = [
    ['bv', type, visible],
    ['bh', type, hidden],
    compact ? ['q', 'U8', rows, width] : ['w', type, rows, hidden],
  ];
  if (compact) forms.push(['scale', type, visible]);
  if (count > 0) forms.push(['chains', 'U8', count, chainWidth]);
  // They are all there, no others, and lie end to end in any order.
  let end = 0;
  for (const [name, dtype, ...shape] of forms.sort((a, b) => beginOf(a[0]) - beginOf(b[0]))) {
    const begin = end;
    end += shape.reduce((product, size) => product * size, Number(dtype.slice(1)) / 8);
    const wanted = { dtype, shape, data_offsets: [begin, end] };
    demand(JSON.stringify(entries[name], Object.keys(wanted)) === JSON.stringify(wanted), 'tensor');
  }
  demand(start + end === bytes.length && forms.length === Object.keys(entries).length, 'tensor');

  const numbers = (name: string, length: number): Float32Array => {
    const at = beginOf(name);
    const data = new Float32Array(length).map((_, k) =>
      compact ? fromHalf(view.getUint16(at + 2 * k, true)) : view.getFloat32(at + 4 * k, true),
    );
    demand(data.every(Number.isFinite), 'weights');
    return data;
  };
  const scale = compact ? numbers('scale', visible) : new Float32Array(visible).fill(1);
  demand(scale.filter((nats) => nats !== 0).length === rows && rows * UNITS_PER_ROW >= visible, 'shape');
  const q = beginOf('q');
  const at = beginOf('chains');
  const chains = Uint8Array.from(bytes.subarray(at, at + count * chainWidth));
  // The bits after a chain's last unit are 0.
  demand(
    chains.every((byte, n) => (n + 1) % chainWidth > 0 || byte % (1 << (-visible & 7)) === 0),
    'chains',
  );
  return {
    ...meaning,
    cells,
    visible,
    hidden,
    bv: numbers('bv', visible),
    bh: numbers('bh', hidden),
    scale,
    units: compact
      ? new Int8Array(rows * hidden).map((_, k) => {
          const j = k % hidden;
          return ((view.getUint8(q + ((k - j) / hidden) * width + (j >> 1)) >> (4 * (j & 1))) & 15) - 8;
        })
      : numbers('w', rows * hidden),
    chains: count > 0 ? chains : undefined,
  };
}

/** A header's strings and tensors, and at which of its bytes the digest's digits begin, if there is one. */
function parse(
  bytes: Uint8Array,
): [texts: Record<string, string>, entries: Record<string, Entry>, digestOffset: number] {
  try {
    // The engine decodes UTF-8 strictly: invalid bytes make this throw.
    let escaped = '';
    for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, '0')}`;
    const text = decodeURIComponent(escaped);
    let last: unknown;
    let digestOffset = 0;
    const outline = text.replace(WORDS, (_, word?: string, colon?: string, at: number = 0) => {
      // The digits of a digest stand behind its key, however that is spelled, and they are eight bytes themselves.
      if (last === 'digest') {
        demand(word?.length === 10);
        digestOffset = at + 1;
      }
      last = colon && JSON.parse(word ?? '');
      return colon ? 'k' : word ? 's' : '';
    });
    demand(/^\{[^]*\} *$/.test(text) && OUTLINE.test(outline));
    const { __metadata__: texts = {}, ...entries } = JSON.parse(text) as Record<string, Record<string, string>>;
    // A key that comes twice counts once here.
    const keys = Object.keys(texts).length + 4 * Object.keys(entries).length;
    demand(outline.split('k').length === keys + 2);
    // A lone surrogate, which only an escape can encode, makes this throw.
    encodeURIComponent(`${Object.entries(texts)}`);
    return [texts, entries, encodeUtf8(text.slice(0, digestOffset)).length];
  } catch {
    demand(false);
  }
}

/** The fields of the metadata, see `model-metadata`. The strings are not copied: lowered to ES5, a copy would lose the key `__proto__`. */
function readMetadata(
  texts: Record<string, string>,
): Pick<OpenModel, 'steps' | 'grid' | 'pitches' | 'tempo' | 'training'> {
  demand(texts['format'] === 'harmonium' && (texts['architecture'] ?? 'rbm') === 'rbm', 'metadata');
  demand(texts['version'] === `${MODEL_VERSION}`, 'version');
  const numbers: Record<string, number> = Object.create(null);
  for (const [key, [least, most]] of Object.entries(MODEL_RANGES)) {
    const word = texts[key] ?? '';
    const value = Number(word);
    const whole = key === 'tempo' || !word.includes('.');
    demand(whole && /^(0|[1-9]\d{0,9})(\.\d{1,20})?$/.test(word) && value >= least && value <= most, 'metadata');
    numbers[key] = value;
  }
  for (const key of Object.keys(texts)) {
    demand(key in numbers || /^(training\.|(format|version|digest|architecture)$)/.test(key), 'metadata');
  }
  const { low, high, ...others } = numbers as Record<keyof typeof MODEL_RANGES, number>;
  demand(low <= high, 'metadata');
  return { ...others, pitches: { low, high }, training: { preset: texts['training.preset'] } };
}

function demand(holds: boolean, code: string = 'header'): asserts holds {
  if (!holds) throw new HarmoniumError(`model-${code}`, 'the model cannot be played');
}
