/**
 * English words that shape a mood, or have none.
 *
 * @module
 */

/** The words of a text. */
function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** They turn the mood of what follows round. Words that end in `n't` do too. */
export const NEGATIONS: ReadonlySet<string> = words(`
  not no never without nor neither none nothing nobody hardly barely scarcely cannot dont doesnt didnt isnt arent wasnt werent
  cant couldnt wont wouldnt shouldnt aint lacking lacks lack
`);

/** How much more, or less, the word that follows is. `a bit` and the like are two words. */
export const DEGREES: ReadonlyMap<string, number> = new Map([
  ...degree(1.6, 'extremely incredibly utterly immensely absolutely overwhelmingly insanely totally completely unbelievably'),
  ...degree(1.4, 'very really so deeply truly super highly intensely terribly awfully especially particularly most much'),
  ...degree(1.2, 'quite too pretty rather more fairly'),
  ...degree(0.7, 'mildly moderately relatively'),
  ...degree(0.5, 'slightly somewhat little bit less faintly vaguely kinda sorta partly'),
]);

/** Pairs of words that are one word of degree. */
export const DEGREE_PAIRS: ReadonlyMap<string, number> = new Map([
  ...degree(1.4, 'a_lot very_much'),
  ...degree(0.5, 'a_bit a_little kind_of sort_of a_touch a_hint'),
]);

function degree(factor: number, list: string): [string, number][] {
  return list.split(' ').map((word) => [word.replace('_', ' '), factor]);
}

/** What follows them counts more than what is before. */
export const CONTRASTS: ReadonlySet<string> = words('but however yet although though nevertheless nonetheless instead rather');

/** They only frame what is asked for. */
export const FRAMING: ReadonlySet<string> = words(`
  song songs music musical piece pieces tune tunes melody melodies track tracks composition compositions sound sounds sounding
  chord chords soundtrack score theme themes number instrumental accompaniment jingle record
  want wants wanted need needs like likes please give gives make makes making made write writes writing written compose composes
  composing composed create creates creating created generate generates generating produce play plays playing played hear hears
  listen listening find get let show bring brings express expresses expressing expressed expression convey conveys conveying evoke
  evokes evoking evoked capture captures capturing describe describes describing represent sing sings help
  feel feels feeling feelings felt mood moods emotion emotions emotional atmosphere vibe vibes tone style kind sort type way full filled
  something anything thing things someone somebody everyone people person one ones time moment bit lot touch sense hint mix
  perfect suitable right about
`);

/** Words without a meaning of their own. */
export const FUNCTION_WORDS: ReadonlySet<string> = words(`
  a an the this that these those such some any each every all both few many other another same own
  i me my mine myself we us our ours ourselves you your yours yourself he him his himself she her hers herself it its itself they
  them their theirs themselves who whom whose which what when where why how
  i'd i'm i'll i've we'd we're we'll we've you'd you're you'll you've he'd he's he'll she'd she's she'll it's it'd it'll they'd they're
  they'll they've that's there's what's who's let's here's
  is are was were be been being am do does did doing done have has had having will would shall should can could may might must
  ought used going go goes gonna wanna gotta
  and or if because as until while of at by for with against between into through during before after above below to from up down in
  out on off over under again further then once here there than too also just only even still ever already always often sometimes
  usually maybe perhaps else ok okay etc per via upon within along across toward towards around among amongst
  yes oh ah hey hi hello thanks thank um uh well now today tonight tomorrow yesterday
`);

/** A verb of wishing after one of {@link WISHERS}, before one of {@link WISHED}, only frames: `I hope you can …`. */
export const WISHES: ReadonlySet<string> = words('hope wish love like');
export const WISHERS: ReadonlySet<string> = words("i we i'd we'd would really");
export const WISHED: ReadonlySet<string> = words('you to that if it a an some for');
