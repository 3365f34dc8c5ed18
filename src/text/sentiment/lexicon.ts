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
    masterpiece heavenly bliss lifesaver lifesaving gem godsend genius exquisite unbeatable priceless stunning
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
    remarkable admirable pleasant pleasantly pleasing convenient conveniently luxurious responsive`,
  ],
  [
    1.8,
    `good gud nice nicely well fine helpful useful handy easy easily easier simple simply clean clear clearly crisp
    fast faster fastest quick quickly speedy friendly solid stable sturdy durable robust accurate accurately precise
    powerful strong secure safe safely comfortable comfy compact lightweight light sleek slick stylish attractive
    cute neat bright vivid sharp quiet quietly affordable inexpensive bargain cheap free worth worthwhile value
    quality thank thanks thanx thx appreciate appreciated appreciates like liked likes better improved improves
    improvement improvements helps helped helping polite courteous professional prompt promptly efficient efficiently
    effective effectively effectiveness versatile flexible flexibility customizable interesting entertaining
    rich fresh smart clever creative innovative inventive thoughtful cleanly working pros advantage
    advantages benefit benefits beneficial bonus plus success successful successfully succeed succeeded excels
    excel shines rocks rock yummy tasty delicious fabulous welcoming welcome kind kindly caring warm generous
    honest trustworthy trust trusted legit accessible convenience ease productive productivity
    organized painless fluent healthy relaxing calming addictive hilarious
    funny adorable resolved solved fixed saves saved saver simplicity portability portable readable`,
  ],
  [
    0.9,
    `ok okay okey decent fair fairly reasonable reasonably acceptable adequate adequately sufficient enough usable
    works worked functional hope hopeful hopefully wish want interested yes sure agree agreed ready complete
    completely available modern new popular wide large big huge capable ample plenty variety
    lasting fits fit legible loud support supports supported unique special natural serious bold classic
    positive positively advanced enhanced upgrade improved satisfactory fancy`,
  ],
  [
    -0.9,
    ` problem problems issue issues trouble concern concerns concerned unclear unsure limited
    limitation limitations limit limits lack lacks lacking lacked missing miss misses needs small tiny thin short
    heavy bulky old outdated dated basic average mediocre meh weird odd strange unusual noisy loudness
    complicated complex difficult hard tough tricky stiff costly pricey pricy expensive slow slower slowly
    slowish wait waiting waited delay delays delayed late ads ad advert adverts popups spam unfortunately sadly alas sorry
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
    unacceptable unusable unstable defective defect faulty flawed flaw flaws fault corrupt corrupted malfunction
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
    `terrible terribly awful awfully horrible horribly horrid horrendous worst useless worthless garbage trash rubbish
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
    friend friends friendship birthday bday holiday vacation weekend sunshine sunny relax+ chill chillin calm peace
    peaceful peacefully comfort comforting cozy welcome+ gift gifts reward+ rewarding award awards awarded talented
    talent optimistic confident confidence courage courageous brave bravery strength strengthen+ wise wisdom
    brighten+ shine+ shining sparkle+ glow+ delightfully joyful joyous merry gladly happier happiness funnier cooler
    sweeter nicer cutie sexy hot-stuff handsome dope lit sick-beat rad swag goodnight gratitude respect+ respectful
    respected dignity loyal loyalty devoted support+ supportive rescue+ save+ heal+ healing cure+ recover+ recovery
    survive+ freedom liberty justice hopefulness dream dreams victoriously progress promising promise thrive+
    flourish+ prosper+ prosperity wealth rich+ perk perks upbeat uplifting refreshing refreshed wholesome generosity
    charity charm kindness compassion tender sincere forgive+ harmony unity fairness graceful grace goodness fave
    faves favs fav goood gooood excite+ excitement entertain+ bestie buddies cuddle+ energetic eager eagerly
    enthusiastic enthusiasm fascinate+ intrigue+ keen likable likeable`,
  ],
  [
    0.9,
    `win-win looking-forward forward tonight agree+ accept+ help+ share+ join+ safety hope+ wish+ want+ gain+ gains
    gained grow+ growth boost+ create+ true truly yeah yep yup ya earn+ deserve+ deserving adventure determined
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

/** Turns whose feeling is not the sum of their words; `|`, `?` and `*` as in cues. */
export const turnsOfFeeling: readonly [strength: number, pattern: string][] = [
  [
    2.4,
    'works|working|worked|runs|run (so|very|really|just|pretty|extremely|as)? great|well|perfectly|flawlessly|smoothly|beautifully|wonderfully',
  ],
  [1.5, 'works|working|worked|runs fine|good|ok|okay|properly'],
  [
    2.2,
    '(no|zero|without|never any|never had any|not had any|free of) (real|major|any|more)? (problem|problems|issue|issues|complaint|complaints|trouble|hassle|bugs|glitches|crashes|lag|regrets|ads|noise|drawbacks)',
  ],
  [2, "can't|cant|cannot|couldn't go wrong|complain|beat"],
  [2.6, "can't|cannot|couldn't (live|do|imagine|be) without|better|happier"],
  [
    2,
    "(wouldn't|couldn't|would not|never) (have|want|use|go|trade)? (any|anything|it|another)? (other|else|happier|better)",
  ],
  [2.2, 'well|nicely|job|good|great|nice|keep done|job|work|it'],
  [2.4, 'keep (it|up) (up|the)'],
  [2.2, 'thumbs up'],
  [2.2, "can't|cant|cannot|couldn't wait (to|for|till|until|any)?"],
  [2, '(looking|look|looks) forward'],
  [1.8, 'good|best luck|morning|vibes|times|day'],
  [1.6, 'hell|heck|oh yeah|yes'],
  [1.4, "let's|lets go"],
  [2, 'made|makes|making my day|night|week'],
  [1.8, 'proud|fond of'],
  [1.8, 'never been (happier|better|prouder)'],
  [-1.8, 'fed|beat|blown|messed up'],
  [-2, 'sick|tired|ashamed|scared of'],
  [-2, 'how dare'],
  [-1.8, 'shut up'],
  [-2, '(gives|give|gave) (no|a|two) (shit|fuck|damn|fucks)'],
  [-1.6, 'no|zero (respect|hope|idea|clue|chance|excuse|justice|sense|point|one cares)'],
  [-1.8, 'not|never (ok|okay|cool|fair|funny|right|happy|sure|fun|acceptable)'],
  [-1.6, 'get|gets|got rid of'],
  [-1.5, 'go|goes|going wrong|downhill|broke|nuts'],
  [-1.6, 'falls|fell|falling|fall apart|asleep'],
  [-1.4, "don't|dont|doesn't|didn't (like|care|want|understand|get)"],
  [2, 'life saver|changer'],
  [2, '(worth|value) (it|every|the|for) (penny|money|price|cent)?'],
  [2, 'a|must must|have|buy'],
  [2.4, '(5|five) stars?'],
  [1.2, '(4|four) stars?'],
  [-2.4, '(1|one|zero|0|2|two) stars?'],
  [2, 'highly|definitely|strongly recommend|recommended'],
  [1.8, 'so far so? good|great'],
  [1.6, 'easy|simple|quick|fast to'],
  [
    -2.8,
    "(don't|dont|do not|wouldn't|would not|never|can't|cannot) (buy|recommend|bother|waste|download|install|trust|use|get|purchase)",
  ],
  [-2.6, '(waste|wasted|wasting) (of|my|your|the) (time|money|space|hours)?'],
  [
    -2.2,
    "(doesn't|doesnt|does not|didn't|don't|dont|do not|won't|wont|isn't|not|never|stopped|stops|quit|wouldn't|hasn't|no longer) (even|always|really|properly|seem to|actually)? (work|works|working|load|open|function|connect|start|update|sync|play|respond|turn|hold|last|charge)",
  ],
  [
    -1.4,
    "can't|cant|cannot|unable|couldn't (even)? to? (log|login|open|use|get|access|see|play|load|save|connect|find|do|change|send|download|watch|install|turn|read|hear|delete|view)",
  ],
  [-2, 'not|never|hardly|barely worth (it|the|a)?'],
  [-2.2, 'thumbs down'],
  [
    -2,
    "not|isn't|wasn't (that|very|so|too|as|really|all that|at all)? (good|great|happy|helpful|useful|impressed|pleased|satisfied|easy|user|intuitive|worth|reliable|compatible|recommended|nice|clear|responsive|fast)",
  ],
  [
    -1.6,
    '(too|way|far too|bit|little|so) (much|many|slow|small|big|expensive|short|heavy|bulky|complicated|loud|long|large|hard|high|difficult|pricey|dark|tight|few|low|sensitive|thin|weak|costly|late|soon|easily|bright|simple|noisy|thick|soft)',
  ],
  [
    -1.6,
    '(needs|need|could|should|must|please|pls) (to be|be|to|get)? (improve|improved|improvement|fix|fixed|fixing|better|work|worked)',
  ],
  [
    -1.2,
    '(would|could|should) (be|have|been) (been)? (nice|better|nicer|easier|good|great|nice|helpful) (if|to)?',
  ],
  [
    -1.4,
    '(no|not|lack of|lacks|without|missing|lacking|little|nothing) (a|an|any|much|enough)? (support|option|way|feature|features|manual|instructions|help|answer|response|customer|zoom|flash|battery|viewfinder|memory|sound|reply|refund|explanation|information|updates|update|communication|warranty)',
  ],
  [-1.8, 'used to (be|work|love|like|have)'],
  [-1.6, 'since|after (the|this|last|latest|new|recent)? (last|latest|new|recent)? (update|upgrade)'],
  [-1.6, 'fix (it|this|that|the|your|asap|please)'],
  [
    -2,
    '(going|switch|switching|switched|moving|move|went|goes|go|gone) (back|elsewhere|to) (to|another|a)? (competitor|other|another)?',
  ],
  [-1.4, 'on hold'],
  [-1.6, '(hours|days|weeks|months) (later|late|ago|and|of|without|waiting)'],
  [-1.6, '(still|been) (waiting|broken|no|not|on)'],
  [-1.2, "why (is|are|does|do|did|not|the|would|cant|can't|don't)"],
  [-1.5, 'customer service (is|was|sucks|number)?'],
  [-1.6, 'runs|ran|running|went out'],
  [-1.5, 'battery (drain|hog|life)'],
  [0.6, 'long battery life'],
  [-1.4, 'what (the|a) (hell|heck|fuck|joke|waste|shame|disgrace|mess)'],
  [
    -1.5,
    '(let|lets|letting|letting|slows|slow|goes|went|shuts|shut|breaks|broke|is|are|was) (me|us|you)? down',
  ],
  [-1.2, 'if (only|it) (worked|works|could|had)?'],
  [-1.5, 'no longer|more'],
  [0.8, "not|isn't|wasn't (too|so|that|half|at all)? bad|shabby"],
  [-1.4, '(expected|thought|hoped|wish|wished) (more|better|it|there|they)'],
  [0, 'nothing|not much|none (to)? (dislike|bad|complain|negative)?'],
]

/** Words that turn what follows round, up to three words on. */
export const negations = `not no never none nobody nothing neither nor nowhere without hardly barely scarcely isn't isnt
  wasn't wasnt aren't arent weren't don't dont doesn't doesnt didn't didnt can't cant cannot couldn't couldnt won't wont
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

/** After these words the verdict comes; what stood before counts less. */
export const turningWords = 'but however although though yet except unfortunately'

/** Emoji and faces made of signs. */
export const faces: readonly [strength: number, signs: string][] = [
  [2.6, '😍 🥰 😘 ❤ ♥ 💕 💖 💗 💙 💚 💛 💜 🧡 🤩 💯 🔥 🎉 🥳 🏆'],
  [1.8, '😀 😃 😄 😁 😆 😊 🙂 😇 😎 🤗 👍 👏 🙌 👌 💪 ✅ ⭐ 🌟 ✨ 😂 🤣 😉 😋 🙏 ☺ 💐 🌹 🎊'],
  [-1.8, '😞 😔 😟 🙁 ☹ 😕 😣 😖 😫 😩 😢 😥 😓 😒 🙄 😑 😐 👎 ❌ 💔 😬 🤦 🤷 😪'],
  [-2.6, '😡 😠 🤬 😤 😭 🤮 🤢 💩 😱 🖕 👿'],
]
