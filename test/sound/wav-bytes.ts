/** A chunk of a WAV file: name, length, content and the byte of padding. */
export function chunk(
  name: string,
  content: readonly number[] | Uint8Array,
  length: number = content.length,
): number[] {
  return [...letters(name), ...u32(length), ...content, ...(content.length % 2 === 1 ? [0] : [])];
}

/** A WAV file of these chunks. */
export function riff(...chunks: readonly (readonly number[])[]): Uint8Array {
  const content = [...letters('WAVE'), ...chunks.flat()];
  return Uint8Array.from([...letters('RIFF'), ...u32(content.length), ...content]);
}

/** The content of a chunk `fmt `. */
export function format(code: number, channels: number, rate: number, bits: number): number[] {
  const frame = (channels * bits) / 8;
  return [...u16(code), ...u16(channels), ...u32(rate), ...u32(rate * frame), ...u16(frame), ...u16(bits)];
}

/** The content of an extensible chunk `fmt `, whose real code comes late. */
export function extensible(code: number, channels: number, rate: number, bits: number): number[] {
  const guidEnd = [0, 0, 0, 0, 16, 0, 128, 0, 0, 170, 0, 56, 155, 113];
  return [...format(0xfffe, channels, rate, bits), ...u16(22), ...u16(bits), ...u32(0), ...u16(code), ...guidEnd];
}

export const u16 = (value: number): number[] => [value & 255, value >> 8];
export const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16(value >>> 16)];

function letters(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}
