/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { recordReason, recordScore } from '#collect/surveys/answers.ts'
import { type Opened, withOpened } from '#collect/surveys/find.ts'
import { questionOf } from '#collect/surveys/queries.ts'
import { fillWording } from '#collect/surveys/survey-mail.ts'
import { dateText, texts } from '#collect/surveys/texts.ts'
import type { Ctx } from '#platform/context.ts'
import type { Door } from '#platform/door.ts'
import { readBody } from '#platform/http/input.ts'
import { type HtmlPage, htmlPage } from '#platform/http/page.ts'
import { publicPage } from '#platform/http/public-page.tsx'

/** A whole number from 0 to 10, or undefined. */
function scoreOf(text: string | null | undefined): number | undefined {
  return text && /^(10|\d)$/.test(text) ? Number(text) : undefined
}

const wording = (opened: Opened, text: string) =>
  fillWording(text, { 'brand.name': opened.survey.brand_shown, 'contact.firstName': opened.firstName })

function Foot({ opened }: { opened: Opened }) {
  return (
    <p>
      {opened.preview ? texts.preview : texts.sentTo(opened.firstName, opened.accountName)}
      {opened.preview ? null : texts.onlyUs(opened.survey.brand_shown)}
      {opened.unsubscribeUrl ? <a href={opened.unsubscribeUrl}>{texts.stop}</a> : null}
    </p>
  )
}

function page(opened: Opened, title: string, children: unknown, status = 200): Response {
  return publicPage({
    title,
    brand: opened.survey.brand_shown,
    language: opened.survey.language,
    status,
    children: children as never,
    foot: <Foot opened={opened} />,
  })
}

/** One radio group, one tab stop; nothing chosen but the number pressed in the mail or given before. */
function Score({
  opened,
  chosen,
  isSmall,
}: {
  opened: Opened
  chosen: number | undefined
  isSmall: boolean
}) {
  const question = questionOf(opened.survey, 'score')
  return (
    <fieldset>
      <legend class={isSmall ? 'q2' : undefined}>
        {isSmall ? (
          <h1 class="q2">{wording(opened, question.wording)}</h1>
        ) : (
          <h1>{wording(opened, question.wording)}</h1>
        )}
      </legend>
      <div class="cells">
        {Array.from({ length: 11 }, (_, score) => (
          <label>
            <input type="radio" name="score" value={String(score)} required checked={chosen === score} />
            <span>{score}</span>
          </label>
        ))}
      </div>
      <div class="ends">
        <span>0 {question.low_label}</span>
        <span>{question.high_label} 10</span>
      </div>
    </fieldset>
  )
}

/** A field that people do not see and programs fill. */
function Trap() {
  return (
    <div class="trap" aria-hidden="true">
      <label>
        {texts.trap}
        <input type="text" name="website" tabindex={-1} autocomplete="off" />
      </label>
    </div>
  )
}

function scorePage(opened: Opened, chosen: number | undefined, wrong?: string): Response {
  return page(
    opened,
    texts.title(opened.survey.brand_shown),
    <form method="post" class="top">
      <p class="note">{texts.length}</p>
      <div class="small-gap">
        <Score opened={opened} chosen={chosen} isSmall={false} />
      </div>
      {wrong ? (
        <p class="wrong gap" role="alert">
          {wrong}
        </p>
      ) : null}
      <p class="note gap how">{texts.how}</p>
      <Trap />
      <input type="hidden" name="step" value="score" />
      <div class="more">
        <button class="send" type="submit">
          {texts.send}
        </button>
      </div>
    </form>,
    wrong ? 400 : 200,
  )
}

function reasonPage(opened: Opened, chosen: number): Response {
  const reason = questionOf(opened.survey, 'reason')
  const words = questionOf(opened.survey, 'words')
  const contact = questionOf(opened.survey, 'contact')
  const { response } = opened
  return page(
    opened,
    texts.title(opened.survey.brand_shown),
    <form method="post">
      {response ? (
        <p class="note" role="status">
          {texts.counted(response.score)}
        </p>
      ) : null}
      <div class="small-gap">
        <Score opened={opened} chosen={chosen} isSmall />
      </div>
      <fieldset class="gap">
        <legend class="q2">{wording(opened, reason.wording)}</legend>
        <div>
          {reason.choices.map((choice) => (
            <label class="opt">
              <input
                type="radio"
                name="reason"
                value={choice.key}
                checked={response?.choice === choice.key}
              />
              <span>{choice.label}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <label class="words">
        {wording(opened, words.wording)} <span class="note">{texts.optional}</span>
        <textarea name="words" maxlength={5000}>
          {response?.words ?? ''}
        </textarea>
      </label>
      <label class="chk">
        <input type="checkbox" name="contact" value="yes" checked={response?.may_contact ?? false} />
        <span>
          {wording(opened, contact.wording)}
          <br />
          <span class="note">{texts.contactNote}</span>
        </span>
      </label>
      <Trap />
      <input type="hidden" name="step" value="reason" />
      <button class="send" type="submit">
        {texts.sendAnswer}
      </button>
    </form>,
  )
}

function thanksPage(opened: Opened, now: Date): Response {
  const { survey, invitation } = opened
  const response = opened.response!
  const choice = questionOf(survey, 'reason').choices.find((one) => one.key === response.choice)
  const soon = new Date(now.getTime() + 86_400_000)
  return page(
    opened,
    texts.thanks(opened.firstName),
    <>
      <h1 class="top">{texts.thanks(opened.firstName)}</h1>
      <p class="dim small-gap">
        {texts.gave(response.score)}
        {choice ? texts.because(choice.label) : null}. <a href="?change=1">{texts.change}</a>
        {texts.until(dateText(invitation!.expiresAt, survey.language))}
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

function expiredPage(opened: Opened): Response {
  const date = dateText(opened.invitation!.expiresAt, opened.survey.language)
  return page(
    opened,
    texts.expiredTitle(date),
    <>
      <h1 class="top">{texts.expiredTitle(date)}</h1>
      <p class="dim small-gap">
        {opened.response ? texts.expiredKept(opened.response.score) : texts.expired}
      </p>
    </>,
    410,
  )
}

function previewDone(opened: Opened): Response {
  return page(
    opened,
    texts.thanks(undefined),
    <>
      <h1 class="top">{texts.thanks(undefined)}</h1>
      <p class="dim small-gap">{texts.previewDone}</p>
    </>,
  )
}

function unknownPage(): Response {
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

/** Where a person stands with their answer, shown. Reads only: mail scanners open every link. */
function show(opened: Opened, query: { score: number | undefined; change: boolean }, now: Date): Response {
  const { response, invitation } = opened
  if (invitation?.isExpired) return expiredPage(opened)
  if (!response) return scorePage(opened, query.score)
  const wantsChange = query.change || (query.score !== undefined && query.score !== response.score)
  if (response.completed_at === null || wantsChange) return reasonPage(opened, query.score ?? response.score)
  return thanksPage(opened, now)
}

async function answer(ctx: Ctx, opened: Opened, form: URLSearchParams): Promise<Response | undefined> {
  const score = scoreOf(form.get('score'))
  const trap = form.get('website') ?? ''
  const isReason = form.get('step') === 'reason'
  if (opened.preview)
    return isReason
      ? previewDone(opened)
      : score === undefined
        ? scorePage(opened, undefined, texts.noScore)
        : reasonPage(opened, score)
  const invitation = opened.invitation!
  if (invitation.isExpired) return expiredPage(opened)
  if (score === undefined && !opened.response) return scorePage(opened, undefined, texts.noScore)
  const response =
    score === undefined
      ? opened.response!
      : await recordScore(ctx, opened.survey, invitation, { score, trap })
  if (isReason) {
    await recordReason(ctx, opened.survey, response.id, {
      choice: form.get('reason'),
      words: form.get('words'),
      mayContact: form.get('contact') === 'yes',
      trap,
    })
  }
  return undefined
}

async function get(c: Context, door: Door): Promise<Response> {
  const query = { score: scoreOf(c.req.query('score')), change: c.req.query('change') === '1' }
  return (
    (await withOpened(door, c.req.param('token') ?? '', async (ctx, opened) =>
      show(opened, query, ctx.now()),
    )) ?? unknownPage()
  )
}

async function post(c: Context, door: Door): Promise<Response> {
  const token = c.req.param('token') ?? ''
  const form = new URLSearchParams(await readBody(c.req.raw, 64 * 1024))
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
