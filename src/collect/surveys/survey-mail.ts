import { firstPress } from '#collect/surveys/branching.ts'
import { pointsOf, type ScoredKind } from '#collect/surveys/kinds.ts'
import { inLanguage } from '#collect/surveys/language.ts'
import type { StoredQuestion, StoredSurvey } from '#collect/surveys/queries.ts'
import { firstName } from '#collect/surveys/rules.ts'
import { pointLabel } from '#collect/surveys/said.ts'
import { textsIn } from '#collect/surveys/texts.ts'
import { fillWording, wordingFaults } from '#collect/surveys/wording.ts'
import { type Block, linkMark, type MailPage, mailHtml, mailText } from '#platform/mail/blocks.ts'

/** Whom a survey mail is for. `why`: the line that says why they got it, when it is not because they use the product. */
export interface Addressee {
  name: string | null
  email: string
  locale: string | null
  why?: string
  isReminder?: boolean
}

/** Why a survey cannot be sent, in sentences: it is archived, asks nothing, or its wording has faults. Empty when it can. */
export function sendingFaults(survey: StoredSurvey): string[] {
  if (survey.archived_at) return ['It is archived. Restore it first.']
  if (survey.questions.length === 0) return ['It has no questions yet. Add one first.']
  return wordingFaults(survey)
}

/** The question that can be answered with one press, as rows of plain links. */
function pressBlock(question: StoredQuestion, language: string, fill: (text: string) => string): Block {
  const url = (value: string) => `${linkMark('answer')}?${question.key}=${value}`
  const label = fill(question.wording)
  if (question.kind === 'choice') {
    const links = question.choices.map((one) => ({ label: fill(one.label), url: url(one.key) }))
    return { kind: 'choices', label, links }
  }
  const points = pointsOf(question.kind as ScoredKind)
  const worded = points.map((point) => pointLabel(question.kind, point, language))
  if (worded.every((word) => word !== undefined)) {
    const links = points.map((point, i) => ({ label: worded[i]!, url: url(String(point)) }))
    return { kind: 'choices', label, links }
  }
  return {
    kind: 'scale',
    label,
    low: fill(question.low_label ?? ''),
    high: fill(question.high_label ?? ''),
    from: points[0]!,
    links: points.map((point) => url(String(point))),
  }
}

/**
 * The survey mail in the addressee's language: the first question as plain links, each opening the answer page with that
 * answer chosen; nothing counts before the person presses Send there. A survey whose first question takes words has one
 * link instead.
 */
export function surveyMail(original: StoredSurvey, to: Addressee) {
  const survey = inLanguage(original, to.locale)
  const texts = textsIn(survey.language)
  const values = {
    'contact.firstName': firstName(to.name) ?? texts.noName,
    'brand.name': survey.brand_shown,
  }
  const fill = (text: string) => fillWording(text, values)
  const first = firstPress(survey.questions)
  const open = { label: texts.open, url: linkMark('answer') }
  const asked: Block[] = first
    ? [pressBlock(first, survey.language, fill), { kind: 'small', text: texts.pressNot, links: [open] }]
    : [{ kind: 'button', ...open }]
  const page: MailPage = {
    brand: survey.brand_shown,
    language: survey.language,
    preview: fill(first?.wording ?? survey.mail_intro).slice(0, 200),
    blocks: [
      { kind: 'text', text: fill(survey.mail_intro) },
      ...asked,
      {
        kind: 'small',
        text: to.why ?? (to.isReminder ? texts.onceMore : texts.whyYou)(to.email, survey.brand_shown),
        links: [{ label: texts.stop, url: linkMark('unsubscribe') }],
      },
    ],
  }
  return {
    subject: fill(survey.mail_subject).replace(/\s+/g, ' '),
    text: mailText(page),
    html: mailHtml(page),
  }
}
