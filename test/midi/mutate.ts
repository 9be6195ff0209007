/**
 * Breaking files in a way that can be repeated.
 *
 * @module
 */

/** Bytes at which readers go wrong. */
const EDGES = [0, 1, 63, 64, 127, 128, 143, 144, 192, 240, 247, 254, 255];

/**
 * A copy of `bytes` with one to three changes: a byte overwritten, put in or taken out, a stretch repeated, the end cut.
 * Three times in four the last track's length is put right again, or most readers would see no further than that. The
 * same for the same `seed`.
 */
export function mutate(bytes: Uint8Array, seed: number): Uint8Array {
  let state = (seed * 2654435761 + 1) >>> 0;
  const below = (limit: number): number => {
    // The step of Knuth's MMIX generator cut to 32 bits would be weak in its low bits: use the high ones.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * limit);
  };
  const list = [...bytes];
  const value = (): number => (below(2) === 0 ? below(256) : (EDGES[below(EDGES.length)] ?? 0));
  for (let n = below(3); n >= 0; n--) {
    const at = below(list.length + 1);
    const kind = below(8);
    if (kind < 4) list[Math.min(at, Math.max(list.length - 1, 0))] = value();
    else if (kind === 4) list.splice(at, 0, value());
    else if (kind === 5) list.splice(at, 1 + below(3));
    else if (kind === 6) list.splice(at, 0, ...list.slice(at, at + below(16)));
    else if (below(4) === 0) list.length = at;
  }
  const copy = Uint8Array.from(list);
  const track = lastTrack(copy);
  if (track >= 0 && below(4) > 0) new DataView(copy.buffer).setUint32(track + 4, copy.length - track - 8);
  return copy;
}

/** Offset of the last `MTrk`, or -1. */
function lastTrack(bytes: Uint8Array): number {
  for (let at = bytes.length - 8; at >= 0; at--) {
    if (bytes[at] === 0x4d && bytes[at + 1] === 0x54 && bytes[at + 2] === 0x72 && bytes[at + 3] === 0x6b) return at;
  }
  return -1;
}
