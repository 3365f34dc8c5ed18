/**
 * Words and turns of feeling in customers’ language, each with how much it says from −4 (hate) to 4 (love). Written
 * for this project; what a word says in passing is less than what it says in a verdict.
 */
export const feelings: readonly [strength: number, words: string][] = [
  [
    3.4,
    `love loves loved loving luv adore adores adored awesome amazing excellent fantastic perfect perfectly perfection
    brilliant superb wonderful outstanding flawless flawlessly fabulous incredible incredibly phenomenal marvelous
    marvellous stellar terrific magnificent extraordinary exceptional exceptionally best greatest favorite favourite
    masterpiece heavenly bliss lifesaver lifesaving gem godsend genius exquisite unbeatable priceless stunning majestic mesmerizing speechless unmatched unrivaled obsessed addicted
    breathtaking delighted delightful ecstatic thrilled overjoyed wow wonderfully amazingly superbly brilliantly`,
  ],
  [
    2.5,
    `great gr8 impressive impressed beautiful beautifully gorgeous lovely happy happily pleased pleasure enjoy enjoys
    enjoyed enjoying enjoyable fun cool elegant super superior excited exciting glad recommend recommends recommended
    recommending grateful thankful satisfied satisfying satisfaction delight joy kudos bravo congrats congratulations
    hooray yay win winner wins winning splendid sublime top topnotch charming fascinating passionate
    spectacular praise praised invaluable indispensable revolutionary sensational magical cheers blessed reliable
    reliably dependable effortless effortlessly intuitive intuitively smooth smoothly seamless seamlessly fab sweet
    remarkable admirable addicting hooked essential brill awsome awsum awesum amazin excelent excellant lovin snazzy pleasant pleasantly pleasing convenient conveniently luxurious responsive`,
  ],
  [
    1.8,
    `good gud nice nicely well fine helpful useful handy easy easily easier simple simply clean clear clearly crisp
    fast faster fastest quick quickly speedy friendly solid stable sturdy durable robust accurate accurately precise
    powerful strong secure safe safely comfortable comfy compact lightweight sleek slick stylish attractive
    cute neat bright vivid sharp quiet quietly affordable inexpensive bargain worth worthwhile value
    quality thank thanks thanx thx appreciate appreciated appreciates like liked likes better improved improves
    improvement improvements helps helped helping polite courteous professional prompt promptly efficient efficiently
    effective effectively effectiveness versatile flexible flexibility customizable interesting entertaining
    rich fresh smart clever creative innovative inventive thoughtful snappy zippy nifty polished rugged ergonomic elegantly streamlined spotless
    simplifies simplified simplify organize organised clarity instantly thrilling bonuses bless cleanly working pros advantage
    advantages benefit benefits beneficial bonus plus success successful successfully succeed succeeded excels
    excel shines rocks rock yummy tasty delicious fabulous welcoming welcome kind kindly caring warm generous
    honest trustworthy trust trusted legit accessible convenience ease productive productivity
    organized painless fluent healthy relaxing calming addictive hilarious
    funny adorable resolved solved fixed saver simplicity portability portable readable`,
  ],
  [
    0.9,
    `ok okay okey decent fair fairly reasonable reasonably acceptable adequate adequately sufficient enough usable
    works worked functional hope hopeful hopefully wish want interested yes sure agree agreed ready complete
    completely available modern new popular wide large big huge capable ample plenty variety
    lasting fits fit legible loud support supports supported unique special natural serious bold classic
    free light cheap saved save saves support supports supported share play join friends friend
    positive positively advanced enhanced upgrade improved satisfactory fancy`,
  ],
  [
    -0.9,
    ` problem problems issue issues trouble concern concerns concerned unclear unsure limited
    limitation limitations limit limits lack lacks lacking lacked missing miss misses needs small tiny thin short
    heavy bulky old outdated dated basic average mediocre meh weird odd strange unusual noisy loudness
    complicated complex difficult hard tough tricky stiff costly pricey pricy expensive slow slower slowly
    slowish slowest inefficient blank hiccup hiccups restricted restrictive redundant obsolete overkill excessive excessively clutter
    advertising commercials nag nags nagging bloat bloated locked kicked forced revert restart restarts reboot reboots rebooting
    disconnect disconnects disconnected intermittent unfinished wobbly shaky rattle rattles odor goodbye bye heats choppy jerky wait waiting waited delay delays delayed late ads ad advert adverts popups spam unfortunately sadly alas sorry
    uncomfortable awkward bland boring bored dull flimsy fragile plastic cheesy gimmicky picky few dark
    grainy fuzzy blurry blurred loose cheaply inconsistent inconsistently unreliable confusing confused confuse
    incompatible unsupported unavailable incomplete inaccurate incorrect incorrectly wrong wrongly error errors con cons
    drawback drawbacks downside downsides disadvantage disadvantages weak weakness weaknesses stuck refuse refuses refused
    denied remove removed uninstall uninstalled uninstalling deleted delete cancel cancelled canceled cancelling cancellation
    against avoid hassle inconvenience inconvenient inconvenienced tedious tiring unnecessary unwanted scratch
    scratches scratched leak leaks leaking noise static hiss hot overheats overheating drain drains clunky cluttered cumbersome`,
  ],
  [
    -1.9,
    `bad badly poor poorly fail fails failed failing failure failures broken broke breaks breaking bug bugs buggy glitch
    glitches glitchy crash crashes crashed crashing freeze freezes freezing froze frozen hang hangs hanging lag lags laggy
    lagging sluggish unresponsive disappoint disappoints disappointed disappointing disappointment annoy annoys annoyed
    annoying annoyingly annoyance frustrate frustrates frustrated frustrating frustration upset upsetting unhappy
    dissatisfied dissatisfying unsatisfied displeased dislike dislikes disliked irritate irritated irritating irritates
    unacceptable distracting sloppy tacky inferior subpar lackluster underwhelming underwhelmed unimpressed obnoxious unplayable
    unreadable unintuitive deceptive dud stinky smelled invade paywall downgrade downgraded bloatware spammy popup uninstalls laggs
    dissapointed dissapointing dissapointment disapointed disapointing disapointment unnecessarily unsubscribe unusable unstable defective defect faulty flawed flaw flaws fault corrupt corrupted malfunction
    malfunctions lost lose loses losing ruin ruined ruins worse worsen sucks suck sucked sucky lame ugly clumsy stupid dumb
    silly pointless ridiculous ridiculously absurd nonsense overpriced greedy misleading mislead misled lie lies lied lying
    liar dishonest unfair rude impolite unprofessional ignore ignored ignores ignoring incompetent careless negligent
    regret regrets regretted mess messed messy screwed screw junk trashy crappy flop nuisance pain painful painfully
    complaint complaints complain complaining complained angry mad furious anger unfriendly unhelpful
    difficulty difficulties troublesome struggle struggles struggling struggled unfortunate bogus
    fraudulent refund refunds overcharged stranded damaged damage damages
    dirty filthy gross smelly stink stinks unsafe insecure dangerous threat hacked stolen virus malware
    spyware invasive intrusive creepy sad sadness worry worried worries worrying afraid scared fear headache
    headaches unwilling impossible unprepared unorganized disorganized misplaced missed crippled cripples`,
  ],
  [
    -2.9,
    `terrible terribly awful awfully horrible horribly horrid horrendous worst useless worthless garbage trash rubbish horribal moronic
    crap shit shitty bullshit damn dammit wtf hate hates hated hating pathetic disgusting disgusted disgrace disgraceful
    appalling appalled atrocious abysmal dreadful nightmare disaster disastrous catastrophe scam scams scammed scammer
    scammers fraud ripoff unbearable despise loathe outrageous outraged insulting insult shame shameful
    ashamed horrific hell hellish sickening vile lousy inexcusable unforgivable laughable joke incompetence betrayed
    cheated robbed thieves thief criminal idiots idiot idiotic moron morons fuck fucking fucked fuckin bitch asshole
    suckiest crappiest epicfail deplorable dismal miserable miserably infuriating infuriated enraged`,
  ],
]

/** More of the same, as people talk of the day and of the news; `+` stands for the forms of a verb. */
export const talk: readonly [strength: number, words: string][] = [
  [
    2.6,
    `loveliest bestest celebrate+ celebration celebratory triumph+ triumphant victory victories victorious champion
    champions epic legend legendary fantasticly stoked pumped hyped ecstasy euphoric proud proudly honored honoured
    adorbs yess yesss yassss woohoo woot yippee happiest congratulate+ congratulation mindblowing gorgeously
    blessing blessings heroic hero heroes glorious glory masterful jackpot dazzling riveting unforgettable treasure+
    cherish+ passion admire+ inspire+ inspiring inspirational inspiration overjoy+ bff sweetest cutest coolest
    funniest luckiest proudest finest greatness best-ever`,
  ],
  [
    1.8,
    `smile+ smiling smiles laugh+ laughing laughter lol lmao lmfao rofl haha hahaha hahahaha hehe lolol xoxo hug+
    hugs hugging kiss+ cheer+ cheering cheerful lucky luckily luck grin+ giggle+ chuckle+ party parties celebrating
    friendship birthday bday holiday vacation weekend sunshine sunny relax+ chill chillin calm peace
    peaceful peacefully comfort comforting cozy welcome+ gift gifts reward+ rewarding award awards awarded talented
    talent optimistic confident confidence courage courageous brave bravery strength strengthen+ wise wisdom
    brighten+ shine+ shining sparkle+ glow+ delightfully joyful joyous merry gladly happier happiness funnier cooler
    sweeter nicer cutie sexy hot-stuff handsome dope lit sick-beat rad swag goodnight gratitude respect+ respectful
    respected dignity loyal loyalty devoted supportive rescue+ heal+ healing cure+ recover+ recovery
    survive+ freedom liberty justice hopefulness dream dreams victoriously progress promising promise thrive+
    flourish+ prosper+ prosperity wealth rich+ perk perks upbeat uplifting refreshing refreshed wholesome generosity
    charity charm kindness compassion tender sincere forgive+ harmony unity fairness graceful grace goodness fave
    faves favs fav goood gooood excite+ excitement entertain+ bestie buddies cuddle+ energetic eager eagerly
    enthusiastic enthusiasm fascinate+ intrigue+ keen likable likeable`,
  ],
  [
    0.9,
    `win-win looking-forward forward tonight agree+ accept+ help+ share+ join+ safety hope+ wish+ want+ gain+ gains
    gained grow+ growth boost+ true truly yeah yep yup ya earn+ deserve+ deserving adventure determined
    curious impress+ alive together invite+ play playing yum mmm ;) :) :d xd <3 (: =)`,
  ],
  [
    -0.9,
    `no miss+ wait+ stop+ block+ ban+ banned hardly only tired sleepy sleepless exhausted exhausting busy cold rain
    raining rainy leave+ alone worry+ doubt+ doubtful confuse+ nervous anxious anxiety stress+ stressful stressed
    pressure monday homework exam exams cry+ sigh ugh hmm smh yikes cost costs debt tax taxes fined fee fees
    problem+ argue+ argument arguments oppose+ opposed opposition deny+ refuse+ reject+ rejected rejection avoid+
    lack+ unable excuse excuses blame+ forget+ forgot forgotten mistake mistakes delay+ blah shut cut cuts rough
    silence bitter`,
  ],
  [
    -1.9,
    `sadder saddest cry crying tears weep+ sob+ grief grieve+ mourn+ mourning heartbroken heartbreak heartbreaking
    depress+ depressed depressing depression misery hopeless hopelessly helpless despair lonely loneliness hurt
    hurts hurting ache+ aching suffer+ suffering agony torture+ sick sickness illness ill disease cancer injured
    injury injuries injure+ wound+ wounded die dies died dying dead death deaths kill+ killed killer killing
    killings murder+ murdered murderer suicide shoot+ shooting shot attack+ attacked attacks attacker bomb+ bombing
    explosion war wars violence violent violently abuse+ abused abusive rape+ rapist assault+ victim victims crime
    crimes criminals stole steal+ rob+ robbery corruption cheat+ cheater lie+ fake fakes hypocrite hypocrisy
    hypocritical racist racism sexist sexism bigot bigotry homophobic nazi terror terrorism terrorist terrorists
    threat+ threaten+ threatened danger dangers scary scare+ terrified terrifying frightening frightened fears
    fearful panic+ horror crisis tragic tragedy tragically accident collapse+ destroy+ destroyed destruction damage+
    ruin+ fail+ loser losers lose+ loss losses defeat+ defeated beaten worsen+ nasty mean cruel cruelty wicked hate+
    hateful hatred hater haters angrily rage outrage+ annoy+ irritate+ bother+ bothered disturb+ disturbing disgust+
    ew eww ewww yuck jealous jealousy envy guilt shame+ embarrass+ embarrassed embarrassing embarrassment humiliate+
    humiliating insult+ mock+ bully+ bullied bullying bullies harass+ harassment stupidity dumbass fool+ foolish
    ignorant ignorance clueless crazy insane waste+ wasted suck+ bastard ffs stfu fml screw+ troubled troubling
    unjust injustice illegal scandal protest+ riot+ sanction+ arrest+ arrested jail prison guilty accuse+ accused
    condemn+ criticize+ critic criticism complain+ blame slam+ slams betray+ betrayal abandon+ abandoned neglect+
    ignore+ dump+ dumped fired layoff layoffs unemployed poverty starving hunger homeless curse+ cursed nightmare+
    migraine fever flu vomit+ puke+ nausea sore cramps hangover hungover insomnia regret+ disappoint+ fuckup doomed
    doom toxic poison+ polluted pollution stink+ frustrate+ bummed bummer offend+ offended offensive offense dread+`,
  ],
  [
    -2.9,
    `fuckn fck fuk motherfucker motherfuckers bitches bitching cunt cunts whore slut douche douchebag prick dickhead
    twat scum scumbag evil monstrous monster monsters massacre massacred genocide atrocity atrocities slaughter+
    torture holocaust heinous repulsive revolting despicable detest+ abhorrent abomination horrifying horrified
    excruciating unbearably insufferable worstever devastate+ devastated devastating devastation catastrophic
    catastrophes hellhole shitshow shithole bs assholes jackass`,
  ],
]

/** Words that turn what follows round, up to three words on. */
export const negations = `not no never none nobody nothing neither nor nowhere without hardly barely scarcely isn't isnt
  wasn't wasnt havent carnt less aren't arent weren't don't dont doesn't doesnt didn't didnt can't cant cannot couldn't couldnt won't wont
  wouldn't wouldnt shouldn't shouldnt hasn't hasnt haven't havent hadn't hadnt ain't aint n't lack lacks lacking stopped
  stop`

/** Words that make what follows stronger (above 1) or weaker. */
export const degrees: readonly [factor: number, words: string][] = [
  [
    1.3,
    `very really so extremely super absolutely totally completely incredibly insanely highly truly especially utterly
    entirely seriously ridiculously unbelievably exceptionally remarkably too most hugely deeply thoroughly such way`,
  ],
  [
    0.75,
    `somewhat slightly fairly rather quite pretty kinda sorta kind little bit partly almost mostly relatively
    occasionally sometimes moderately reasonably`,
  ],
]

/** After these words what is good is wished for or supposed. */
export const wishes = 'would could should might if'

/** After these words the verdict comes; what stood before counts less. */
export const turningWords = 'but however although though yet except unfortunately'

/** Emoji and faces made of signs. */
export const faces: readonly [strength: number, signs: string][] = [
  [2.6, '😍 🥰 😘 ❤ ♥ 💕 💖 💗 💙 💚 💛 💜 🧡 🤩 💯 🔥 🎉 🥳 🏆'],
  [1.8, '😀 😃 😄 😁 😆 😊 🙂 😇 😎 🤗 👍 👏 🙌 👌 💪 ✅ ⭐ 🌟 ✨ 😂 🤣 😉 😋 🙏 ☺ 💐 🌹 🎊'],
  [-1.8, '😞 😔 😟 🙁 ☹ 😕 😣 😖 😫 😩 😢 😥 😓 😒 🙄 😑 😐 👎 ❌ 💔 😬 🤦 🤷 😪'],
  [-2.6, '😡 😠 🤬 😤 😭 🤮 🤢 💩 😱 🖕 👿'],
]
