/**
 * Moods: of words, and of music.
 *
 * @module harmonium-rbm/mood
 */
export { checkMood, type Mood } from './mood.ts';
export { type MoodLabel, readMoodLabels } from './read-labels.ts';
export { moodOfSong } from './song/mood-of-song.ts';
export { type Keyword, LONGEST_TEXT, moodOfText, type TextMood } from './text/text-mood.ts';
export type { WordMood } from './words/estimate.ts';
export { type Lexicon, openLexicon } from './words/lexicon.ts';
