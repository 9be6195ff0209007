/** Words of moods, strongest first: what a lexicon of moods may give. */
export const MOOD_WORDS: readonly string[] = `
terrified ecstatic furious miserable joyful joyous devastated thrilled heartbroken jubilant
euphoric hateful horrible wonderful terrible delighted depressed exciting excited happy
sad angry afraid lonely peaceful calm hope wonder war quiet
love hate joy grief sorrow fear terror anger rage fury
bliss despair delight ecstasy misery agony anguish horror panic dread
happiness sadness loneliness peace serenity tranquility tenderness passion triumph victory
death funeral mourning tears crying weeping sobbing screaming laughing laughter
smile smiling dancing party celebration festival wedding birthday holiday summer
spring sunshine sunny bright brilliant beautiful lovely pretty sweet gentle
soft tender warm cozy comfortable relaxed relaxing restful soothing sleepy
sleep dream dreamy lullaby tired weary bored boring dull gray
gloomy dark darkness night shadow black cold winter rain rainy
storm stormy thunder lightning fire burning fierce violent brutal savage
aggressive hostile bitter cruel cursed evil wicked sinister scary frightening
frightened terrifying scared nervous anxious anxiety worried tense tension stress
stressful restless desperate hopeless helpless broken lost abandoned alone empty
melancholy nostalgic nostalgia longing yearning wistful tragic tragedy painful pain
hurt suffering wounded sick weak sorry guilty shame regret jealous
mad annoyed irritated frustrated outraged disgusted battle fight enemy revenge
heroic brave courage proud pride glory glorious majestic noble grand
epic powerful strong mighty bold confident energetic energy lively vivid
fast quick wild crazy funny silly playful cheerful merry jolly
glad pleased grateful thankful blessed hopeful optimistic lucky free freedom
friendly friend romantic kiss kind caring charming elegant graceful serene
tranquil silent silence still slow solemn serious sacred holy mysterious
mystery magic magical strange eerie haunted haunting ghost danger dangerous
threatening ominous adventure journey surprise surprised amazing amazed awe astonished
`
  .trim()
  .split(/\s+/u);
