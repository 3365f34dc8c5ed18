import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { z } from 'zod'
import { branchingFaults, type ShowWhen, surveyKindOf } from '#collect/surveys/branching.ts'
import { questionKinds, type SurveyKind, usualNegativeBelow } from '#collect/surveys/kinds.ts'
import type { QuestionWords, StoredQuestion } from '#collect/surveys/queries.ts'
import { questionFaults } from '#collect/surveys/wording.ts'

const folder = fileURLToPath(new URL('./library/', import.meta.url))

const line = z.string().trim().min(1).max(300)
const key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)
const mail = z.strictObject({ subject: line, intro: z.string().trim().min(1).max(2000) })
const words = z.strictObject({
  wording: line,
  low: line.optional(),
  high: line.optional(),
  choices: z.record(key, line).optional(),
})
const file = z.strictObject({
  survey: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: line,
  about: line,
  source: line.optional(),
  mail,
  questions: z.array(
    words.extend({
      key,
      kind: z.enum(questionKinds),
      required: z.boolean().default(false),
      several: z.boolean().default(false),
      negativeBelow: z.number().int().optional(),
      negativeChoices: z.array(key).default([]),
      showWhen: z
        .strictObject({
          question: key,
          from: z.number().int().optional(),
          to: z.number().int().optional(),
          choices: z.array(key).optional(),
        })
        .optional(),
    }),
  ),
  languages: z.record(z.string(), z.strictObject({ mail, questions: z.record(key, words).default({}) })),
})

/** A survey the product ships: what a new one is made from. Its base language is English. */
export interface ShippedSurvey {
  key: string
  name: string
  about: string
  source: string | null
  kind: SurveyKind
  mail: { subject: string; intro: string }
  wordings: Record<string, { mailSubject: string; mailIntro: string }>
  questions: Omit<StoredQuestion, 'id'>[]
}

/** The surveys that a new workspace has from the start. */
export const startingSurveys = ['nps', 'post-support', 'post-implementation', 'resolution-check'] as const

function wordsOf(given: z.output<typeof words>): QuestionWords {
  return { wording: given.wording, lowLabel: given.low, highLabel: given.high, choices: given.choices }
}

function readSurvey(name: string): ShippedSurvey {
  const read = file.safeParse(parse(readFileSync(`${folder}${name}`, 'utf8')))
  if (!read.success) throw new Error(`${name}: ${z.prettifyError(read.error)}`)
  const { survey, questions, languages, ...rest } = read.data
  const made = questions.map((one) => ({
    key: one.key,
    kind: one.kind,
    wording: one.wording,
    low_label: one.low ?? null,
    high_label: one.high ?? null,
    choices: Object.entries(one.choices ?? {}).map(([key, label]) => ({ key, label })),
    is_required: one.required,
    is_multiple: one.several,
    negative_below: one.negativeBelow ?? usualNegativeBelow(one.kind),
    negative_choices: one.negativeChoices,
    show_when: (one.showWhen ?? null) as ShowWhen | null,
    wordings: Object.fromEntries(
      Object.entries(languages).map(([language, { questions }]) => {
        const given = questions[one.key]
        if (!given) throw new Error(`${name}: ${language} has no wording for ${one.key}`)
        return [language, wordsOf(given)]
      }),
    ),
  }))
  const faults = [...branchingFaults(made), ...questionFaults(made)]
  if (faults.length > 0) throw new Error(`${name}: ${faults.join(' ')}`)
  return {
    key: survey,
    name: rest.name,
    about: rest.about,
    source: rest.source ?? null,
    kind: surveyKindOf(made),
    mail: rest.mail,
    wordings: Object.fromEntries(
      Object.entries(languages).map(([language, { mail }]) => [
        language,
        { mailSubject: mail.subject, mailIntro: mail.intro },
      ]),
    ),
    questions: made,
  }
}

let library: ReadonlyMap<string, ShippedSurvey> | undefined

/** The surveys the product ships, by key, those of a new workspace first. A wrong file is a bug and named at once. */
export function shippedSurveys(): ReadonlyMap<string, ShippedSurvey> {
  if (library) return library
  const all = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map(readSurvey)
  const rank = (survey: ShippedSurvey) => {
    const at = (startingSurveys as readonly string[]).indexOf(survey.key)
    return survey.questions.length === 0 ? 99 : at === -1 ? 50 : at
  }
  library = new Map(all.sort((a, b) => rank(a) - rank(b)).map((survey) => [survey.key, survey]))
  return library
}
