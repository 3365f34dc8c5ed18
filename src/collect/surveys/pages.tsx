/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { formOf, formSent, readForm, stepAfter, wrongAnswers } from '#collect/surveys/answer-form.ts'
import { firstPress } from '#collect/surveys/branching.ts'
import { type Opened, withOpened } from '#collect/surveys/find.ts'
import { type Given, isGiven } from '#collect/surveys/kinds.ts'
import { closed, formPage, previewDonePage, thanksPage } from '#collect/surveys/pages/answer.tsx'
import type { StoredSurvey } from '#collect/surveys/queries.ts'
import { recordAnswers } from '#collect/surveys/responses/answers.ts'
import { keepSend } from '#collect/surveys/responses/sends.ts'
import { textsIn } from '#collect/surveys/texts.ts'
import type { Ctx } from '#platform/context.ts'
import type { Door } from '#platform/door.ts'
import { readBody } from '#platform/http/input.ts'
import { type HtmlPage, htmlPage } from '#platform/http/page.ts'
import { publicPage } from '#platform/http/public-page.tsx'

/** What a link that is none opens. */
export function unknownPage(): Response {
  const texts = textsIn('en')
  return publicPage({
    title: texts.unknownTitle,
    brand: null,
    status: 404,
    children: (
      <>
        <h1 class="top">{texts.unknownTitle}</h1>
        <p class="dim small-gap">{texts.unknown}</p>
      </>
    ),
  })
}

/** Where a person stands with their answers, shown. Reads only: mail scanners open every link. */
export function show(opened: Opened, query: URLSearchParams, now: Date): Response {
  const shut = closed(opened)
  if (shut) return shut
  const form = formOf(opened, pressed(opened, query), wantedStep(query))
  return form ? formPage(opened, form) : thanksPage(opened, now)
}

/** The page that somebody goes back to, to change what they gave there; `change=1` on pages of earlier releases. */
export function wantedStep(query: URLSearchParams): number | undefined {
  if (query.get('change') === '1') return 1
  return /^\d{1,3}$/.test(query.get('step') ?? '') ? Number(query.get('step')) : undefined
}

/** The answers that a link of the mail chooses; one that the question does not take is ignored. */
function pressed(opened: Opened, query: URLSearchParams): Map<string, Given> {
  const read = readForm(
    opened.survey.questions.filter(({ key }) => query.has(key)),
    query,
  )
  return new Map([...read].filter(([, given]) => isGiven(given)))
}

/** The questions that a form says it asked, and what was given to each. */
export function readSent(opened: Opened, sent: URLSearchParams) {
  // A page of an earlier release does not say what it asked: then it is what it sends.
  const asked = sent.get('asked')?.split(' ') ?? [...sent.keys()]
  return { asked, given: readGiven(opened, asked, sent) }
}

const readGiven = ({ survey }: Opened, keys: readonly string[], sent: URLSearchParams) =>
  readForm(
    survey.questions.filter(({ key }) => keys.includes(key)),
    sent,
  )

async function answer(
  ctx: Ctx,
  opened: Opened,
  query: URLSearchParams,
  sent: URLSearchParams,
): Promise<{ shown: Response } | { next: number | undefined }> {
  const shut = closed(opened)
  if (shut) return { shown: shut }
  const { asked, given } = readSent(opened, sent)
  if (opened.preview) return { shown: previewed(opened, sent) }
  const wrong = wrongAnswers(opened, given)
  const trap = sent.get('website') ?? ''
  if (trap !== '' && opened.invitation?.channel === 'mail') {
    await keep(ctx, opened, query, wrong.size > 0 ? new Map() : given, true)
    return { next: undefined }
  }
  if (wrong.size > 0) return { shown: formPage(opened, formSent(opened, asked, given, wrong), wrong) }
  if (opened.invitation!.channel === 'mail') await keep(ctx, opened, query, given, false)
  else await recordAnswers(ctx, opened.survey, opened.invitation!, { given, trap })
  return { next: stepAfter(opened, given, wantedStep(query)) }
}

/** What the page of a mail sent waits, with the link of the mail by which the page was opened. */
function keep(
  ctx: Ctx,
  opened: Opened,
  query: URLSearchParams,
  given: ReadonlyMap<string, Given>,
  isTrapped: boolean,
): Promise<void> {
  const first = firstPress(opened.survey.questions)
  const chosen = first && pressed(opened, query).get(first.key)
  const link = chosen?.number?.toString() ?? chosen?.choices[0] ?? null
  return keepSend(ctx, opened.survey, opened.invitation!, { given, link, isTrapped })
}

/** A preview records nothing: each of its pages brings along what was given before, also back. */
function previewed(opened: Opened, sent: URLSearchParams): Response {
  const carried = readGiven(opened, sent.get('carried')?.split(' ') ?? [], sent)
  const before: Opened = { ...opened, answers: carried }
  const back = Number(sent.get('back'))
  if (back > 0) return formPage(before, formOf(before, new Map(), back)!)
  const { asked, given } = readSent(opened, sent)
  const wrong = wrongAnswers(before, given)
  if (wrong.size > 0) return formPage(before, formSent(before, asked, given, wrong), wrong)
  const after: Opened = { ...opened, answers: new Map([...carried, ...given]) }
  const next = formOf(after, new Map(), stepAfter(before, given, wantedStep(sent)))
  return next ? formPage(after, next) : previewDonePage(opened)
}

/** The answer page of a survey as a member tries it while building, in a frame of ours: after these answers, or after what it sent. */
export function previewPage(survey: StoredSurvey, given: { chosen?: string; sent?: string }): Response {
  const opened: Opened = {
    survey: { ...survey, archived_at: null },
    preview: true,
    invitation: undefined,
    link: undefined,
    until: undefined,
    firstName: 'Petra',
    accountName: null,
    unsubscribeUrl: undefined,
    response: undefined,
    answers: new Map(),
  }
  const shown =
    closed(opened) ??
    (given.sent === undefined
      ? previewForm(opened, pressed(opened, new URLSearchParams(given.chosen)))
      : previewed(opened, new URLSearchParams(given.sent)))
  shown.headers.set(
    'content-security-policy',
    shown.headers.get('content-security-policy')!.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
  )
  return shown
}

/** What follows the answers chosen; where nothing does, they stand in their page. */
function previewForm(opened: Opened, chosen: Map<string, Given>): Response {
  const after: Opened = { ...opened, answers: chosen }
  const next = formOf(after, new Map())
  return next ? formPage(after, next) : formPage(opened, formOf(opened, chosen, 1)!)
}

async function get(c: Context, door: Door): Promise<Response> {
  const query = new URL(c.req.url).searchParams
  return (
    (await withOpened(door, c.req.param('token') ?? '', async (ctx, opened) =>
      show(opened, query, ctx.now()),
    )) ?? unknownPage()
  )
}

async function post(c: Context, door: Door): Promise<Response> {
  const token = c.req.param('token') ?? ''
  const form = new URLSearchParams(await readBody(c.req.raw, 256 * 1024))
  const query = new URL(c.req.url).searchParams
  const done = await withOpened(door, token, (ctx, opened) => answer(ctx, opened, query, form))
  if (!done) return unknownPage()
  if ('shown' in done) return done.shown
  // After a press the browser goes on by GET, so that reloading sends nothing twice.
  const location = `/s/${token}${done.next === undefined ? '' : `?step=${done.next}`}`
  return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } })
}

export const pages: HtmlPage[] = [
  htmlPage({ method: 'GET', path: '/s/:token', access: 'public' }, get),
  htmlPage({ method: 'POST', path: '/s/:token', access: 'public' }, post),
]
