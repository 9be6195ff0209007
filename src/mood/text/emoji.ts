/**
 * The moods of some emoji, by our own judgement.
 *
 * @module
 */
import type { Mood } from '../mood.ts';

const GROUPS: readonly (readonly [emoji: string, valence: number, arousal: number])[] = [
  ['😀😃😄😁😆😊🙂☺😺', 0.8, 0.4],
  ['😂🤣', 0.8, 0.75],
  ['🥳🎉🎊🤩🕺💃🥂🏆', 0.85, 0.85],
  ['😍🥰😘❤💕💖💗💓💞💘🧡💛💚💙💜', 0.85, 0.4],
  ['😌🧘🍃🌿🕊☁🛁', 0.6, -0.7],
  ['😴💤🌙🛌', 0.25, -0.85],
  ['☀🌞🌈🌻🌸🌺🌷⭐🌟✨', 0.75, 0.3],
  ['😎👍👏🙌💪', 0.65, 0.5],
  ['🔥⚡🚀🤘🎸🥁💥', 0.35, 0.85],
  ['😮😲🤯😯', 0.25, 0.75],
  ['😢🥺😔😞😟☹🙁😿🥀', -0.7, -0.35],
  ['😭💔', -0.8, 0.15],
  ['😩😫😪🥱', -0.45, -0.45],
  ['😠😡🤬👿😤', -0.75, 0.85],
  ['😨😰😱👻💀☠🧟', -0.7, 0.8],
  ['😬😖😣', -0.5, 0.4],
  ['😐😑😶', -0.1, -0.3],
  ['🌧☔🌫⛈', -0.3, -0.25],
  ['⚰🪦', -0.7, -0.4],
];

/** Moods by code point, without variation selectors. */
export const EMOJI: ReadonlyMap<string, Mood> = new Map(
  GROUPS.flatMap(([emoji, valence, arousal]) =>
    Array.from(emoji, (character): [string, Mood] => [character, { valence, arousal }]),
  ),
);
