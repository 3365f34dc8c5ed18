import { cue, type TypeCue } from '#text/cues/cue.ts'

/** How people ask for more. */
export const featureCues: readonly TypeCue[] = [
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
]
