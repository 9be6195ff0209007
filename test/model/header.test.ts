import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHeader } from '../../src/safetensors/header.ts';
import { assemble, errorOf } from './file-parts.ts';

const codeOf = (header: string): string => errorOf(() => readHeader(assemble(header))).code;
const metadataOf = (text: string): [string, string][] =>
  [...readHeader(assemble(`{"__metadata__":${text}}`)).metadata].map(([key, entry]) => [key, entry.text]);
const withLength = (length: number): ReturnType<typeof errorOf> =>
  errorOf(() => readHeader(assemble('{}', undefined, length)));
const tensor = (body: string): string => `{"w":{${body}}}`;

describe('readHeader', () => {
  it('reads tensors and metadata, with spaces wherever JSON allows them', () => {
    const text = ' {"dtype" : "F32",\n"data_offsets":[0 , 8],\t"shape":[2,1]} ';
    const written = `{ "w":${text}, "__metadata__" : { "a" : "b" } }    `;
    const header = readHeader(assemble(written));
    expect(header.tensors).toEqual([{ name: 'w', dtype: 'F32', shape: [2, 1], begin: 0, end: 8, offset: 14 }]);
    expect([...header.metadata]).toEqual([['a', { text: 'b', offset: 8 + written.indexOf('b" }') }]]);
    expect(header.dataStart).toBe(8 + written.length);
  });

  it('reads strings as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (key, text) => {
        expect(metadataOf(JSON.stringify({ [key]: text }))).toEqual([[key, text]]);
      }),
    );
    const escapes = '{"\\u0041\\n":"\\"\\\\\\/\\b\\f\\r\\t\\ud83c\\uDFB5 \\u266f"}';
    expect(metadataOf(escapes)).toEqual(Object.entries(JSON.parse(escapes) as Record<string, string>));
  });

  it('takes __proto__, constructor and the like as keys without meaning', () => {
    const keys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const found = metadataOf(`{${keys.map((key) => `"${key}":"polluted"`).join(',')}}`);
    expect(found).toEqual(keys.map((key) => [key, 'polluted']));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.prototype.toString.call({})).toBe('[object Object]');
  });

  it.each([
    ['nothing in it', '{'],
    ['a leading space', ' {}'],
    ['a list', '[]   '],
    ['two objects', '{}{}'],
    ['a tab after the brace', '{}\t'],
    ['a comma too many', '{"__metadata__":{},}'],
    ['a colon missing', '{"__metadata__" {}}'],
    ['single quotes', "{'__metadata__':{}}"],
    ['a metadata number', '{"__metadata__":{"a":1}}'],
    ['a metadata list', '{"__metadata__":[]}'],
    ['metadata twice', '{"__metadata__":{},"__metadata__":{}}'],
    ['a key twice', '{"__metadata__":{"a":"1","a":"1"}}'],
    ['a key twice, once escaped', '{"__metadata__":{"a":"1","\\u0061":"1"}}'],
    ['a raw newline in a string', '{"__metadata__":{"a":"\n"}}'],
    ['a string without end', '{"__metadata__":{"a":"b}}'],
    ['an unknown escape', '{"__metadata__":{"a":"\\x41"}}'],
    ['a short escape', '{"__metadata__":{"a":"\\u41"}}'],
    ['the first half of a pair', '{"__metadata__":{"a":"\\ud83c"}}'],
    ['the first half twice', '{"__metadata__":{"a":"\\ud83c\\ud83c"}}'],
    ['the second half alone', '{"__metadata__":{"a":"\\udfb5"}}'],
    ['a tensor that is a string', '{"w":"F32"}'],
    ['a tensor key too many', tensor('"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":[]')],
    ['a tensor key twice', tensor('"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]')],
    ['no dtype', tensor('"shape":[1],"data_offsets":[0,4]')],
    ['no shape', tensor('"dtype":"F32","data_offsets":[0,4]')],
    ['no offsets', tensor('"dtype":"F32","shape":[1]')],
    ['one offset', tensor('"dtype":"F32","shape":[1],"data_offsets":[0]')],
    ['three offsets', tensor('"dtype":"F32","shape":[1],"data_offsets":[0,4,8]')],
    ['a negative number', tensor('"dtype":"F32","shape":[-1],"data_offsets":[0,4]')],
    ['a fraction', tensor('"dtype":"F32","shape":[1.0],"data_offsets":[0,4]')],
    ['an exponent', tensor('"dtype":"F32","shape":[1e0],"data_offsets":[0,4]')],
    ['a leading zero', tensor('"dtype":"F32","shape":[01],"data_offsets":[0,4]')],
    ['a number as a string', tensor('"dtype":"F32","shape":["1"],"data_offsets":[0,4]')],
    ['a number past 2^53', tensor('"dtype":"F32","shape":[9007199254740993],"data_offsets":[0,4]')],
    ['a number of 400 digits', tensor(`"dtype":"F32","shape":[${'9'.repeat(400)}],"data_offsets":[0,4]`)],
    ['true', tensor('"dtype":true,"shape":[1],"data_offsets":[0,4]')],
    ['null', tensor('"dtype":null,"shape":[1],"data_offsets":[0,4]')],
  ])('refuses %s', (_, header) => {
    expect(codeOf(header)).toBe('model-header');
  });

  it('accepts no header at which JSON.parse throws, whatever is cut or changed', () => {
    const good = '{"w":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"__metadata__":{"a":"\\u0041é"}}';
    let accepted = 0;
    for (let at = 0; at < good.length; at++) {
      for (const mark of ['', '{', '}', '[', ']', ',', ':', '"', '\\', '0', '1', ' ', 'e', '.', '-']) {
        const changed = good.slice(0, at) + mark + good.slice(at + 1);
        try {
          readHeader(assemble(changed));
        } catch {
          continue;
        }
        accepted++;
        JSON.parse(changed);
      }
    }
    expect(accepted).toBeGreaterThan(20);
  });

  it('bounds the length by 64 KiB and by the file', () => {
    expect(withLength(3)).toMatchObject({ code: 'model-truncated', offset: 8 });
    expect(withLength(65_536).code).toBe('model-truncated');
    expect(withLength(65_537)).toMatchObject({ code: 'model-header', offset: 0 });
    expect(withLength(0).code).toBe('model-header');
    expect(withLength(1).code).toBe('model-header');
    expect(withLength(2 ** 32 + 2).code).toBe('model-header');
    expect(withLength(2 ** 53 + 2).code).toBe('model-header');
    expect(errorOf(() => readHeader(new Uint8Array(7)))).toMatchObject({ code: 'model-truncated', offset: 0 });
    const large = `{${' '.repeat(65_533)}}`;
    expect(readHeader(assemble(`{}${' '.repeat(65_534)}`)).dataStart).toBe(8 + 65_536);
    expect(readHeader(assemble(`${large} `)).dataStart).toBe(8 + 65_536);
    expect(codeOf(`${large}  `)).toBe('model-header');
  });

  it('names the byte at fault', () => {
    expect(errorOf(() => readHeader(assemble('{"a":?}'))).offset).toBe(13);
    const bytes = assemble('{"__metadata__":{"a":"bcd"}}');
    bytes[8 + 23] = 0xc3;
    expect(errorOf(() => readHeader(bytes)).offset).toBe(31);
  });

  it('keeps its messages short', () => {
    expect(errorOf(() => readHeader(assemble(tensor(`"${'x'.repeat(60_000)}":1`)))).message.length).toBeLessThan(200);
  });
});
