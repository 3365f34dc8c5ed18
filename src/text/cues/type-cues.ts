import { bugCues } from '#text/cues/bug-cues.ts'
import type { TypeCue } from '#text/cues/cue.ts'
import { featureCues } from '#text/cues/feature-cues.ts'
import { otherCues } from '#text/cues/other-cues.ts'
import type { Turns } from '#text/cues/pattern.ts'

/** Turns that cues name with a $. */
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

/** All cues. Their order is that of the weights in the shipped model. */
export const typeCues: readonly TypeCue[] = [...bugCues, ...featureCues, ...otherCues]
