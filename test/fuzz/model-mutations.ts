/**
 * Ways to break a model file, and ways to write the same model differently.
 *
 * @module
 */
import type { Dice } from './dice.ts';
import type { Member, ModelParts } from './model-parts.ts';

/** Changes something, in place. */
export type ModelMutation = (parts: ModelParts, dice: Dice) => void;

const ODD_KEYS = [
  '"__proto__"',
  '"constructor"',
  '"prototype"',
  '"toString"',
  '"hasOwnProperty"',
  '"training.__proto__"',
  '"training.constructor"',
  '"__metadata__"',
  '""',
  '"w"',
  '"w\\u0000"',
  '"\\u0077"',
  '"digest"',
  '"ſteps"',
  "'w'",
  'w',
  '1',
];

const ODD_VALUES = [
  '""',
  '"0"',
  '"1e3"',
  '"-0"',
  '"-1"',
  '"0x10"',
  '"NaN"',
  '"Infinity"',
  '"1.0"',
  '"01"',
  '" 1"',
  '"1\\n"',
  '"99999999999"',
  '"9007199254740993"',
  '"１"',
  '"\\ud800"',
  '"\\ud83c\\udfb5"',
  '1',
  'null',
  'true',
  '{}',
  '[]',
  '{"__proto__":"1"}',
  '"',
  '"\\x"',
  '"\u0000"',
];

const ODD_NUMBERS = [
  '0',
  '1',
  '-1',
  '1.5',
  '1e1',
  '01',
  '4294967296',
  '4294967295',
  '9007199254740991',
  '1e400',
  'null',
];

function oddList(dice: Dice): string {
  const count = dice.pick([0, 1, 1, 2, 2, 2, 3, 40]);
  return `[${Array.from({ length: count }, () => dice.pick(ODD_NUMBERS)).join(',')}]`;
}

/** The members of some tensor. */
function someMembers(parts: ModelParts, dice: Dice): Member[] {
  return parts.tensors.length === 0 ? parts.metadata : dice.pick(parts.tensors)[1];
}

/** Sets the value of a member that begins so, if there is one. */
function set(members: Member[], name: string, value: string): void {
  for (const member of members) if (member[0] === `"${name}"`) member[1] = value;
}

/** All ways to break it, by name. */
export const MODEL_MUTATIONS: Readonly<Record<string, ModelMutation>> = {
  'odd metadata key': (parts, dice) => {
    parts.metadata.splice(dice.below(parts.metadata.length + 1), 0, [
      dice.pick(ODD_KEYS),
      dice.pick(['"x"', ...ODD_VALUES]),
    ]);
  },
  'odd metadata value': (parts, dice) => {
    if (parts.metadata.length > 0) dice.pick(parts.metadata)[1] = dice.pick(ODD_VALUES);
  },
  'metadata number': (parts, dice) => {
    const name = dice.pick(['steps', 'grid', 'low', 'high', 'tempo', 'version']);
    set(
      parts.metadata,
      name,
      `"${dice.pick(['0', '1', '2', '3', '96', '127', '128', '1024', '1025', '3.99', '1000.1'])}"`,
    );
  },
  'metadata missing': (parts, dice) => {
    parts.metadata.splice(dice.below(parts.metadata.length + 1), 1);
  },
  'a key twice': (parts, dice) => {
    const members = dice.oneIn(2) ? parts.metadata : someMembers(parts, dice);
    if (members.length > 0) members.push([...dice.pick(members)]);
  },
  'a tensor twice': (parts, dice) => {
    if (parts.tensors.length > 0) parts.tensors.push(dice.pick(parts.tensors));
  },
  'another tensor': (parts, dice) => {
    const members: Member[] = [
      ['"dtype"', '"F32"'],
      ['"shape"', '[0]'],
      ['"data_offsets"', '[0,0]'],
    ];
    parts.tensors.splice(dice.below(parts.tensors.length + 1), 0, [dice.pick(ODD_KEYS), members]);
  },
  'tensor missing': (parts, dice) => {
    parts.tensors.splice(dice.below(parts.tensors.length), 1);
  },
  'tensor of another name': (parts, dice) => {
    if (parts.tensors.length > 0) dice.pick(parts.tensors)[0] = dice.pick(ODD_KEYS);
  },
  'odd tensor key': (parts, dice) => {
    someMembers(parts, dice).push([dice.pick(ODD_KEYS), dice.pick(ODD_VALUES)]);
  },
  'another type': (parts, dice) => {
    set(
      someMembers(parts, dice),
      'dtype',
      dice.pick(['"F64"', '"F16"', '"BF16"', '"I32"', '"f32"', '""', '32', 'null']),
    );
  },
  'odd shape': (parts, dice) => {
    set(someMembers(parts, dice), 'shape', oddList(dice));
  },
  'odd offsets': (parts, dice) => {
    set(someMembers(parts, dice), 'data_offsets', oddList(dice));
  },
  'a gigabyte claimed': (parts, dice) => {
    const hidden = dice.pick([65536, 16384, 1048576]);
    const visible = dice.pick([4096, 1048576, 65536]);
    for (const [name, members] of parts.tensors) {
      if (name === '"w"') set(members, 'shape', `[${visible},${hidden}]`);
      if (name === '"w"') set(members, 'data_offsets', `[0,${4 * visible * hidden}]`);
    }
  },
  'tensors in another order': (parts) => {
    parts.tensors.reverse();
  },
  'header length lie': (parts, dice) => {
    const near = BigInt(dice.below(4000));
    parts.claim = dice.pick([
      0n,
      1n,
      2n,
      near,
      near,
      65536n,
      65537n,
      4294967295n,
      1n << 53n,
      1n << 63n,
      (1n << 64n) - 1n,
    ]);
  },
  'odd space': (parts, dice) => {
    parts.space = dice.pick([' ', '\n', '\t', '\r\n', '\u00a0', '\ufeff', '/**/', '\f', ',', '\0']);
  },
  'odd padding': (parts, dice) => {
    parts.padding = dice.pick([' ', '\n', '\0', '}', '{}', ' '.repeat(dice.below(70000))]);
  },
  'nested without end': (parts, dice) => {
    const depth = dice.pick([100, 5000, 20000]);
    const value = dice.pick(['['.repeat(depth), '{"a":'.repeat(depth), '['.repeat(depth) + ']'.repeat(depth)]);
    (dice.oneIn(2) ? parts.metadata : someMembers(parts, dice)).push(['"training.x"', value]);
  },
  'a long text': (parts, dice) => {
    const text = dice.pick(['x', '\\n', '\\ud83c\\udfb5', '🎵', '\\u0000']).repeat(dice.pick([1000, 8000, 16000]));
    parts.metadata.push([dice.oneIn(2) ? `"training.${text}"` : '"training.x"', `"${text}"`]);
  },
  'a text of the training': (parts, dice) => {
    const key = dice.pick([
      'preset',
      'epochs',
      'rate',
      'heldOut',
      'centred',
      'keys',
      'voices',
      'sustain',
      'split',
      'order',
    ]);
    const text = dice.pick([
      '',
      '1',
      '01',
      '-1',
      '1.50',
      '1e3',
      '1 2',
      '1  2',
      'yes',
      'true',
      'article',
      'first-windows',
    ]);
    parts.metadata.push([`"training.${key}"`, `"${text}"`]);
  },
  'an architecture': (parts, dice) => {
    parts.metadata.push(['"architecture"', dice.pick(['"rbm"', '"RBM"', '"rnn-rbm"', '""', '"undefined"'])]);
  },
  'many words': (parts, dice) => {
    for (let n = dice.below(3000); n > 0; n--) parts.metadata.push([`"training.${n}"`, '""']);
  },
  'not a number': (parts, dice) => {
    const words = [0x7fc00000, 0x7f800000, 0xff800000, 0xffffffff, 0x7f800001];
    const at = 4 * dice.below(parts.data.length >> 2);
    if (parts.data.length >= 4) new DataView(parts.data.buffer).setUint32(at, dice.pick(words), true);
  },
  'other numbers': (parts, dice) => {
    const words = [0x80000000, 1, 0x007fffff, 0x7f7fffff, 0xff7fffff, dice.below(0x7f800000)];
    const at = 4 * dice.below(parts.data.length >> 2);
    if (parts.data.length >= 4) new DataView(parts.data.buffer).setUint32(at, dice.pick(words), true);
  },
  'data too short': (parts, dice) => {
    parts.data = parts.data.slice(0, dice.below(parts.data.length));
  },
  'data too long': (parts, dice) => {
    const longer = new Uint8Array(parts.data.length + 1 + dice.below(8));
    longer.set(parts.data);
    parts.data = longer;
  },
  'another digest': (parts, dice) => {
    const digests = ['"00000000"', '"deadbeef"', '"DEADBEEF"', '"0000000"', '"000000000"', '"\\u0030000000"', '"🎵🎵"'];
    set(parts.metadata, 'digest', dice.pick(digests));
    parts.sealed = dice.oneIn(3);
  },
};

/** A text as JSON may also write it. */
function escaped(text: string, dice: Dice): string {
  const characters = Array.from(JSON.parse(text) as string, (character) => {
    const code = character.charCodeAt(0);
    const special = character.length > 1 || character === '"' || character === '\\' || code < 32;
    if (special) return JSON.stringify(character).slice(1, -1);
    return dice.oneIn(3) ? `\\u${code.toString(16).padStart(4, '0')}` : character;
  });
  return `"${characters.join('')}"`;
}

/** Ways to write the same model: whoever reads it must get the same numbers. By name. */
export const MODEL_DISGUISES: Readonly<Record<string, ModelMutation>> = {
  'without a digest': (parts) => {
    parts.metadata = parts.metadata.filter(([key]) => key !== '"digest"');
  },
  'space between words': (parts, dice) => {
    parts.space = dice.pick([' ', '\n', '\t', ' \r\n ']);
  },
  'spaces at the end': (parts, dice) => {
    parts.padding = ' '.repeat(dice.below(100));
  },
  'with its architecture': (parts) => {
    set(parts.metadata, 'architecture', '"rbm"');
  },
  'another order': (parts, dice) => {
    parts.tensors.reverse();
    parts.metadata.unshift(...parts.metadata.splice(dice.below(parts.metadata.length)));
    for (const [, members] of parts.tensors) members.reverse();
  },
  escapes: (parts, dice) => {
    for (const member of parts.metadata) {
      member[0] = escaped(member[0], dice);
      // The digest is its eight bytes.
      if (JSON.parse(member[0]) !== 'digest') member[1] = escaped(member[1], dice);
    }
    for (const tensor of parts.tensors) tensor[0] = escaped(tensor[0], dice);
  },
};
