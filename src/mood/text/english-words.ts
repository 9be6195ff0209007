/**
 * English words that have no mood of their own in a request for music: what they do to the words around them.
 *
 * @module
 */

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** They turn what follows into its opposite, more or less. */
export const NEGATIONS: ReadonlySet<string> = wordsOf(`
  not no never neither nor without cannot none nothing nobody nowhere hardly barely scarcely rarely seldom lacking lacks lack
  avoid avoiding isn't aren't wasn't weren't don't doesn't didn't won't wouldn't can't couldn't shouldn't mustn't haven't hasn't hadn't
  ain't isnt dont doesnt didnt wont cant wouldnt couldnt shouldnt non
`);

/** How much more, or less, the next word with a mood is. */
export const DEGREES: ReadonlyMap<string, number> = new Map([
  ...[
    ...wordsOf(
      'extremely incredibly intensely utterly absolutely completely totally deeply immensely insanely overwhelmingly exceedingly terribly awfully infinitely purely',
    ),
  ].map((word) => [word, 1.6] as const),
  ...[
    ...wordsOf(
      'very really so super truly especially particularly highly profoundly greatly most too much such strongly damn',
    ),
  ].map((word) => [word, 1.4] as const),
  ...[...wordsOf('more quite indeed thoroughly')].map((word) => [word, 1.2] as const),
  ...[...wordsOf('rather fairly moderately less')].map((word) => [word, 0.75] as const),
  ...[
    ...wordsOf(
      'slightly somewhat mildly vaguely faintly partly almost partially a-bit a-little a-touch a-hint kind-of sort-of kinda touch-of hint-of bit-of',
    ),
  ].map((word) => [word, 0.5] as const),
]);

/** Two words that are one: they are looked up with a hyphen. */
export const PAIRS: ReadonlySet<string> = wordsOf(`
  a-bit a-little a-touch a-hint kind-of sort-of touch-of hint-of bit-of a-lot not-only not-just not-merely not-simply no-doubt
  can't-wait cannot-wait can't-stop even-though free-of free-from instead-of rather-than no-longer far-from
`);

/** Pairs that turn what follows into its opposite. */
export const NEGATING_PAIRS: ReadonlySet<string> = wordsOf(
  'free-of free-from instead-of rather-than no-longer far-from',
);

/** What follows counts more than what came before in the sentence. */
export const CONTRASTS: ReadonlySet<string> = wordsOf('but however yet nevertheless nonetheless though instead');

/** What follows, up to the next comma, counts less than the rest. */
export const CONCESSIONS: ReadonlySet<string> = wordsOf('although even-though despite notwithstanding while whereas');

/** They join words under one negation. */
export const JOINS: ReadonlySet<string> = wordsOf('or nor');

/** A negation ends here once it has met a word with a mood. */
export const BREAKS: ReadonlySet<string> = wordsOf('and');

/** Function words, and words that only frame a request. */
export const STOPS: ReadonlySet<string> = wordsOf(`
  a an the this that these those it its it's i i'm i've i'd i'll me my mine myself you you're you've you'd your yours yourself he him his
  she her hers we us our ours we're they them their theirs they're who whom whose which what when where why how whatever there here
  there's that's what's let's he's she's
  am is are was were be been being do does did doing done have has had having will would shall should can could may might must ought
  to of in on at by for from with about into onto over under above below between among through during before after since until till
  upon within across along around behind beside beyond near off out up down against toward towards per via like unlike as than
  and or nor if then else because unless whether also too only just even ever again still once always often sometimes usually
  any some all both each every either other others another same own few many several enough one ones two three four five six seven
  eight nine ten first second third last next now then soon today later ago already
  anything everything something someone somebody anyone everyone everybody thing things stuff way ways kinds sort sorts type types
  lot lots bit piece pieces part parts bits pair
  please thanks thank ok okay hey hi yes well oh um uh
  song songs music musical tune tunes track tracks melody melodies composition compositions theme themes soundtrack score background
  instrumental number mood moods feeling feelings feel feels felt feeling emotion emotions emotional atmosphere vibe vibes tone style
  genre sound sounds sounding sounded express expresses expressing expressed expression convey conveys conveying conveyed evoke evokes
  evoking evoked describe describes describing described depict capture captures capturing represent represents sense
  want wants wanted wanting wish like likes liked need needs needed make makes making made create creates creating created
  play plays playing played write writes writing wrote written compose composes composing composed generate generates generating generated
  give gives giving gave given get gets getting got gotten put let lets keep keeps hear hears hearing heard listen listens listening
  listened go goes going went gone come comes coming came take takes taking took show shows showing showed tell tells telling told say
  says saying said look looks looking bring brings bringing brought become becomes becoming became turn turns try tries trying tried
  use using used based full filled fill filling able suitable fit fits suits maybe perhaps possibly
  monday tuesday wednesday thursday friday saturday sunday
  short long minute minutes second seconds hour hours bar bars bpm key
`);
