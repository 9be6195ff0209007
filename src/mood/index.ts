/**
 * Moods: of words, and of music.
 *
 * @module harmonium-rbm/mood
 */
export { checkMood, type Mood } from './mood.ts';
