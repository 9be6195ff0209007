/** A safetensors file put together by hand: any header, any data. */
export function assemble(
  header: string | Uint8Array,
  data: Uint8Array = new Uint8Array(0),
  length?: number,
): Uint8Array {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length ?? text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

/** Numbers as little-endian float32. */
export function floats(...values: number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  for (const [k, value] of values.entries()) view.setFloat32(k * 4, value, true);
  return new Uint8Array(view.buffer);
}

/** The parts of the smallest model: one step, one pitch, one hidden unit, no digest. */
export interface Parts {
  metadata: Record<string, string>;
  tensors: Record<string, { dtype: string; shape: number[]; data_offsets: number[] }>;
  data: Uint8Array;
}

export function smallParts(): Parts {
  return {
    metadata: { format: 'harmonium', version: '1', steps: '1', grid: '4', low: '60', high: '60', tempo: '120' },
    tensors: {
      bh: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
      bv: { dtype: 'F32', shape: [2], data_offsets: [4, 12] },
      w: { dtype: 'F32', shape: [2, 1], data_offsets: [12, 20] },
    },
    data: floats(1, 2, 3, 4, 5),
  };
}

/** The file of such parts. */
export function file({ metadata, tensors, data }: Parts): Uint8Array {
  return assemble(JSON.stringify({ ['__metadata__']: metadata, ...tensors }), data);
}

/** The error that `act` throws, with its class's name, or a failure. */
export function errorOf(act: () => unknown): {
  name: string;
  code: string;
  message: string;
  offset: number | undefined;
} {
  try {
    act();
  } catch (error) {
    const { name, code, message, offset } = error as Error & { code: string; offset: number | undefined };
    return { name, code, message, offset };
  }
  throw new Error('nothing was thrown');
}
