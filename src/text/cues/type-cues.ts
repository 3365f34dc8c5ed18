import type { Turns } from '#text/cues/pattern.ts'

/** Types of feedback, in the order in which everything in src/text lists them. */
export const types = ['bug', 'feature', 'usability', 'performance', 'pricing', 'praise', 'question'] as const
export type Type = (typeof types)[number]

/** Turns of phrase that speak for a type, with how much a careful reader would make of them (log-odds). */
export interface TypeCue {
  name: string
  /** how a reason begins, as in “Tells of a crash: …” */
  meaning: string
  says: Partial<Record<Type, number>>
  patterns: readonly string[]
}

const cue = (
  name: string,
  meaning: string,
  says: Partial<Record<Type, number>>,
  patterns: string,
): TypeCue => ({
  name,
  meaning,
  says,
  patterns: patterns
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean),
})

export const turns: Turns = {
  not: "not|never|n't|isn't|isnt|aren't|wasn't|doesn't|doesnt|doesn|don't|dont|didn't|didnt|won't|wont|hasn't|haven't|does not|do not|did not|is not|are not|was not|will not|has not|have not",
  cannot:
    "can't|cant|cannot|couldn't|couldnt|unable to|not able to|wasn't able to|can not|could not|can no longer|won't let me|wont let me|doesn't let me|doesnt let me|not let me|does not allow me to|doesn't allow me to|won't allow me to|not possible to|impossible to",
  please: 'please|pls|plz|plss|kindly|pleas|plzz',
  act: 'work|works|working|load|loads|loading|open|opens|opening|start|starts|starting|save|saves|saving|sync|syncs|syncing|play|plays|playing|display|displays|show|shows|showing|connect|connects|connecting|respond|responding|responds|update|updating|updates|download|downloading|downloads|upload|uploading|refresh|refreshing|appear|appears|function|functioning|run|runs|running|send|sending|sends|receive|receiving|recognize|recognise|detect|detects|launch|install|login|stay|stop|stops|accept|match|render|compile|scroll|rotate|export|import|print|search|delete|remember|record|turn|respect|process|complete|finish|happen|do|get|getting|go|let|find|finds',
  thing:
    'option|options|feature|features|ability|button|setting|settings|way|function|functionality|mode|support|tool|possibility|choice|version|filter|filters|shortcut|widget|category|categories|field|tab|tabs',
  good: 'nice|great|good|cool|awesome|helpful|useful|perfect|better|best|amazing|wonderful|fantastic|ideal|appreciated|handy|lovely|neat|brilliant|excellent|fab|super|convenient|easier|interesting|sweet|fun|beneficial|complete|greatly',
  the: 'the|this|your|that|my|our|their|its|these|those|a|an',
  fresh: 'new|newest|last|latest|recent|most|current|previous|android|ios',
  release: 'update|updates|updated|updating|upgrade|upgrading|upgraded|version|release|patch|build',
}

export const typeCues: readonly TypeCue[] = [
  cue(
    'crash',
    'Tells of a crash',
    { bug: 3.6, praise: -1 },
    `
    crash|crashes|crashed|crashing|crashs
    freeze|freezes|freezing|froze|frozen|hang|hangs|hanging|hung|freezed
    force|forced|forces close|closes|closed|closing|closure|quit
    closes|closed|closing|shuts|shutting|quits|exits (itself|by itself|on its own|automatically|down|unexpectedly|immediately|on me)
    kicks|kicked|kicking|boots|booted me|us? out
    black|white|blank|blue|green screen
    stuck on|at|in|loading|while|when
    segfault|coredump|sigsegv|deadlock|panic
    segmentation fault
    core dump|dumped
    memory leak|corruption
    stack trace`,
  ),
  cue(
    'bug',
    'Names a fault',
    { bug: 3, praise: -0.6 },
    `
    bug|bugs|buggy|bugged|glitch|glitches|glitchy|glitching|glitched|malfunction|malfunctions|malfunctioning|regression|defect|defective
    broken|broke|breaks|breaking|corrupt|corrupted|corrupts|unusable|unstable
    messed|screwed|messes|screws up
    goes|went|gone haywire|crazy|wrong
    something|somethings is|went|wrong wrong?`,
  ),
  cue(
    'error',
    'Names an error',
    { bug: 2.4, praise: -0.6 },
    `
    error|errors|exception|exceptions|traceback|assertion|undefined|nullpointerexception|typeerror|valueerror|attributeerror|runtimeerror|importerror
    fail|fails|failed|failing|failure|failures
    timeout|timeouts
    timed|times out
    went wrong
    try again later?`,
  ),
  cue(
    'works not',
    'Says that something does not work',
    { bug: 3, praise: -1 },
    `
    $not (even|always|actually|really|properly|correctly|seem to|want to|just)? $act
    (stop|stops|stopped|quit|ceased|quits) (working|loading|playing|opening|syncing|responding|showing|updating|functioning|sending|receiving|downloading)
    no longer|longer? works|working|work|able|opens|loads|shows|plays|supports
    nothing happens|works|happened|loads|shows
    (barely|hardly|rarely|sometimes) works|working|loads
    works (sometimes|intermittently)
    half|only works
    nonfunctional|inoperable
    not|isn't|isnt working|functioning|responding|loading|functional|visible|available|accessible`,
  ),
  cue(
    'cannot',
    'Says what cannot be done',
    { bug: 1.7, praise: -0.8, usability: 0.3 },
    `
    $cannot (even|seem to|actually|really)? (log|sign|login|open|load|save|access|connect|install|start|see|view|upload|download|send|export|import|print|play|watch|hear|use|get|edit|update|delete|add|post|read|find|change|receive|make|turn|move|scroll|click|select|type|enter|register|verify|activate|refresh|restore|share|call|join|record|remove|search|sync|do|uninstall|reinstall|complete|create|set|listen|reset|go|stop|hide|copy|reply|comment|build|run|compile)
    (refuse|refuses|refusing|refused) to
    unable to
    not|isn't|wasn't able to
    (won't|wont|doesn't|doesnt|not|never) (let|lets|allow|allowing|letting) (me|you|us|users|it|to)
    access denied`,
  ),
  cue(
    'wrong',
    'Tells of a wrong result',
    { bug: 1.4, praise: -0.5 },
    `
    wrong|wrongly|incorrect|incorrectly|inaccurate|mismatch|invalid|unexpected|unexpectedly|inconsistent
    duplicate|duplicates|duplicated|disappear|disappears|disappeared|disappearing|vanished|vanishes
    lost|lose|losing|loses|deleted|erased|wiped|gone $the? (data|files|photos|notes|everything|all|progress|work|history|messages|account|chats|contacts|settings)
    logs|logged|logging|signs|signed|signing me|us? out
    keeps|keep|kept|constantly|continuously|continually|repeatedly (crashing|freezing|logging|asking|saying|closing|failing|stopping|telling|giving|disconnecting|restarting|popping|loading|reloading|buffering|getting|sending|showing|disappearing|turning|resetting|losing)
    says|saying|said|tells|shows|get|getting|got|gives|giving (an|the|this)? (error|message|unavailable|offline)
    out of sync|memory
    blurry|distorted|garbled|flickers|flickering|flicker|stutter|stutters|stuttering|choppy|pixelated
    doubled|cut|cuts|cutting off|out
    incompatible|unresponsive
    randomly|suddenly|intermittently
    disconnects|disconnected|disconnecting|reboots|rebooting|restarts`,
  ),
  cue(
    'since',
    'Ties it to an update',
    { bug: 1.7, praise: -0.5 },
    `
    (since|after|with|until|before) $the? $fresh? $fresh? $release
    ever since
    $fresh $release (broke|breaks|has|is|ruined|sucks|made|makes|won't|doesn't|keeps|causes|killed|messed)
    used to work|be|load|open|play|run|love|show|have
    (worked|works|was working|were working|working) (fine|great|perfectly|well|good|ok|okay|properly) (until|before|till|but|on|with|in)
    stopped after|since
    all of a sudden
    no longer
    after|since updating|upgrading|installing`,
  ),
  cue(
    'fix',
    'Asks for a fix',
    { bug: 2.2, praise: -0.3 },
    `
    $please (do|just|can you|could you)? (fix|solve|resolve|repair|look|sort|rectify|correct|help)
    (fix|fixed|solve|resolve|repair|sort) (it|this|that|these|them|the|your|my|those|asap|soon|now|immediately|and|all)
    (needs|need|must|should|to|get|got|gets|not|been|be|hope) (to|be|it|this|being|a|some)? (fix|fixed|fixing|fixes|repair|repaired)
    bug fix|fixes|fixing
    hotfix|workaround|debug|debugging|troubleshoot|troubleshooting
    (work|works|working) on (it|this|that|these) issue|issues|problem|bug?
    look into|at this|it|that`,
  ),
  cue(
    'report',
    'Is laid out like a fault report',
    { bug: 2.2, feature: -0.6 },
    `
    steps|how to reproduce
    (to|can|cannot|could|can't|be|been|issue|not) reproduce|reproduced|reproducible
    repro|reproduction|reproducer
    expected|actual|current|observed (behavior|behaviour|result|results|output)
    describe the bug
    bug report
    type bug
    system information|info
    (os|python|compiler|browser|opencv|tensorflow|react|node|app|version) version
    debug log
    relevant log|output
    what happened
    stacktrace|logcat|crashlog|changelog`,
  ),
  cue(
    'problem',
    'Speaks of a problem',
    { bug: 1.1, praise: -0.4 },
    `
    problem|problems|issue|issues|trouble|troubles|problematic|flaw|flaws|faulty|fault`,
  ),
  cue(
    'add',
    'Asks to add something',
    { feature: 3.2, bug: -0.5 },
    `
    ($please|just|should|could|can you|could you|would you|if you|if they|they|need to|you|must|to|maybe|also|and|hope|wish|perhaps|they'd|let's) (also|just|please|could|can|at least)? (add|include|implement|introduce|provide|enable|incorporate|integrate|reinstate|restore|support)
    ^ $please? (add|include|implement|introduce|provide|enable|allow|support|integrate|extend|expose|improve|make|let|give|bring|consider|put|update|increase|reduce|change)
    add|adding|added|include|implement (a|an|the|more|some|support|option|options|feature|features|dark|ability|another|back|in|new|other|different|this|these|functionality|to|multiple|an?)
    addition|additions of|to|for
    (bring|put|give|want|need) (it|us|the|them|that|this)? back
    bring|brings|bringing|brought back
    make|have (it|them|this) (so|possible|available|compatible|work|where|optional|configurable|customizable|customisable)
    $please (make|give|allow|let|bring|put|have|keep|create|change|remove|consider|increase|provide|update|enable|support|get|do|show|open|launch)`,
  ),
  cue(
    'would be nice',
    'Says what would be nice',
    { feature: 3, praise: -0.3 },
    `
    (would|it'd|wud|might|could|should|will|'d) (be|make) (so|really|very|even|much|more|also|such|a|far|super|way|pretty|it|this|that|extra)? (more|a|even|much|so)? $good
    would|will|could $please? appreciate|help|improve
    (nice|great|good|cool|awesome|better|helpful|useful|perfect|best) (if|to have|to see|to be able)
    better|perfect|great|5 if (it|you|there|they|we|i|the|u) (had|could|can|would|were|was|have|add|added)?
    nice to have
    only (if|thing) (it|you|there|they|i|that|missing|is|this|we|it's|i'd)
    if (only|possible|you could|u could|there was|there were|it had|it could|they could|we could|i could|you can|they would|you would|you added|they added)`,
  ),
  cue(
    'wish',
    'Voices a wish',
    { feature: 2.6 },
    `
    wish|wished|wishes|wishing (it|there|you|i|we|they|the|that|this|u|for|had|could|list)
    (my|only|one|i|we|just|really|do|still) wish|wishes
    hope|hoping|hopefully|hoped (you|they|to|for|there|in|that|the|it|we|u|can|will|i|this|will)
    wishlist|suggest|suggestion|suggestions|suggesting|suggested|proposal|proposed|propose|enhancement|enhancements|rfc
    (feature|a|my|one|enhancement|small|little|another) request|requests|requesting
    requesting
    my|an|one|another idea
    recommend|recommendation (adding|that|to add|you|making|a)
    how about
    what if
    why (not|don't you|dont you|can't you|cant you|can't we|cant we|isn't there|is there no|no|don't they|not have) (just|add|make|have|allow|give|let)?`,
  ),
  cue(
    'like to see',
    'Says what is wanted',
    { feature: 2.7, praise: -0.3 },
    `
    (would|'d|i'd|we'd|id|you'd|i'll|wud|really|do) (really|also|just|still|personally|absolutely|definitely)? (like|love|prefer|appreciate|want|enjoy) (to|a|an|the|it|if|more|having|for|this|some|you|see|that|being)
    (like|love|want|wanted|wanting|need|hope|prefer|waiting|nice|great|good) to (see|have|be able|get)
    (want|need|needs|wants|wanted|require|requires|like|love|miss|missing|lack|lacks|prefer|expected|expect) (a|an|the|some|more|better|to have|another|other|different|any|additional|that|this|your)? $thing
    rather (have|see|be|than)
    looking|waiting forward? (to|for) (a|an|the|more|seeing|this|next|new|future)`,
  ),
  cue(
    'needs',
    'Says what is missing',
    { feature: 2, bug: -0.1 },
    `
    (need|needs|needed|needing) (more|better|a|an|some|to have|to be able|another|additional|improvement|improvements|dark|support|option|an option|different)
    (need|needs|should|could|must|has|have) to? (add|have|be|allow|let|support|include|also|offer|provide|give|make|implement|integrate|become|improve|work|use|show) (able|an|a|more|option|easier|better|optional|available|the|some|in|it)?
    should (have|be able|be|allow|let|support|also|offer|provide|give|make|include|show|not)
    could use (a|an|some|more|better|improvement)
    lack|lacks|lacking|lacked|lack of?
    (is|are|still|only|thing|what's|features|feature|it's|but|options|option) missing
    missing (a|an|the|some|is|feature|features|option|options|functionality|ability|from|one|lots|many|key|basic)
    (no|isn't|isnt|without|aren't|not|any|lack of|there's no|has no|have no|with no) (a|an|any|real|easy|clear|single)? $thing (to|for|of|that|in)?
    room for improvement
    (more|additional|extra|advanced|other|different|custom|new) (options|features|customization|customisation|control|functionality|settings|filters|choices|languages|themes|colors|tools|variety|content|levels|songs|stickers|emojis|fonts)
    improvement|improvements|improve|improved|enhance|customizable|customizability|customisable|configurable
    doesn't|doesnt|don't|dont|not|didn't (have|support|include|offer|provide|allow)`,
  ),
  cue(
    'allow',
    'Asks to be allowed something',
    { feature: 2.1 },
    `
    (let|allow|enable|give) (us|users|people|everyone|for|the user|the users|customers|players|the ability|multiple|the option|an option|options|you|developers|user)
    (an|the|have|no|with|more|some|any|our|and|give|better|extra) (option|options|ability|possibility|choice|setting|feature) (to|of|for|that|where|in|like)
    (be|being|were|been|is) able to
    (make|making) it (a|easier|more|so|possible|less|better|optional|work|for|available|to|able)
    (instead|rather) (of|than)
    ability|option|possibility|opportunity to
    as an option|alternative
    optional
    at least (a|an|the|make|give|have|let|add|allow)
    easier to|for|if|way
    you|they|u (should|could|can|need) (also|to|really|at least|just)? (add|make|have|give|let|allow|put|include|create|do|improve|change|bring|consider|provide|show|fix)?`,
  ),
  cue(
    'next version',
    'Looks to the next version',
    { feature: 1.5 },
    `
    (in|for|with|on|into) (the|a|an|your|any|some)? (next|future|upcoming|coming|later|further|new) (update|updates|version|versions|release|releases|upgrade|upgrades|patch|one|build)
    (next|future|upcoming) (update|updates|version|release)
    (5|five|4|four|more|another|full|extra|fifth|all) stars? (if|when|once|after)
    (will|would|i'll|ill|i'd|id|gladly|can) (be|give|get|make|rate) (it|you|this|a|the)? (5|five|4|full|more)
    work in progress
    soon|someday|eventually`,
  ),
  cue(
    'feature',
    'Speaks of a feature',
    { feature: 1.1 },
    `
    feature|features|functionality|functionalities
    support|supporting (for|of|to|more|other|multiple|additional)
    dark|night|offline|landscape|portrait|split mode|theme
    tablet|ipad|landscape|widget|widgets|desktop|web|chromecast|watch|linux support|version|mode|app
    integration|integrate|integrations with|to|for
    plugin|plugins|extension|api|shortcut|shortcuts|customization|customize|customise`,
  ),
  cue(
    'proposal',
    'Is laid out like a proposal',
    { feature: 2.8, bug: -1 },
    `
    describe the feature
    (feature|this) request|proposal
    describe|descripe the (feature|solution|alternative|alternatives|problem)
    solution you'd|you like
    feature (and|you'd|you) motivation|like
    alternatives you|considered
    use case|cases|usecase
    motivation
    will this change the current
    who will benefit
    type feature
    implements|introduces|refactor|refactoring|adds|refactors|cleanup|deprecate`,
  ),
  cue(
    'hard to use',
    'Says it is hard to use',
    { usability: 3, praise: -0.8 },
    `
    (hard|difficult|tough|tricky|complicated|impossible|harder|tedious|awkward|annoying|painful|complex|frustrating|confusing) (for * )?to (use|find|read|see|navigate|understand|figure|get|know|tell|work|follow|access|learn|operate|type|select|click|tap|press|manage|set|control|reach|move|edit)
    confusing|confused|confuses|confuse|unintuitive|counterintuitive|clunky|cumbersome|cluttered|clutter|unfriendly|complicated|convoluted|overwhelming|messy|cramped|inconvenient|finicky|fiddly|tedious
    (not|isn't|isnt|aren't|far from|less|n't) (very|so|too|that|at all|as|really|exactly|the most|quite)? (intuitive|friendly|clear|obvious|easy|straightforward|simple|convenient|ergonomic)
    not|isn't (very|so|too|that|really|as)? user friendly
    counter intuitive
    user unfriendly
    $cannot (figure|find out|understand|make sense|see how|work out|tell)
    (don't|dont|didn't|didnt|not|no|do not) (idea|understand|know|get|see) (how|where|what)
    figure|figuring out (how|what|where|why)?
    (too|so) many (clicks|steps|screens|menus|taps|options|buttons|tabs|pages|popups|ads|notifications|settings|things)
    (too|very|so|really|extremely|bit) (small|tiny|complicated|complex|cluttered|hidden|busy|bright|close|large|big|hard|difficult|narrow|crowded)
    hidden (in|under|behind|away|menu)
    learning curve
    where (did|has|is|are) (the|my|all|it)
    takes (too|so)? many (clicks|steps|taps)
    (poor|bad|terrible|horrible|awful|ugly|worst|dated|outdated|weird|stupid) (ui|ux|interface|layout|design|navigation|menu|gui|look|user)`,
  ),
  cue(
    'interface',
    'Speaks of the interface',
    { usability: 1.3 },
    `
    ui|ux|gui|interface|layout|navigation|usability
    user (interface|experience)
    (font|fonts|text|letters|icon|icons|button|buttons|keyboard|keys|screen) (size|is|are|too|sizes|color|colour)
    menu|menus|button|buttons|icon|icons|font|fonts|toolbar|sidebar|scroll|scrolling|swipe|theme|colors|colours|color|design|look|looks`,
  ),
  cue(
    'slow',
    'Speaks of speed',
    { performance: 3.3, praise: -0.6 },
    `
    slow|slower|slowly|slowness|slowed|slows|sluggish|laggy|lag|lags|lagging|lagged|laggs|unresponsive|bottleneck
    (take|takes|took|taking|wait|waiting|need|needs) (for|too|so|a|very|like|way|up|about|over|an|forever)? (forever|ages|long|minutes|seconds|hours|eternity|while|lot of time|long time|hours|minute)
    forever to (load|open|start|update|sync|refresh|play|download|respond)
    (load|loading|startup|response|boot|render|start) time|times|speed|forever
    (performance|speed) (issue|issues|problem|problems|is|has|of|and|improvement|regression|degradation|could|needs)
    performance
    (not|isn't|n't) (very|so|that|as)? (fast|quick|responsive|smooth|snappy)
    slow|slows|slowed|slowing down
    freezes up
    buffering|buffers|buffer|stutter|stutters|stuttering|throttle`,
  ),
  cue(
    'load',
    'Speaks of battery, memory or load',
    { performance: 2.8 },
    `
    (battery|power|memory|ram|cpu|storage|data|disk|gpu|resource) (drain|drains|draining|drainer|usage|hog|hungry|leak|leaks|consumption|killer|life|intensive|load|use|heavy)
    (drain|drains|draining|drained|eat|eats|eating|hog|hogs|kill|kills|killing|suck|sucks|consume|consumes|consuming|use|uses|using|takes|burns) (my|the|your|up|a|all|too|so|lots|more)? (my|much|up|lot of|of|all)? (battery|memory|ram|cpu|storage|data|space|power|resources|disk)
    overheat|overheats|overheating|heats|heating|bloated|bloat|bloatware|resource
    (out of|low|not enough|too much|insufficient|enough|running out of|high|100) (memory|ram|cpu|storage|space)
    battery|ram|cpu`,
  ),
  cue(
    'money',
    'Speaks of money',
    { pricing: 3 },
    `
    price|prices|pricing|priced|pricey|pricy|expensive|overpriced|costly|cheaper|cheap|subscription|subscriptions|subscribe|subscribing|refund|refunds|refunded|refunding|overcharged|overcharge|paywall|paywalled|discount|discounts|invoice|invoices|invoicing|billing|billed|fee|fees|affordable|monetization|monetize
    cost|costs|costing
    (free|trial) (trial|period)
    in|inapp app? purchase|purchases
    charge|charged|charges|charging (me|us|you|for|twice|my|again|extra|so|too|a|more|monthly|money)
    (pay|paying|paid|payed|pays) (for|to|so|more|extra|too|the|money|a|monthly|version|it|full|good|app|again|this|and|but|customer|user|member)
    (waste|worth|lot|save|your|my|rip|more|the|for|want|of|steal|make|all) (of|the|it|every|your|my|about)? (money|price|cost|cash|dollar|dollars|penny|bucks)
    money
    rip|ripped off
    ripoff|scam|moneygrab
    (per|a|each|every) (month|year) (for|is|subscription)
    (premium|pro|paid|full) (version|account|subscription|features|plan|membership|upgrade|price)
    licence|license (fee|cost|key|price)
    renewal|budget|quote
    #number (dollars|bucks|euros|usd|eur|pounds|cents|month|year)
    free (to|version|app|tier|plan|account)`,
  ),
  cue(
    'love',
    'Is praise',
    { praise: 2.6, bug: -0.5 },
    `
    love|loves|loved|loving|luv|lov|adore (it|this|the|your|how|that|using|my|these|you|all|app)
    i|we|absolutely|really|just|totally love|loved|adore|enjoy
    ^ love|loved|loving|luv
    (best|greatest|favorite|favourite|finest) (app|apps|tool|product|service|support|thing|one|software|game|player|program|ever|in|of|on|i've|way|free|music|and|for)
    awesome|amazing|excellent|fantastic|brilliant|superb|wonderful|outstanding|perfect|perfectly|flawless|flawlessly|fabulous|incredible|phenomenal|marvelous|beautiful|beautifully|stellar|terrific|impressive|magnificent|superior|impressed
    highly|definitely|strongly? recommend|recommended|recommending
    (must|worth) (have|having|it|every|downloading)
    (keep|kept) (it|up) (up|the|good)?
    well|job|nicely|good done|job|work
    thumbs up
    ❤|♥|😍|👍|🥰|😘|💕|💖|🙌|👏|💯|🔥|😁|😊|😀|😃|😄`,
  ),
  cue(
    'thanks',
    'Gives thanks',
    { praise: 1.6 },
    `
    thank|thanks|thanx|thx|thankyou|thankful|grateful|kudos|congrats|congratulations|bravo|appreciate|appreciated`,
  ),
  cue(
    'good',
    'Speaks well of it',
    { praise: 1.5 },
    `
    (great|nice|good|cool|super|lovely|neat|solid|decent|fine|handy|helpful|useful|fun|gud|gr8) (app|apps|tool|product|service|support|game|work|job|player|program|update|software|stuff|one|experience|application|design|interface|idea|concept|feature|features|and|way|quality|site|very)
    (very|so|really|pretty|super|extremely|quite|is|its|it's|it|looks|was|most|always|just|works|are|been) (good|great|nice|useful|helpful|handy|easy|cool|fun|happy|convenient|simple|fast|reliable|satisfied|pleased|fine|well|clean|accurate|smooth)
    (works|working|worked|work|runs|run|does|functions) (so|very|really|just|pretty|extremely|as)? (great|well|perfectly|fine|good|flawlessly|smoothly|wonderfully|beautifully|like|perfect|best|everything|exactly|what)
    easy|simple to use|navigate|understand|set
    user friendly
    (like|liked|likes|enjoy|enjoyed|enjoying) (it|this|the|how|that|using|your|very)
    glad|happy|pleased|satisfied|delighted
    ^ great|good|nice|excellent|cool|useful|helpful|ok|super|best|perfect
    (no|without) (problems|problem|issues|issue|complaints|ads|bugs|lag|crashes|errors|hassle)
    (helps|helped|help|saves|saved|makes|made) (me|us|my|a|it|life|time|lot)`,
  ),
  cue(
    'asks',
    'Asks a question',
    { question: 2.3, praise: -0.4 },
    `
    ^ (hi|hello|hey|so|and|but|also|ok|please|just)? (how|where|when|which|who|whose|whom) 
    how (do|can|to|does|should|would|could|is|are|long|much|many|come|did|will|about) (i|we|you|it|one|the|this)?
    (is|are|was) (there|it|this|that) (a|an|any|possible|some|anyway|way|normal|safe|supported|allowed|still|correct)
    (does|do|did|has|have|can|could|would) (anyone|anybody|someone|somebody|any one|some one|it|this|the|vlc|you guys) (know|support|work|have|help|tell|explain|had|else|use|get)?
    ^ (can|could|may|should|would|will|do|does|did|is|are|am|was|were|has|have|why) (i|we|you|it|this|that|there|the|my|a|they|someone|anyone|these|u)
    what (is|are|does|do|happens|about|should|can|would|could|did|will|kind|type|if|causes|exactly|other|was|am|version|the)
    where (is|are|can|do|does|did|should|would|to|could)
    when (will|is|can|are|do|does|should|would)
    why (is|are|does|do|did|can't|cant|doesn't|won't|isn't|am|was|has|have|cannot|would|not|should)
    (any|no|some) (idea|ideas|advice|help|suggestions|suggestion|clue|thoughts|tips|pointers|solution|solutions|way|one|input) (on|how|why|please|about|what|is|would|to|for|appreciated)?`,
  ),
  cue(
    'help',
    'Seeks help or advice',
    { question: 2, praise: -0.3 },
    `
    question|questions
    (was|am|i'm|im|just|been|only) wondering|curious|asking|confused
    wonder|wondering|curious (if|whether|how|what|why|about|is)
    (please|can|could|would|kindly|to|and|someone|anyone|you) (advise|explain|clarify|tell|guide|assist|inform|help|let) (me|us|how|what|why|know|on|with)
    (want|need|like|trying|love|wanted|needed) to (know|understand|find|ask|learn|figure)
    need|require|seek|seeking|want (some|any|your|more|a)? (help|assistance|advice|support|guidance|information|clarification)
    help (me|us|with|please|needed|appreciated|is|would)
    (i|we) (don't|dont|do not|didn't|cannot|can't) (know|understand|find|see) (how|what|why|where|if|whether|which|any)
    i'd|like|want|would to? ask
    let me|us know
    stackoverflow
    documentation|docs|tutorial|tutorials|example|examples|guide (for|on|of|about|is|says|to)?
    (not|i'm not|im not|am not) sure (if|how|what|whether|why|about|where)
    in advance`,
  ),
]
