import { type Sound } from './sound.ts';
/**
 * Adds the echoes of a small hall to a sound.
 *
 * A feedback delay network: eight delays feed each other through I − ¼·11ᵀ, a reflection that mixes all with all and
 * neither adds nor takes energy; what each loses on its way is set by its length, so that all fall alike. The left channel
 * goes into the even delays and comes out of them, the right one into and out of the odd ones.
 *
 * Source: Jot and Chaigne (1991), "Digital delay networks for designing artificial reverberators".
 *
 * @param share - the echoes' amplitude, 0–1
 */
export declare function addReverb({ left, right }: Sound, share: number): void;
