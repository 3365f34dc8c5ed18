import type { Sentiment, Urgency } from '#organize/classify/contract.ts'
import type { Priority } from '#organize/tags/rules.ts'

/** Turns of phrase that tell what an item is, with how much they say and what they mean. All patterns are linear. */
export interface Cue<T extends string> {
  value: T
  weight: number
  pattern: RegExp
  meaning: string
}

function cues<T extends string>(
  value: T,
  meaning: string,
  rows: readonly [weight: number, pattern: RegExp][],
): Cue<T>[] {
  return rows.map(([weight, pattern]) => ({ value, weight, pattern, meaning }))
}

export const typeCues: readonly Cue<string>[] = [
  ...cues('bug_report', 'tells of an error', [
    [
      3,
      /\b(?:crash(?:es|ed|ing)?|freez(?:es|ing|e)|froze|force clos(?:e|es|ed|ing)|blue screen|segfault|stack ?trace)\b/gi,
    ],
    [2.6, /\b(?:bugs?|buggy|glitch(?:es|y)?|broken|malfunction\w*|regression)\b/gi],
    [2.4, /\b(?:error(?: message| code)?s?|exception|fail(?:s|ed|ing|ure)?|404|500 error|timed? ?out)\b/gi],
    [
      2.2,
      /\b(?:(?:does|do|did|is|are|was|has)(?:n['’]?t| not)|won['’]?t|will not|no longer|stopped|quit|never) (?:even )?(?:work|works|working|load|loading|loads|open|opening|opens|start|starting|save|saving|sync|syncing|connect|connecting|respond|responding|play|playing|show|showing|display|update|updating|appear|install|launch)\b/gi,
    ],
    [
      2,
      /\b(?:can['’]?t|cannot|can not|couldn['’]?t|unable to|not able to|impossible to) (?:even )?(?:log ?in|sign ?in|login|open|load|save|access|connect|install|start|see|view|upload|download|send|export|import|print|update|sync|delete|pay|get (?:it|this) to work)\b/gi,
    ],
    [
      1.8,
      /\b(?:wrong(?:ly)?|incorrect(?:ly)?|duplicat(?:e|es|ed)|twice|disappear(?:s|ed)?|missing|lost (?:my|all|our)|blank (?:page|screen)|stuck)\b/gi,
    ],
    [
      1.4,
      /\b(?:since|after) (?:the |this |your |last |latest )?(?:new |last |latest |recent )?(?:update|upgrade|version|release)\b/gi,
    ],
    [
      1.2,
      /\b(?:fix (?:this|it|that|the|your)|please fix|needs? (?:a )?fix(?:ing)?|steps to reproduce|reproduc\w+)\b/gi,
    ],
  ]),
  ...cues('feature_request', 'asks for more', [
    [
      2.8,
      /\b(?:feature request|please add|pls add|plz add|add (?:a|an|the|more|support|option)|(?:it )?would be (?:nice|great|good|cool|awesome|helpful|useful|perfect|better|amazing)|would love (?:to|a|an|if|it)|i['’]?d love (?:to|a|an|if|it))\b/gi,
    ],
    [
      2.6,
      /\b(?:(?:i |we )?wish (?:it|there|you|i|we|they|the)|could you (?:please )?(?:add|make|support|allow|include)|can you (?:please )?(?:add|make|support|allow|include)|allow (?:us|me|users|people)|let (?:us|me|users))\b/gi,
    ],
    [
      2.2,
      /\b(?:(?:is )?missing (?:a |an |the )?(?:feature|option|ability|support|integration)|(?:needs?|lacks?|lacking|want|wants) (?:a |an |the |more |some )?(?:feature|features|option|options|ability|support|integration|export|import|mode|version|api|filter|search|button|setting|way)\b)/gi,
    ],
    [
      2,
      /\b(?:(?:i|we) (?:would like|['’]?d like|need|want) (?:to (?:be able|see|have)|a|an|the ability)|should (?:have|be able|support|include|allow|add)|suggest(?:ion|ions)?|enhancement|improvement idea|looking forward to)\b/gi,
    ],
    [
      1.6,
      /\b(?:in (?:the |a )?(?:next|future) (?:update|version|release)s?|hope(?:fully)? (?:you|they|it|there|to see)|if (?:only )?(?:it|you|there|we|i) could|support for|integrat(?:e|ion) with|dark mode|offline mode)\b/gi,
    ],
  ]),
  ...cues('performance_complaint', 'speaks of speed or load', [
    [
      3,
      /\b(?:slow(?:er|ly|ness)?|laggy|lags?|lagging|sluggish|takes? (?:for ?ever|ages|too long|so long|minutes|hours)|loading (?:time|forever)|load times?|performance|unresponsive)\b/gi,
    ],
    [
      2.4,
      /\b(?:drain(?:s|ing|ed)? (?:my |the )?battery|battery (?:drain|life|usage|hog)|memory (?:leak|usage|hog)|high cpu|cpu usage|overheat\w*|eats (?:up )?(?:ram|memory|battery|storage))\b/gi,
    ],
    [
      1.6,
      /\b(?:\d+ (?:seconds|minutes) to (?:load|open|start|save|export)|waiting (?:for )?(?:minutes|ages|forever))\b/gi,
    ],
  ]),
  ...cues('usability_issue', 'speaks of being hard to use', [
    [
      2.8,
      /\b(?:confus(?:ing|ed|es)|unintuitive|not intuitive|counter-?intuitive|hard to (?:use|find|read|see|navigate|understand|figure)|difficult to (?:use|find|read|see|navigate|understand|figure)|user[- ]unfriendly|not user[- ]friendly|clunky|cumbersome|cluttered)\b/gi,
    ],
    [
      2.2,
      /\b(?:can['’]?t (?:find|figure out)|cannot (?:find|figure out)|where (?:did|has) .{1,30} gone|too many (?:clicks|steps|screens|menus|taps)|(?:\w+ )clicks|hidden (?:in|under|behind|away))\b/gi,
    ],
    [
      1.6,
      /\b(?:(?:interface|ui|ux|layout|design|navigation|menu|font|buttons?|screen) (?:is|are|was|feels?|looks?) (?:\w+ )?(?:bad|ugly|terrible|awful|small|tiny|messy|dated|outdated|horrible|poor|weird))\b/gi,
    ],
  ]),
  ...cues('pricing', 'speaks of money', [
    [
      2.8,
      /\b(?:pric(?:e|es|ing|ey|y)|expensive|overpriced|too costly|cheaper|subscription|refund(?:s|ed)?|invoic(?:e|es|ing) (?:is|was|are) wrong|overcharg\w+|charged (?:me|us|twice|again)|paywall|free trial|discount|licen[cs]e (?:cost|fee|fees|price)|money back|rip-?off|waste of money)\b/gi,
    ],
    [
      1.4,
      /\b(?:pay(?:ing)? (?:for|so much|more|extra)|cost(?:s)? (?:too|so|more|us|me)|not worth (?:the|it)|worth the (?:price|money)|per (?:seat|user) (?:price|fee|cost)|contract renewal|renewal (?:price|quote))\b/gi,
    ],
  ]),
  ...cues('praise', 'is praise', [
    [
      2.4,
      /\b(?:(?:i |we |really |absolutely |just )?lov(?:e|es|ed|ing) (?:it|this|the|your|how|that|using)|love it|thank(?:s| you)(?: so much| a lot| for)?|great (?:app|job|work|tool|product|service|support|update|stuff)|excellent|fantastic|amazing|awesome|brilliant|perfect(?:ly)?|outstanding|superb|wonderful)\b/gi,
    ],
    [
      1.8,
      /\b(?:best (?:app|tool|product|service|support|thing|one|software)|well done|good (?:job|app|work|tool|product)|highly recommend(?:ed)?|recommend (?:it|this|to)|very happy|so happy|saved (?:me|us)|saves (?:me|us)|life ?saver|keep (?:it )?up|impressed|delighted|five stars|5 stars|works (?:great|perfectly|well|flawlessly))\b/gi,
    ],
    [1, /\b(?:great|nice|good|helpful|useful|easy to use|user[- ]friendly|like (?:it|this|how))\b/gi],
  ]),
  ...cues('question', 'asks how or whether', [
    [
      2.4,
      /\b(?:how (?:do|can|to|does|should|would) (?:i|we|you|it|one|the)?|is (?:it|there) (?:possible|a way|any way|an option)|does (?:anyone|it|this|the) (?:know|support|work)|what (?:is|are|does|happens) (?:the|a|this|it|if)|where (?:is|are|do|can) (?:i|we|the|my)|when (?:will|is|does|can)|why (?:is|does|do|did|can['’]?t|are|was)|who (?:can|do|should)|which (?:plan|version|one))\b/gi,
    ],
    [
      1.6,
      /\b(?:can (?:i|we|someone|anyone|somebody)|could (?:someone|anyone|somebody)|any (?:idea|ideas|advice|help|suggestions?) (?:on|how|why|please)?|question about|wondering (?:if|whether|how)|need help with|help me)\b/gi,
    ],
    [0.8, /\?/g],
  ]),
]

export const urgencyCues: readonly Cue<Urgency>[] = [
  ...cues('now', 'does not bear waiting', [
    [
      3,
      /\b(?:urgent(?:ly)?|asap|as soon as possible|immediately|right (?:now|away)|emergency|critical(?:ly)?|outage|is down|are down|production (?:is|down)|blocked|blocking (?:us|me|our|work)|can['’]?t work|cannot work|data loss|lost (?:all )?(?:my|our) data|security (?:issue|hole|breach)|legal action|cancel(?:l?ing)? (?:my|our|the) (?:account|contract|subscription))\b/gi,
    ],
  ]),
  ...cues('soon', 'has a date or a worry behind it', [
    [
      2,
      /\b(?:by (?:monday|tuesday|wednesday|thursday|friday|tomorrow|tonight|end of (?:day|week|month|quarter)|next week)|deadline|month end|year end|before (?:our|the|we) (?:launch|audit|go[- ]live|renewal)|still (?:waiting|not fixed|no answer)|every (?:day|time|single time)|switch(?:ing)? to|looking (?:at|for) (?:other|alternatives?)|considering leaving)\b/gi,
    ],
  ]),
  ...cues('later', 'can wait', [
    [
      1.6,
      /\b(?:no (?:rush|hurry)|some ?day|at some point|minor|small thing|nice to have|not urgent|whenever)\b/gi,
    ],
  ]),
]

export const priorityCues: readonly Cue<Priority>[] = [
  ...cues('critical', 'blocks work', [
    [
      3,
      /\b(?:data loss|lost (?:all )?(?:my|our) (?:data|work|files|records)|outage|is (?:completely )?down|are down|can['’]?t (?:log ?in|sign ?in|login|work)|cannot (?:log ?in|sign ?in|login|work)|blocked|blocking (?:us|me|our|work)|unusable|security (?:issue|hole|breach)|double charg\w+|charged twice|emergency|whole (?:team|company|office))\b/gi,
    ],
  ]),
  ...cues('high', 'is a major pain', [
    [
      2,
      /\b(?:crash(?:es|ed|ing)?|every (?:time|day|single)|constantly|keeps? (?:crashing|failing|freezing)|unacceptable|frustrat\w+|nightmare|hours|cancel|switch(?:ing)? to|urgent(?:ly)?|asap|always fails?|deal ?breaker|painful)\b/gi,
    ],
  ]),
  ...cues('low', 'is minor', [
    [
      1.6,
      /\b(?:typo|cosmetic|minor|small thing|nitpick|tiny|would be nice|nice to have|no rush|some ?day)\b/gi,
    ],
  ]),
]

/** Words of feeling; a negation up to three words before turns them round. */
export const feelings: Readonly<Record<Exclude<Sentiment, 'neutral' | 'mixed'>, RegExp>> = {
  positive:
    /\b(?:love[sd]?|loving|like[sd]?|great|good|excellent|amazing|awesome|fantastic|perfect(?:ly)?|brilliant|wonderful|superb|best|better|happy|glad|helpful|useful|easy|simple|fast|quick(?:ly)?|smooth(?:ly)?|reliable|thanks?|thank|recommend(?:ed)?|enjoy(?:ed)?|impressed|delighted|nice|beautiful|intuitive|saves?|noticed and loved|cool|fun|works? (?:well|great|fine))\b/gi,
  negative:
    /\b(?:hate[sd]?|bad|terrible|awful|horrible|worst|worse|poor(?:ly)?|useless|broken|annoy(?:s|ed|ing)?|frustrat(?:ed|ing|ion)|disappoint(?:ed|ing|ment)|slow|confus(?:ed|ing)|crash(?:es|ed|ing)?|bugs?|buggy|fail(?:s|ed|ing)?|errors?|problems?|issues?|waste|rubbish|garbage|sucks?|ridiculous|unacceptable|expensive|difficult|hard to|painful|pain|dreads?|angry|unhappy|never works?|refund|cancel(?:led|ing)?|stuck|lost|wrong|rude|unhelpful|nightmare|disaster|unusable|clunky|laggy)\b/gi,
}

export const negation =
  /\b(?:not|no|never|n['’]t|isn['’]?t|wasn['’]?t|aren['’]?t|don['’]?t|doesn['’]?t|didn['’]?t|can['’]?t|cannot|won['’]?t|without|hardly|barely|nothing)(?:\s+\S+){0,2}\s*$/i
