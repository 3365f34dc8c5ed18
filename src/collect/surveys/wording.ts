import type { StoredQuestion, StoredSurvey } from '#collect/surveys/queries.ts'
import {
  fillTemplate,
  type Slot,
  type SlotValues,
  slotsIn,
  templateFaults,
} from '#platform/templates/rules.ts'

/** The slots that every wording of a survey and its mail may use; `answer.<question>` stands for an earlier answer. */
export const surveySlots: Readonly<Record<string, Slot>> = {
  'contact.firstName': { label: 'First name of the contact', sample: 'Petra' },
  'brand.name': { label: 'The name customers know you by', sample: 'Larkfield' },
}

/** A text that is filled: its subject and title are not used. */
const asTemplate = (body: string, slots: Readonly<Record<string, Slot>>) => ({
  key: 'x',
  title: 'x',
  language: 'en',
  subject: 'x',
  body,
  slots,
})

const answerSlot = (key: string): [string, Slot] => [
  `answer.${key}`,
  { label: `The answer to ${key}`, sample: '4' },
]

/** Puts values into one piece of wording. A slot without a value stays visible. */
export function fillWording(text: string, values: SlotValues): string {
  if (!text.includes('{{')) return text
  const slots = Object.fromEntries(slotsIn(text).map((name) => [name, { label: name, sample: '' }]))
  return fillTemplate(asTemplate(text, slots), values).body
}

function faultsOf(text: string, earlier: readonly string[]): string[] {
  const slots = { ...surveySlots, ...Object.fromEntries(earlier.map(answerSlot)) }
  return templateFaults(asTemplate(text, slots)).filter((fault) => !fault.includes('declared and not used'))
}

/** Faults of the wording of a survey and its mail in every language: unknown slots, stray braces; empty when it can be sent. */
export function wordingFaults(survey: StoredSurvey): string[] {
  const mails = [
    { mailSubject: survey.mail_subject, mailIntro: survey.mail_intro },
    ...Object.values(survey.wordings),
  ]
  return [
    ...mails.flatMap((mail) => faultsOf(`${mail.mailSubject ?? ''}\n${mail.mailIntro ?? ''}`, [])),
    ...questionFaults(survey.questions),
  ]
}

/** Faults of the questions' wording in every language. A question may speak of answers to questions before it only. */
export function questionFaults(
  questions: readonly Pick<
    StoredQuestion,
    'key' | 'wording' | 'low_label' | 'high_label' | 'choices' | 'wordings'
  >[],
): string[] {
  const earlier: string[] = []
  return questions.flatMap((question) => {
    const texts = [
      question.wording,
      question.low_label ?? '',
      question.high_label ?? '',
      ...question.choices.map((one) => one.label),
      ...Object.values(question.wordings).flatMap((one) => [
        one.wording ?? '',
        one.lowLabel ?? '',
        one.highLabel ?? '',
        ...Object.values(one.choices ?? {}),
      ]),
    ]
    const faults = faultsOf(texts.join('\n'), earlier).map((fault) => `${question.key}: ${fault}`)
    earlier.push(question.key)
    return faults
  })
}
