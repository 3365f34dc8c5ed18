/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { type Form, formOf, readForm, saidInSurvey, wrongAnswers } from '#collect/surveys/answer-form.ts'
import { firstPress } from '#collect/surveys/branching.ts'
import { type Opened, withOpened } from '#collect/surveys/find.ts'
import { type Given, isGiven, isScored } from '#collect/surveys/kinds.ts'
import { Question, Trap } from '#collect/surveys/pages/question.tsx'
import type { StoredSurvey } from '#collect/surveys/queries.ts'
import { recordAnswers } from '#collect/surveys/responses/answers.ts'
import { dateText, textsIn } from '#collect/surveys/texts.ts'
import { fillWording } from '#collect/surveys/wording.ts'
import type { Ctx } from '#platform/context.ts'
import type { Door } from '#platform/door.ts'
import { readBody } from '#platform/http/input.ts'
import { type HtmlPage, htmlPage } from '#platform/http/page.ts'
import { publicPage } from '#platform/http/public-page.tsx'

const textsOf = (opened: Opened) => textsIn(opened.survey.language)

function Foot({ opened }: { opened: Opened }) {
  const texts = textsOf(opened)
  const to = opened.firstName ? `${texts.sentTo(opened.firstName, opened.accountName)} ` : ''
  return (
    <p>
      {opened.preview ? texts.preview : `${to}${texts.onlyUs(opened.survey.brand_shown)} `}
      {opened.unsubscribeUrl ? <a href={opened.unsubscribeUrl}>{texts.stop}</a> : null}
    </p>
  )
}

function page(opened: Opened, title: string, children: unknown, status = 200): Response {
  return publicPage({
    title,
    brand: opened.survey.brand_shown,
    brandColor: opened.survey.brand_color,
    language: opened.survey.language,
    status,
    children: children as never,
    foot: <Foot opened={opened} />,
  })
}

/** A page with a heading and one sentence. */
function notePage(opened: Opened, title: string, text: string, status: number): Response {
  return page(
    opened,
    title,
    <>
      <h1 class="top">{title}</h1>
      <p class="dim small-gap">{text}</p>
    </>,
    status,
  )
}

/** A question as it is put to this person, with earlier answers in place. */
function wordingFor(opened: Opened, answers: ReadonlyMap<string, Given>) {
  const texts = textsOf(opened)
  const said = opened.survey.questions.map((question) => [
    `answer.${question.key}`,
    saidInSurvey({ survey: opened.survey, answers }, question) || texts.yourAnswer,
  ])
  const values = {
    'brand.name': opened.survey.brand_shown,
    'contact.firstName': opened.firstName ?? texts.noName,
    ...Object.fromEntries(said),
  }
  return (text: string) => fillWording(text, values)
}

/** The questions that stand on one page, with what was given; a first press alone, or all that can be asked. */
function formPage(opened: Opened, form: Form, wrong: ReadonlySet<string> = new Set()): Response {
  const texts = textsOf(opened)
  const put = wordingFor(opened, form.answers)
  const isFirst = form.isFirst
  const first = firstPress(opened.survey.questions)
  return page(
    opened,
    texts.title(opened.survey.brand_shown),
    <form method="post" class={isFirst ? 'top' : undefined}>
      {form.counted === undefined ? null : (
        <p class="note" role="status">
          {texts.counted(form.counted)}
        </p>
      )}
      {form.questions.map((question, i) => (
        <Question
          question={question}
          given={form.answers.get(question.key)}
          put={put}
          language={opened.survey.language}
          heading={i > 0 ? undefined : isFirst ? 'big' : 'small'}
          isRequired={question.is_required || question.key === first?.key}
          wrong={wrong.has(question.key) ? (isFirst ? texts.noAnswer : texts.required) : undefined}
        />
      ))}
      {isFirst ? <p class="note gap how">{texts.how}</p> : null}
      <Trap label={texts.trap} />
      <input type="hidden" name="asked" value={form.questions.map((one) => one.key).join(' ')} />
      <div class={isFirst ? 'more' : undefined}>
        <button class="send" type="submit">
          {isFirst ? texts.send : texts.sendAnswer}
        </button>
      </div>
    </form>,
    wrong.size > 0 ? 400 : 200,
  )
}

function thanksPage(opened: Opened, now: Date): Response {
  const { survey, invitation, answers } = opened
  const texts = textsOf(opened)
  const response = opened.response!
  const saying = (is: (kind: string) => boolean) =>
    survey.questions.flatMap((question) =>
      is(question.kind) ? saidInSurvey({ survey, answers }, question) || [] : [],
    )[0]
  const score = saying(isScored)
  const choice = saying((kind) => kind === 'choice')
  const gave = score ?? choice
  const soon = new Date(now.getTime() + 86_400_000)
  return page(
    opened,
    texts.thanks(opened.firstName),
    <>
      <h1 class="top">{texts.thanks(opened.firstName)}</h1>
      <p class="dim small-gap">
        {gave ? `${texts.gave(gave)}${score && choice ? texts.because(choice) : ''}. ` : ''}
        <a href="?change=1">{texts.change}</a> {texts.until(dateText(invitation!.expiresAt, survey.language))}
      </p>
      <h2 class="top">{texts.next}</h2>
      <ol class="wire">
        <li class="done">
          <b>{texts.heard}</b>
          <span>{texts.now}</span>
        </li>
        <li class="open">
          <b>{texts.understood}</b>
          <span>
            {response.is_negative
              ? texts.readSoon(survey.brand_shown, dateText(soon, survey.language))
              : texts.readAll(survey.brand_shown)}
          </span>
        </li>
        {response.may_contact || response.is_negative ? (
          <li>
            <b>{texts.told}</b>
            <span>{texts.toldHow}</span>
          </li>
        ) : null}
      </ol>
    </>,
  )
}

/** The page that says why nothing can be answered; undefined when something can. */
function closed(opened: Opened): Response | undefined {
  const texts = textsOf(opened)
  const { survey, invitation, response } = opened
  const kept = response ? texts.expiredKept : undefined
  if (survey.archived_at) return notePage(opened, texts.archivedTitle, kept ?? texts.archived, 410)
  if (invitation?.isExpired) {
    const date = dateText(invitation.expiresAt, survey.language)
    return notePage(opened, texts.expiredTitle(date), kept ?? texts.expired, 410)
  }
  if (survey.questions.length === 0)
    return notePage(opened, texts.emptyTitle, texts.empty(survey.brand_shown), 404)
  return undefined
}

function unknownPage(): Response {
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
function show(opened: Opened, query: URLSearchParams, now: Date): Response {
  const shut = closed(opened)
  if (shut) return shut
  const form = formOf(opened, pressed(opened, query), query.get('change') === '1')
  return form ? formPage(opened, form) : thanksPage(opened, now)
}

/** The answers that a link of the mail chooses; one that the question does not take is ignored. */
function pressed(opened: Opened, query: URLSearchParams): Map<string, Given> {
  const read = readForm(
    opened.survey.questions.filter(({ key }) => query.has(key)),
    query,
  )
  return new Map([...read].filter(([, given]) => isGiven(given)))
}

async function answer(ctx: Ctx, opened: Opened, sent: URLSearchParams): Promise<Response | undefined> {
  const shut = closed(opened)
  if (shut) return shut
  // A page of an earlier release does not say what it asked: then it is what it sends.
  const asked = sent.get('asked')?.split(' ') ?? [...sent.keys()]
  const questions = opened.survey.questions.filter(({ key }) => asked.includes(key))
  const given = readForm(questions, sent)
  const wrong = wrongAnswers(opened, given)
  if (wrong.size > 0) return formPage(opened, formOf(opened, given, asked.length > 1)!, wrong)
  if (opened.preview) return previewed(opened, given)
  await recordAnswers(ctx, opened.survey, opened.invitation!, { given, trap: sent.get('website') ?? '' })
  return undefined
}

/** A preview goes on from the first press to the rest, and records nothing. */
function previewed(opened: Opened, given: Map<string, Given>): Response {
  const texts = textsOf(opened)
  const first = firstPress(opened.survey.questions)
  const isFirst = given.size === 1 && first !== undefined && given.has(first.key)
  const next = isFirst ? formOf({ ...opened, answers: given }, new Map(), false) : undefined
  return next
    ? formPage({ ...opened, answers: given }, next)
    : notePage(opened, texts.thanks(undefined), texts.previewDone, 200)
}

/** The answer page of a survey as a member looks at it while building: with these answers chosen, in a frame of ours. */
export function previewPage(survey: StoredSurvey, query: URLSearchParams): Response {
  const opened: Opened = {
    survey: { ...survey, archived_at: null },
    preview: true,
    invitation: undefined,
    firstName: 'Petra',
    accountName: null,
    unsubscribeUrl: undefined,
    response: undefined,
    answers: new Map(),
  }
  const chosen = pressed(opened, query)
  const first = firstPress(survey.questions)
  const isOn = first !== undefined && chosen.has(first.key)
  const shown =
    closed(opened) ??
    formPage(
      opened,
      formOf(isOn ? { ...opened, answers: chosen } : opened, new Map(), false) ??
        formOf(opened, chosen, true)!,
    )
  shown.headers.set(
    'content-security-policy',
    shown.headers
      .get('content-security-policy')!
      .replace("frame-ancestors 'none'", "frame-ancestors 'self'")
      .replace("form-action 'self'", "form-action 'none'"),
  )
  return shown
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
  const done = await withOpened(door, token, async (ctx, opened) => ({
    shown: await answer(ctx, opened, form),
  }))
  if (!done) return unknownPage()
  // After a press the browser goes on by GET, so that reloading sends nothing twice.
  return (
    done.shown ??
    new Response(null, { status: 303, headers: { location: `/s/${token}`, 'cache-control': 'no-store' } })
  )
}

export const pages: HtmlPage[] = [
  htmlPage({ method: 'GET', path: '/s/:token', access: 'public' }, get),
  htmlPage({ method: 'POST', path: '/s/:token', access: 'public' }, post),
]
