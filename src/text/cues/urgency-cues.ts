/** Turns of phrase that speak for how soon something must be looked at, and how much it matters. */

export const urgencies = ['now', 'soon', 'later'] as const
export type Urgency = (typeof urgencies)[number]
export const priorities = ['critical', 'high', 'medium', 'low'] as const
export type Priority = (typeof priorities)[number]

export interface UrgencyCue {
  meaning: string
  urgency?: Urgency
  priority?: Priority
  /** how much it says, in log-odds */
  weight: number
  patterns: readonly string[]
}

export const urgencyTurns = {
  cannot: "can't|cant|cannot|couldn't|couldnt|unable to|not able to|can not|can no longer",
}

export const urgencyCues: readonly UrgencyCue[] = [
  {
    meaning: 'Does not bear waiting',
    urgency: 'now',
    priority: 'high',
    weight: 3,
    patterns: [
      'urgent|urgently|asap|immediately|emergency',
      'as soon as possible',
      'right now|away',
      'at once',
      '(today|tonight) please',
      'dringend|sofort|eilig|umgehend',
      'urgente|urgentemente|immédiatement|subito|inmediatamente|imediatamente',
    ],
  },
  {
    meaning: 'Work is blocked',
    urgency: 'now',
    priority: 'critical',
    weight: 3.2,
    patterns: [
      '$cannot (even)? (work|login|operate|bill|ship|trade)',
      '$cannot (even)? (log|sign|get) (in|into|on)',
      '(site|server|system|service|production|prod|platform|everything|app|website|api|database|dashboard) (is|are|was|has been|keeps going|went|gone) (completely|totally|still|again)? (down|offline|unreachable)',
      'outage|showstopper|blocker',
      '(blocked|blocks|blocking) (us|me|our|my|the|all|everyone|work|from)?',
      '(we|i|team|everyone|business|operations|work) (are|is|am|has|have|been) (completely|totally)? (blocked|stuck|stopped|halted)',
      '(nobody|no one|none of us) (can|is able to)',
      'locked out',
      '(losing|lost|lose) (customers|money|revenue|sales|orders|business)',
    ],
  },
  {
    meaning: 'Data, money or safety is at stake',
    urgency: 'now',
    priority: 'critical',
    weight: 3,
    patterns: [
      '(data|work|file|files|photos|everything) (loss|is gone|are gone|was deleted|were deleted|got deleted|has been deleted|wiped|lost|deleted)',
      '(lost|lose|deleted|wiped|erased) (all|everything)? (of)? (my|our) (data|work|files|photos|records|notes|messages|contacts|history|documents|progress|account)',
      '(lost|deleted|wiped|erased) (all|everything)',
      'security (breach|hole|issue|incident|vulnerability|problem)',
      'breach|hacked|hack|leaked|phishing|stolen|fraud|fraudulent|vulnerability|compromised|unauthorized|unauthorised',
      '(charged|billed|debited) (me|us)? (twice|again|double|for nothing|wrongly|without)',
      'double charged|charge|billed|billing',
      'gdpr|lawsuit|lawyer|legal',
      'fire|injury|injured|dangerous|burned|smoke hazard|risk|danger?',
    ],
  },
  {
    meaning: 'A customer may leave',
    urgency: 'soon',
    priority: 'high',
    weight: 2.2,
    patterns: [
      '(cancel|cancelling|canceling|cancelled|canceled|terminate|terminating|ending) (my|our|the|this)? (account|subscription|contract|membership|plan|order|it|everything)?',
      '(switch|switching|switched|move|moving|moved|migrate|migrating|going|change|changing) (over|back)? to (a|another|an|some)? (competitor|alternative|other|different|another|else)',
      '(leave|leaving|left|quit|quitting) (you|for|this|the|your|if|because)',
      '(want|demand|demanding|need|get|give|request|requesting) (a|my|our|me|us|full|the)? (a|my|full|money)? (refund|back)',
      'last chance|straw',
      'deal breaker|dealbreaker',
      'uninstall|uninstalled|uninstalling|churn',
    ],
  },
  {
    meaning: 'Has a date behind it',
    urgency: 'soon',
    priority: 'high',
    weight: 2.2,
    patterns: [
      '(by|before|until|till|on|this) (monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|tonight|noon|today|weekend)',
      'by|before (the)? end of (the)? (day|week|month|quarter|year)',
      'by|before next (week|month|monday|friday)',
      'deadline|deadlines|audit|overdue',
      '(month|quarter|year) end',
      'before (our|the|we|my) (launch|audit|release|renewal|demo|presentation|meeting|event|exam|deadline)',
      'go live|golive',
    ],
  },
  {
    meaning: 'Has waited already',
    urgency: 'soon',
    priority: 'high',
    weight: 1.8,
    patterns: [
      'still (waiting|unresolved|broken|no answer|no reply|no response|not fixed|not working|not resolved)',
      '(no|without|never|nobody) (any|got|a)? (answer|reply|response|replied|answered|responded|solution)',
      '(for|since|over|after|been) (the|more than|several|many|almost|nearly|past|last|two|three|a|over)? (days|weeks|months|hours|years)',
      '(second|third|fourth|2nd|3rd|4th|nth|hundredth|last) time',
      '(again and again|over and over|every single|every time|each time|all the time)',
      'constantly|repeatedly|keeps',
      'multiple times|tickets|emails|attempts',
    ],
  },
  {
    meaning: 'Is a major pain',
    priority: 'high',
    weight: 1.6,
    patterns: [
      'unacceptable|unusable|useless|nightmare|disaster|frustrating|frustrated|infuriating|ridiculous',
      'crash|crashes|crashing|crashed|freezes|freezing',
      'completely|totally|absolutely broken|useless|unusable',
      'critical|critically|crucial|severe|serious|seriously',
      '(every|each) time',
      'hours|days wasted|lost',
    ],
  },
  {
    meaning: 'Can wait',
    urgency: 'later',
    priority: 'low',
    weight: 2,
    patterns: [
      'no (rush|hurry|pressure|worries)',
      "(not|nothing|isn't|non) (that|very|so|too)? urgent",
      'some day|someday|eventually|whenever',
      'at some point',
      'when (you|u) (have|get|find) (time|a chance|a moment|around)',
      'in (the)? future (update|updates|version|versions|release|releases)',
      'nice to have',
      'would be (so|really|very|also)? (nice|cool|great|lovely|neat)',
    ],
  },
  {
    meaning: 'Is minor',
    urgency: 'later',
    priority: 'low',
    weight: 1.6,
    patterns: [
      'typo|typos|cosmetic|nitpick|nitpicking|minor|trivial|tiny',
      '(small|little|minor|tiny) (thing|detail|issue|problem|request|suggestion|complaint|bug|nit|quibble)',
      'spelling|wording|misspelled|misspelt',
    ],
  },
]
