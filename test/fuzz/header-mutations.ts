/**
 * Ways to change the JSON of a model file's header, piece by piece: what JSON allows and a model does not, what looks like
 * JSON and is not, and what only looks odd.
 *
 * @module
 */
import type { Dice } from './dice.ts';

/** Changes the pieces of a header, in place: strings, marks, numbers and words, and space. */
export type HeaderMutation = (pieces: string[], dice: Dice) => void;

const PIECES = /"(?:[^"\\]|\\[^])*"?|[{}[\],:]|\s+|[^\s{}[\],:"]+/g;

const SPACES = [
  ' ',
  '\n',
  '\t',
  '\r\n',
  ' '.repeat(40),
  '\u00a0',
  '\ufeff',
  '\f',
  '\v',
  '\u2028',
  '\0',
  '/**/',
  '//\n',
];

/** What a text may hold, as JSON or as raw characters: fine in a text, or in none. */
const CHARACTERS = [
  '\\ud83c\\udfb5',
  '\\uD83C\\uDFB5',
  '\\ud83c',
  '\\udfb5',
  '\\udfb5\\ud83c',
  '\\ud83c🎵',
  '\\ud83c\\u0041',
  '\\u0000',
  '\\u00',
  '\\u00g0',
  '\\/',
  '\\b\\f\\n\\r\\t',
  '\\"',
  '\\\\',
  '\\x41',
  '\\U0041',
  '\\\n',
  '\\',
  '"',
  '\t',
  '\n',
  '\0',
  '\u001f',
  '\u007f',
  '\u0085',
  '\u2028',
  '\u202e',
  '\ufeff',
  '\uffff',
  '\u{10ffff}',
  'é',
  '🎵',
  '{',
  '}]',
  ':',
];

const VALUES = [
  'null',
  'true',
  'false',
  '""',
  '"0"',
  '"1"',
  '0',
  '1',
  '-0',
  '-1',
  '1.0',
  '1e0',
  '1E+0',
  '1e400',
  '1e-400',
  '9007199254740991',
  '9007199254740993',
  '18446744073709551616',
  '9'.repeat(400),
  '0x1',
  '01',
  '+1',
  '.5',
  '1.',
  '1_0',
  '1n',
  'NaN',
  'Infinity',
  'undefined',
  "'1'",
  '{}',
  '[]',
  '[1]',
  '[[1]]',
  '["1"]',
  '[1,]',
  '[,1]',
  '{"0":1}',
  '{"length":1}',
  '{"toJSON":1}',
  '{"__proto__":[1]}',
  '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}',
];

const KEYS = [
  '"__proto__"',
  '"constructor"',
  '"toString"',
  '"hasOwnProperty"',
  '"length"',
  '"toJSON"',
  '"__metadata__"',
  '"\\u005f_metadata__"',
  '"\\u0064igest"',
  '"digest"',
  '"training.\\"digest"',
  '"training."',
  '"training.__proto__"',
  '"training.digest"',
  '"\\u0074raining.x"',
  '"Training.x"',
  '"dtype"',
  '"shape"',
  '"\\u0073hape"',
  '"data_offsets"',
  '"bh"',
  '"\\u0062h"',
  '"q"',
  '"w"',
  '"chains"',
  '""',
  '"0"',
  'w',
  "'w'",
  '1',
  'null',
];

const isText = (piece: string): boolean => piece.startsWith('"');
const isNumber = (piece: string): boolean => /^\d/.test(piece);

/** Where pieces are that hold; −1 if there are none. */
function somewhere(pieces: readonly string[], dice: Dice, holds: (piece: string, at: number) => boolean): number {
  const places = pieces.flatMap((piece, at) => (holds(piece, at) ? [at] : []));
  return places.length === 0 ? -1 : dice.pick(places);
}

/** Whether the piece is a key: a colon follows. */
function isKey(pieces: readonly string[], at: number): boolean {
  const after = pieces.slice(at + 1, at + 3).find((piece) => piece.trim() !== '');
  return after === ':';
}

/** One past the value that begins at a piece. */
function endOf(pieces: readonly string[], from: number): number {
  let depth = 0;
  for (let at = from; at < pieces.length; at++) {
    const piece = pieces[at] ?? '';
    if (piece === '{' || piece === '[') depth++;
    if (piece === '}' || piece === ']') depth--;
    if (depth <= 0) return at + 1;
  }
  return pieces.length;
}

/** A value, anywhere: where it begins and ends. */
function someValue(pieces: readonly string[], dice: Dice): [from: number, to: number] {
  const from = somewhere(
    pieces,
    dice,
    (piece, at) => piece === '{' || piece === '[' || isNumber(piece) || (isText(piece) && !isKey(pieces, at)),
  );
  return from < 0 ? [0, 0] : [from, endOf(pieces, from)];
}

/** The value of a key, if there is one. */
function valueOf(pieces: readonly string[], key: string, dice: Dice): [from: number, to: number] | undefined {
  const at = somewhere(pieces, dice, (piece, place) => piece === key && isKey(pieces, place));
  if (at < 0) return undefined;
  const from = pieces.indexOf(':', at) + 1;
  return [from, endOf(pieces, from)];
}

/** A number as something else, which may have the same value. */
function otherNumber(number: string, dice: Dice): string {
  return dice.pick([
    `"${number}"`,
    `[${number}]`,
    `[[${number}]]`,
    `["${number}"]`,
    `{"0":${number}}`,
    `${number}.0`,
    `${number}e0`,
    `${number}0e-1`,
    `-${number}`,
    `+${number}`,
    `0${number}`,
    `0x${number}`,
    `${number}n`,
    `${number}.`,
    ` ${number} `,
    `${number} ${number}`,
    `${number},${number}`,
    `${number}${'0'.repeat(30)}`,
    `${Number(number) + 1}`,
    `${Number(number) - 1}`,
    `${2 ** 32 + Number(number)}`,
    'null',
    '-0',
    '',
  ]);
}

/** Something put into lists, objects or quotes. */
function wrapped(value: string, dice: Dice): string {
  const depth = dice.pick([1, 1, 1, 2, 3, 100, 5000, 30_000]);
  return dice.pick([
    `[${value}]`,
    `[${value},${value}]`,
    `{"a":${value}}`,
    `{"0":${value},"length":1}`,
    JSON.stringify(value),
    `(${value})`,
    `${'['.repeat(depth)}${value}${']'.repeat(depth)}`,
    `${'{"a":'.repeat(depth)}${value}${'}'.repeat(depth)}`,
    `${'['.repeat(depth)}${value}`,
  ]);
}

/** A list in another form. */
function otherList(list: string, dice: Dice): string {
  const items = list.slice(1, -1).split(',');
  return dice.pick([
    '[]',
    '[[]]',
    `[${list}]`,
    `"${items.join()}"`,
    `"${items[0]}"`,
    `[${items.map((_, n) => items[items.length - 1 - n]).join()}]`,
    `[${items.join()},1]`,
    `[1,${items.join()}]`,
    `[${items.slice(1).join()}]`,
    `[${items.slice(0, -1).join()}]`,
    `[${items.join()},]`,
    `[,${items.join()}]`,
    `[${items.map((item) => `"${item}"`).join()}]`,
    `[${items.map((item) => `[${item}]`).join()}]`,
    `["${items[0]}",${items.slice(1).join()}]`,
    `{${items.map((item, n) => `"${n}":${item}`).join()}}`,
    `[${items.map((item) => Number(item) + 4).join()}]`,
    items.join(),
  ]);
}

/** A text whose characters are escapes, some or all. */
function escapedText(text: string, dice: Dice): string {
  const all = dice.oneIn(2);
  const plain = text
    .slice(1, -1)
    .replace(/\\u[\da-f]{4}|\\.|[^]/gi, (character) =>
      character.length > 1 || !(all || dice.oneIn(3)) || character > '\u{ffff}'
        ? character
        : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return `"${plain}"`;
}

/** All ways, by name. */
export const HEADER_MUTATIONS: Readonly<Record<string, HeaderMutation>> = {
  'number in another form': (pieces, dice) => {
    const at = somewhere(pieces, dice, isNumber);
    if (at >= 0) pieces[at] = otherNumber(pieces[at] ?? '', dice);
  },
  'list in another form': (pieces, dice) => {
    const at = somewhere(pieces, dice, (piece) => piece === '[');
    if (at < 0) return;
    const end = endOf(pieces, at);
    pieces.splice(at, end - at, otherList(pieces.slice(at, end).join(''), dice));
  },
  'chains in another form': (pieces, dice) => {
    const place = valueOf(pieces, '"chains"', dice);
    if (place === undefined) return;
    const inner = pieces.slice(...place);
    HEADER_MUTATIONS[dice.pick(['number in another form', 'list in another form', 'another value'])]?.(inner, dice);
    pieces.splice(place[0], place[1] - place[0], ...inner);
  },
  'another value': (pieces, dice) => {
    const [from, to] = someValue(pieces, dice);
    pieces.splice(from, to - from, dice.pick(VALUES));
  },
  'value wrapped': (pieces, dice) => {
    const [from, to] = someValue(pieces, dice);
    pieces.splice(from, to - from, wrapped(pieces.slice(from, to).join(''), dice));
  },
  'value of another key': (pieces, dice) => {
    const [from, to] = someValue(pieces, dice);
    const [otherFrom, otherTo] = someValue(pieces, dice);
    pieces.splice(from, to - from, pieces.slice(otherFrom, otherTo).join(''));
  },
  'another key': (pieces, dice) => {
    const at = somewhere(pieces, dice, (_, place) => isKey(pieces, place));
    if (at >= 0) pieces[at] = dice.pick(KEYS);
  },
  'a member more': (pieces, dice) => {
    const at = somewhere(pieces, dice, (piece) => piece === '{');
    if (at >= 0) pieces.splice(at + 1, 0, `${dice.pick(KEYS)}:${dice.pick(VALUES)},`);
  },
  'a text more': (pieces, dice) => {
    const at = somewhere(pieces, dice, (piece) => piece === '{');
    const text = dice.pick(['""', '"digest"', '"00000000"', '"\\"digest\\":\\"00000000\\""', '"x"']);
    if (at >= 0) pieces.splice(at + 1, 0, `${dice.pick(KEYS)}:${text},`);
  },
  'a member twice': (pieces, dice) => {
    const at = somewhere(pieces, dice, (_, place) => isKey(pieces, place));
    if (at < 0) return;
    const key = pieces[at] ?? '';
    const from = pieces.indexOf(':', at) + 1;
    const value = pieces.slice(from, endOf(pieces, from)).join('');
    const first = dice.oneIn(2) ? value : dice.pick(VALUES);
    pieces.splice(at, 0, `${dice.oneIn(2) ? key : escapedText(key, dice)}:${first},`);
  },
  'key in escapes': (pieces, dice) => {
    const at = somewhere(pieces, dice, (piece, place) => isText(piece) && isKey(pieces, place));
    if (at >= 0) pieces[at] = escapedText(pieces[at] ?? '', dice);
  },
  'text in escapes': (pieces, dice) => {
    const at = somewhere(pieces, dice, (piece, place) => isText(piece) && !isKey(pieces, place));
    if (at >= 0) pieces[at] = escapedText(pieces[at] ?? '', dice);
  },
  'odd characters': (pieces, dice) => {
    const at = somewhere(pieces, dice, isText);
    const text = pieces[at] ?? '';
    const place = 1 + dice.below(Math.max(1, text.length - 1));
    if (at >= 0) pieces[at] = text.slice(0, place) + dice.pick(CHARACTERS) + text.slice(place);
  },
  'space between': (pieces, dice) => {
    for (let n = dice.pick([1, 1, 3]); n > 0; n--) pieces.splice(dice.below(pieces.length + 1), 0, dice.pick(SPACES));
  },
  'a byte order mark': (pieces, dice) => {
    pieces.splice(dice.pick([0, 1, pieces.length]), 0, '\ufeff');
  },
  'a piece dropped': (pieces, dice) => {
    pieces.splice(dice.below(pieces.length), 1);
  },
  'a piece twice': (pieces, dice) => {
    const at = dice.below(pieces.length);
    pieces.splice(at, 0, pieces[at] ?? '');
  },
  'pieces exchanged': (pieces, dice) => {
    const [one, two] = [dice.below(pieces.length), dice.below(pieces.length)];
    [pieces[one], pieces[two]] = [pieces[two] ?? '', pieces[one] ?? ''];
  },
  'quotes without end': (pieces, dice) => {
    pieces.splice(dice.below(pieces.length), 0, dice.pick(['"', '\\"', '"\\']).repeat(dice.pick([1, 2, 30_000])));
  },
};

/** The file with another header: its pieces are changed, and its length is told right. */
export function changeHeader(file: Uint8Array, mutation: HeaderMutation, dice: Dice): Uint8Array {
  const length = 8 + new DataView(file.buffer, file.byteOffset).getUint32(0, true);
  if (length > file.length) return file;
  const pieces = Buffer.from(file.subarray(8, length)).toString().match(PIECES) ?? [];
  mutation(pieces, dice);
  const header = Buffer.from(pieces.join(''));
  const out = new Uint8Array(8 + header.length + file.length - length);
  new DataView(out.buffer).setUint32(0, header.length, true);
  out.set(header, 8);
  out.set(file.subarray(length), 8 + header.length);
  return out;
}
