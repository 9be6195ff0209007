/**
 * Moods of emoji.
 *
 * @module
 */
import type { Mood } from '../mood.ts';

/** Emoji of about the same mood, without variation selectors and skin tones. */
const GROUPS: readonly (readonly [emoji: string, valence: number, arousal: number])[] = [
  ['😀😃😄😁😆😊🙂☺😸', 0.8, 0.45],
  ['😂🤣😹😜😝🤪', 0.75, 0.65],
  ['🎉🎊🥳🎆🎇🪅🎈', 0.8, 0.75],
  ['🤩😍🥰😻💃🕺✨🌟', 0.8, 0.6],
  ['❤♥💕💖💗💓💘💞💝🧡💛💚💙💜💋😘', 0.8, 0.35],
  ['👍👏🙌💪🏆🥇', 0.6, 0.5],
  ['🌈🌞☀🌻🌸🌷🌺🌹💐', 0.7, 0.05],
  ['😌🧘🕊☁🍃🌿🌊🛀🍵😇🌅', 0.6, -0.6],
  ['😴💤🛌🌙🌛🌜🥱', 0.2, -0.8],
  ['🙏', 0.45, -0.25],
  ['😎', 0.6, 0.1],
  ['😢😥😞😔☹🙁😟😿🥺😓', -0.7, -0.3],
  ['😭', -0.75, 0.15],
  ['💔🥀⚰🪦', -0.7, -0.25],
  ['🌧☔', -0.15, -0.35],
  ['😡😠🤬👿😤💢🖕', -0.75, 0.8],
  ['😱😨😰🙀', -0.7, 0.8],
  ['💀☠👻🧟', -0.45, 0.4],
  ['😖😣😫😩', -0.6, 0.3],
  ['🤢🤮👎', -0.65, 0.2],
  ['😐😑😶🤔', -0.05, -0.15],
  ['😮😲😯🤯', 0.2, 0.7],
  ['🔥⚡💥🚀🤘🎸🥁', 0.3, 0.85],
  ['⛈🌩🌪', -0.3, 0.7],
  ['⚔🔫💣👊', -0.45, 0.75],
];

const MOODS: ReadonlyMap<string, Mood> = new Map(
  GROUPS.flatMap(([emoji, valence, arousal]) => [...emoji].map((one) => [one, { valence, arousal }] as const)),
);

/** The mood of an emoji; undefined for one that has none. */
export function emojiMood(emoji: string): Mood | undefined {
  return MOODS.get(emoji);
}
