import { expect, test } from 'vitest'
import { formOf, formSent, wrongAnswers } from '#collect/surveys/answer-form.ts'
import type { Opened } from '#collect/surveys/find.ts'
import { type Given, isScored, nothingGiven, pointsOf } from '#collect/surveys/kinds.ts'
import { inLanguage, languagesOf } from '#collect/surveys/language.ts'
import { shippedSurveys } from '#collect/surveys/library.ts'
import type { LinkShown } from '#collect/surveys/links/shown.ts'
import { closed, formPage, thanksPage } from '#collect/surveys/pages/answer.tsx'
import { stepsOf } from '#collect/surveys/pages/steps.ts'
import { unknownPage } from '#collect/surveys/pages.tsx'
import type { StoredQuestion, StoredSurvey } from '#collect/surveys/queries.ts'
import { describeInBrowser, openWindow, sizes } from '#platform/testing/browser.ts'

const now = new Date('2037-11-09T10:00:00Z')
const surveys: StoredSurvey[] = [...shippedSurveys().values()].map(({ mail, ...survey }) => ({
  ...survey,
  id: survey.key,
  version: 1,
  brand: null,
  brand_shown: 'Larkfield',
  brand_color: '#aa3366',
  language: 'en',
  mail_subject: mail.subject,
  mail_intro: mail.intro,
  answer_days: 30,
  archived_at: null,
  questions: survey.questions.map((question) => ({ ...question, id: question.key })),
}))
const invitation = { id: 'i', wave_id: 'w', contact_id: 'c', account_id: 'a', channel: 'mail' as const }
const link: LinkShown = {
  here: '/q/hbs_AbCdEfGhIjKlMnOpQrStUvWxYz012345',
  keep: `a=hb_${'0'.repeat(54)}&`,
  once: 'AbCdEfGhIjKlMnOpQrStUv',
  isKiosk: false,
  isShut: false,
  asksContact: true,
  mayAgain: true,
  frame: {},
  idle: undefined,
  tongues: [],
}

const tongues = (language: string) =>
  ['English', 'Deutsch', 'Español', 'Français', 'Português', 'العربية']
    .map((name, i) => ({ name, language: ['en', 'de', 'es', 'fr', 'pt', 'ar'][i]! }))
    .filter((one) => one.language !== language)

/** Who opens it: from a mail, a stranger by a link, whoever stands at a kiosk. */
const visits = (survey: StoredSurvey): Record<string, Opened> => {
  const mail: Opened = {
    survey,
    preview: false,
    invitation: { ...invitation, expiresAt: now, isExpired: false },
    link: undefined,
    until: now,
    firstName: 'Petra',
    accountName: 'Quillmere Academy',
    unsubscribeUrl: `https://feedback.quillmere.example/u/hb_${'0'.repeat(54)}`,
    response: undefined,
    answers: new Map(),
  }
  const stranger = { ...mail, invitation: undefined, firstName: undefined, unsubscribeUrl: undefined }
  const kiosk = { ...link, isKiosk: true, frame: { size: 'big' }, idle: { seconds: 180, to: link.here } }
  return {
    mail,
    link: { ...stranger, link: { ...link, tongues: tongues(survey.language) } },
    kiosk: { ...stranger, link: { ...kiosk, tongues: tongues(survey.language) } as LinkShown },
  }
}

/** The worst and the best that can be said, and as many words as fit a line. */
function given({ kind, choices }: StoredQuestion, isWorst: boolean): Given {
  if (isScored(kind)) return { ...nothingGiven, number: pointsOf(kind).at(isWorst ? 0 : -1)! }
  if (kind === 'choice') return { ...nothingGiven, choices: [choices.at(isWorst ? -1 : 0)!.key] }
  if (kind === 'consent') return { ...nothingGiven, number: 1 }
  return { ...nothingGiven, words: 'The import asked me to map the same columns twice.' }
}

/** Every page on the way from the first to thanks, those that come back with a fault, and the way back over all of them. */
function* pagesOf(start: Opened, isWorst: boolean): Generator<[string, Response]> {
  let opened = start
  for (let form = formOf(opened, new Map()); form; form = formOf(opened, new Map())) {
    yield [`page ${form.step.at}`, formPage(opened, form)]
    const asked = form.questions.map(({ key }) => key)
    const nothing = new Map(asked.map((key) => [key, nothingGiven]))
    const wrong = wrongAnswers(opened, nothing)
    if (wrong.size > 0)
      yield [
        `page ${form.step.at}, refused`,
        formPage(opened, formSent(opened, asked, nothing, wrong), wrong),
      ]
    const answers = new Map(opened.answers)
    for (const question of form.questions) answers.set(question.key, given(question, isWorst))
    opened = {
      ...opened,
      answers,
      response: { completed_at: null, is_negative: isWorst, may_contact: true },
    }
  }
  for (let at = 1; at <= formOf(opened, new Map(), 99)!.step.of; at++)
    yield [`back on page ${at}`, formPage(opened, formOf(opened, new Map(), at)!)]
  yield ['thanks', thanksPage(opened, now)]
}

/** Pages that take no answers. */
function* shutPages(opened: Opened): Generator<[string, Response]> {
  const { survey } = opened
  const expired = { ...opened.invitation!, isExpired: true }
  yield ['expired', closed({ ...opened, invitation: expired })!]
  yield ['archived', closed({ ...opened, survey: { ...survey, archived_at: now } })!]
  yield ['without questions', closed({ ...opened, survey: { ...survey, questions: [] } })!]
  yield ['closed link', closed({ ...opened, link: { ...link, isShut: true } })!]
  yield ['unknown', unknownPage()]
}

interface Shown {
  name: string
  isKiosk: boolean
  html: string
}

async function allPages(): Promise<Shown[]> {
  const all: Shown[] = []
  for (const survey of surveys.filter(({ questions }) => questions.length > 0))
    for (const language of languagesOf(survey)) {
      const by = visits(inLanguage(survey, language))
      for (const [visit, opened] of Object.entries(by))
        for (const isWorst of [true, false])
          for (const [name, page] of pagesOf(opened, isWorst))
            all.push({
              name: `${survey.key} ${language} ${visit} ${isWorst ? 'worst' : 'best'}: ${name}`,
              isKiosk: visit === 'kiosk',
              html: await page.text(),
            })
      if (survey !== surveys[0]) continue
      for (const [name, page] of shutPages(by.mail!))
        all.push({ name: `${survey.key} ${language}: ${name}`, isKiosk: false, html: await page.text() })
    }
  return all
}

const pages = await allPages()
// Pages that differ in what is chosen look alike; the longest words are French, and Arabic goes the other way.
const isLooked = ({ name }: Shown) => !name.includes('back on') && / (mail|fr|ar)\b/.test(name)
const looks = new Map(
  pages.filter(isLooked).map((one) => [one.html.replace(/ (checked=""|value="[^"]*")/g, ''), one]),
)

test('few pages: two for a recommendation, four for going live', () => {
  const pagesOf = (key: string, language: string) =>
    stepsOf(
      inLanguage(surveys.find((one) => one.key === key)!, language),
      new Map([['score', { ...nothingGiven, number: 1 }]]),
    ).map((step) => step.map((question) => question.key).join(' '))
  for (const language of ['en', 'fr', 'ar']) {
    expect(pagesOf('nps', language)).toEqual(['score', 'reason words contact'])
    expect(pagesOf('post-implementation', language)).toEqual([
      'score',
      'dates promised',
      'team training',
      'better words contact',
    ])
  }
})

test('every page has one heading, also where a tick comes first', () => {
  expect(pages.filter(({ html }) => html.split('<h1').length !== 2).map(({ name }) => name)).toEqual([])
})

test('every page of every standard survey, in every language, is under 15 kB', () => {
  expect(pages.length).toBeGreaterThan(700)
  expect(pages.filter(({ html }) => Buffer.byteLength(html) >= 15_000).map(({ name }) => name)).toEqual([])
})

describeInBrowser('on a screen', () => {
  test.each(Object.entries(sizes))('every page fits one screen: %s', async (size, { width, height }) => {
    const { page } = await openWindow()
    // frames of this size beside each other: a navigation for each page would take a minute
    const tooLong: string[] = []
    const shown = [...looks.values()].filter(({ isKiosk }) => size === 'desktop' || !isKiosk)
    for (let at = 0; at < shown.length; at += 60) {
      const some = shown.slice(at, at + 60)
      const found = await page.evaluate(
        async ({ htmls, width, height }) => {
          document.body.replaceChildren()
          const frames = htmls.map((html) => {
            const frame = document.createElement('iframe')
            frame.width = String(width)
            frame.height = String(height)
            frame.style.border = '0'
            frame.srcdoc = html
            document.body.append(frame)
            return new Promise<HTMLIFrameElement>((done) => frame.addEventListener('load', () => done(frame)))
          })
          return (await Promise.all(frames)).map((one) => {
            const { scrollHeight, scrollWidth } = one.contentDocument!.documentElement
            return { scrollHeight, scrollWidth }
          })
        },
        { htmls: some.map(({ html }) => html), width, height },
      )
      for (const [i, { scrollHeight, scrollWidth }] of found.entries())
        if (scrollHeight > height || scrollWidth > width)
          tooLong.push(`${some[i]!.name} is ${scrollWidth} × ${scrollHeight}`)
    }
    expect(tooLong).toEqual([])
  })
})
