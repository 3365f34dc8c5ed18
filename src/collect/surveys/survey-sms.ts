import { firstPress } from '#collect/surveys/branching.ts'
import { inLanguage } from '#collect/surveys/language.ts'
import type { StoredQuestion, StoredSurvey } from '#collect/surveys/queries.ts'
import { firstName } from '#collect/surveys/rules.ts'
import { textsIn } from '#collect/surveys/texts.ts'
import { fillWording } from '#collect/surveys/wording.ts'
import { linkMark } from '#platform/mail/blocks.ts'

/** A wording longer than this is cut: the whole stands on the answer page. */
const longestQuestion = 300

/**
 * The question that a bare number answers in a reply: the recommendation question, where the survey begins with it. Other
 * scales need the words at their ends to be understood, for which a text message has no room.
 */
export function numberQuestion(survey: StoredSurvey): StoredQuestion | undefined {
  const first = firstPress(survey.questions)
  return first?.kind === 'nps' ? first : undefined
}

/** The survey as a short text in the addressee's language: who asks, the first question, the answer link and how to stop. */
export function surveySms(
  original: StoredSurvey,
  to: { name: string | null; locale: string | null; isReminder?: boolean },
): string {
  const survey = inLanguage(original, to.locale)
  const texts = textsIn(survey.language)
  const wording = fillWording(survey.questions[0]?.wording ?? '', {
    'contact.firstName': firstName(to.name) ?? texts.noName,
    'brand.name': survey.brand_shown,
  }).replace(/\s+/g, ' ')
  const question = wording.length > longestQuestion ? `${wording.slice(0, longestQuestion - 1)}…` : wording
  const lead = to.isReminder ? `${survey.brand_shown}, ${texts.smsOnceMore}` : survey.brand_shown
  const how = numberQuestion(survey) ? texts.smsReply : texts.smsOpen
  return `${lead}: ${question} ${how} ${linkMark('answer')} ${texts.smsStop}`
}
