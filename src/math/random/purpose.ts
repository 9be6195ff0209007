/**
 * What a stream of random numbers is for: the same index in two purposes gives unrelated numbers.
 *
 * Each is a name of its own, and `math/random/random` has all of them as `PURPOSE`: a bundle holds those that are used.
 *
 * @module
 */
export const weights = 1;
export const heldOut = 2;
export const shuffle = 3;
export const training = 4;
export const start = 5;
export const chain = 6;
export const playing = 7;
export const annealing = 8;
export const randomNotes = 9;
export const variation = 10;
export const refill = 11;
export const refillStart = 12;
