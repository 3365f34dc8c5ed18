import { cue, type TypeCue } from '#text/cues/cue.ts'

/** How people speak of use, speed, money, praise and questions. */
export const otherCues: readonly TypeCue[] = [
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
