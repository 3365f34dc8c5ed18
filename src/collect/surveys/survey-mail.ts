import { surveySlots } from '#collect/surveys/setup.ts'
import { linkMark, type MailPage, mailHtml, mailText } from '#platform/mail/blocks.ts'
import { fillTemplate, type SlotValues, templateFaults } from '#platform/templates/rules.ts'

/** What the mail and the page need to know of a survey. */
export interface SurveyWords {
  name: string
  brand: string
  language: string
  mailSubject: string
  mailIntro: string
  question: string
  lowLabel: string
  highLabel: string
}

/** Faults of wording that a member typed: unknown slots, stray braces; empty when it can be sent. */
export function wordingFaults(wording: { subject: string; intro: string; question: string }): string[] {
  const template = {
    key: 'x',
    title: 'x',
    language: 'en',
    subject: wording.subject,
    body: `${wording.intro}\n${wording.question}`,
    slots: surveySlots,
  }
  return templateFaults(template).filter((fault) => !fault.includes('declared and not used'))
}

/** Puts the slots into one piece of wording. */
export function fillWording(text: string, values: SlotValues): string {
  return fillTemplate(
    { key: 'x', title: 'x', language: 'en', subject: 'x', body: text, slots: surveySlots },
    values,
  ).body
}

/**
 * The survey mail: eleven plain links, each opening the answer page with that number chosen; nothing counts before the
 * person presses Send there. `who` is the line that says why they got it.
 */
export function surveyMail(survey: SurveyWords, person: { firstName: string | undefined; who: string }) {
  const values: SlotValues = { 'contact.firstName': person.firstName, 'brand.name': survey.brand }
  const fill = (text: string) => fillWording(text, values)
  const page: MailPage = {
    brand: survey.brand,
    language: survey.language,
    preview: fill(survey.question),
    blocks: [
      { kind: 'text', text: fill(survey.mailIntro) },
      {
        kind: 'scale',
        label: fill(survey.question),
        low: survey.lowLabel,
        high: survey.highLabel,
        links: Array.from({ length: 11 }, (_, score) => `${linkMark('answer')}?score=${score}`),
      },
      {
        kind: 'small',
        text: 'If the numbers cannot be pressed, answer here:',
        links: [{ label: 'open the survey', url: linkMark('answer') }],
      },
      {
        kind: 'small',
        text: person.who,
        links: [{ label: 'Stop these surveys', url: linkMark('unsubscribe') }],
      },
    ],
  }
  return {
    subject: fill(survey.mailSubject).replace(/\s+/g, ' '),
    text: mailText(page),
    html: mailHtml(page),
  }
}
