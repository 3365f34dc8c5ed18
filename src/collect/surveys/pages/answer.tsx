/** @jsxImportSource hono/jsx */
import { type Form, saidInSurvey, valuesSent } from '#collect/surveys/answer-form.ts'
import { firstPress } from '#collect/surveys/branching.ts'
import type { Opened } from '#collect/surveys/find.ts'
import { type Given, isScored } from '#collect/surveys/kinds.ts'
import { type LinkShown, thanksSeconds } from '#collect/surveys/links/shown.ts'
import { linkTextsIn } from '#collect/surveys/links/texts.ts'
import { ContactFields, Tongues, type Typed } from '#collect/surveys/pages/contact.tsx'
import { Question } from '#collect/surveys/pages/question.tsx'
import { dateText, textsIn } from '#collect/surveys/texts.ts'
import { fillWording } from '#collect/surveys/wording.ts'
import { publicPage } from '#platform/http/public-page.tsx'
import { HiddenForm, Trap } from '#platform/http/trap.tsx'

/** The fixed words in the language somebody is asked in. */
export const textsOf = (opened: Opened) => textsIn(opened.survey.language)

function Foot({ opened }: { opened: Opened }) {
  const texts = textsOf(opened)
  const to = opened.firstName ? `${texts.sentTo(opened.firstName, opened.accountName)} ` : ''
  return (
    <p>
      {opened.preview ? texts.preview : `${to}${texts.onlyUs(opened.survey.brand_shown)} `}
      {opened.unsubscribeUrl ? <a href={opened.unsubscribeUrl}>{texts.stop}</a> : null}
      {opened.link ? <Tongues link={opened.link} /> : null}
    </p>
  )
}

function page(
  opened: Opened,
  title: string,
  children: unknown,
  status = 200,
  more?: Pick<Parameters<typeof publicPage>[0], 'refresh' | 'idle' | 'size'>,
): Response {
  return publicPage({
    title,
    brand: opened.survey.brand_shown,
    brandColor: opened.survey.brand_color,
    language: opened.survey.language,
    status,
    children: children as never,
    foot: <Foot opened={opened} />,
    ...more,
    ...opened.link?.frame,
  })
}

/** A page with a heading and one sentence. */
export function notePage(opened: Opened, title: string, text: string, status: number): Response {
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
export function wordingFor(opened: Opened, answers: ReadonlyMap<string, Given>) {
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
export function formPage(
  opened: Opened,
  form: Form,
  wrong: ReadonlySet<string> = new Set(),
  typed?: Typed,
): Response {
  const texts = textsOf(opened)
  const put = wordingFor(opened, form.answers)
  const { isFirst, step } = form
  const first = firstPress(opened.survey.questions)
  const title = texts.title(opened.survey.brand_shown)
  return page(
    opened,
    step.of > 2 && step.at > 1 ? `${title} · ${texts.step(step.at, step.of)}` : title,
    <>
      {opened.invitation?.channel === 'mail' ? <HiddenForm label={texts.trap} /> : null}
      {opened.preview && form.back !== undefined ? <BackForm opened={opened} back={form.back} /> : null}
      <form
        method="post"
        class={isFirst ? 'top' : undefined}
        autocomplete={opened.link?.isKiosk ? 'off' : undefined}
      >
        <WhereTheyAre opened={opened} form={form} />
        {/* a tick is no heading */}
        {form.questions[0]?.kind === 'consent' ? <h1 class="vh">{title}</h1> : null}
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
        {asksContact(opened, form) ? (
          <ContactFields language={opened.survey.language} typed={typed} isKiosk={opened.link!.isKiosk} />
        ) : null}
        {opened.link ? <input type="hidden" name="once" value={opened.link.once} /> : null}
        {isFirst ? <p class="note gap how">{texts.how}</p> : null}
        <Trap label={texts.trap} />
        <input type="hidden" name="asked" value={form.questions.map((one) => one.key).join(' ')} />
        {opened.preview ? <Carried opened={opened} form={form} /> : null}
        {opened.preview && wasSent(opened, form) ? (
          <input type="hidden" name="step" value={form.step.at} />
        ) : null}
        <div class={isFirst ? 'more' : undefined}>
          <button class="send" type="submit">
            {isFirst ? texts.send : texts.sendAnswer}
          </button>
        </div>
      </form>
    </>,
    wrong.size > 0 || typed?.isWrong ? 400 : 200,
    {
      ...(opened.link?.idle && isBegun(opened, form) && { idle: opened.link.idle }),
      ...(!isFirst && { size: 'tight' }),
    },
  )
}

/** What was counted, the way back, and how far it is. */
function WhereTheyAre({ opened, form }: { opened: Opened; form: Form }) {
  const { counted, step, back } = form
  if (back === undefined) return null
  const texts = textsOf(opened)
  return (
    <p class="note" role={counted ? 'status' : undefined}>
      {counted ? `${texts.counted(counted)} ` : null}
      {opened.preview ? (
        <button class="plain" type="submit" form="back">
          {counted ? texts.change : texts.back}
        </button>
      ) : (
        <a href={stepAddress(opened, back)}>{counted ? texts.change : texts.back}</a>
      )}
      {step.of > 2 ? ` · ${texts.step(step.at, step.of)}` : null}
    </p>
  )
}

/** One page of this visit, with what was given there. */
function stepAddress({ link, survey }: Opened, at: number): string {
  return link ? `${link.here}?${link.keep}lang=${survey.language}&step=${at}` : `?step=${at}`
}

/** A page that somebody went back to: all of it was sent before. */
const wasSent = (opened: Opened, form: Form) => form.questions.every(({ key }) => opened.answers.has(key))

/** Back in a preview: a form of its own, so that Enter in the other one sends. */
function BackForm({ opened, back }: { opened: Opened; back: number }) {
  return (
    <form method="post" id="back">
      <input type="hidden" name="back" value={back} />
      <Carried opened={opened} />
    </form>
  )
}

/** What the pages of a preview were given, which keeps nothing; a form sends its own questions itself. */
function Carried({ opened, form }: { opened: Opened; form?: Form }) {
  const before = opened.survey.questions.filter(
    (question) => opened.answers.has(question.key) && !form?.questions.includes(question),
  )
  return (
    <>
      <input type="hidden" name="carried" value={before.map((one) => one.key).join(' ')} />
      {before.flatMap((question) =>
        valuesSent(question, opened.answers.get(question.key)!).map((value) => (
          <input type="hidden" name={question.key} value={value} />
        )),
      )}
    </>
  )
}

/** Whether somebody is at it, so that a kiosk left alone begins again. */
const isBegun = (opened: Opened, form: Form) =>
  !form.isFirst || opened.answers.size > 0 || form.answers.size > 0

/** A stranger is asked for their name on the page that ends the survey, not with the first press of several. */
function asksContact({ link, survey }: Opened, form: Form): boolean {
  return link?.asksContact === true && form.isLast && (!form.isFirst || survey.questions.length === 1)
}

export function thanksPage(opened: Opened, now: Date): Response {
  const { survey, link, answers } = opened
  const texts = textsOf(opened)
  const response = opened.response!
  if (link?.isKiosk) return kioskThanks(opened, link)
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
        <a href={stepAddress(opened, 1)}>{texts.change}</a>{' '}
        {texts.until(dateText(opened.until!, survey.language))}
      </p>
      {link?.mayAgain ? (
        <p class="small-gap">
          <a href={link.here}>{linkTextsIn(survey.language).again}</a>
        </p>
      ) : null}
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

/** The end of a preview, from which it begins again. */
export function previewDonePage(opened: Opened): Response {
  const texts = textsOf(opened)
  return page(
    opened,
    texts.thanks(undefined),
    <>
      <h1 class="top">{texts.thanks(undefined)}</h1>
      <p class="dim small-gap">{texts.previewDone}</p>
      <form method="post" class="small-gap">
        <input type="hidden" name="back" value="1" />
        <button class="plain" type="submit">
          {linkTextsIn(opened.survey.language).again}
        </button>
      </form>
    </>,
  )
}

/** At a kiosk nothing of an answer is shown: the next person stands behind. It begins again by itself. */
function kioskThanks(opened: Opened, link: LinkShown): Response {
  const texts = textsOf(opened)
  return page(
    opened,
    texts.thanks(undefined),
    <>
      <h1 class="top">{texts.thanks(undefined)}</h1>
      <p class="gap">
        <a class="send" href={link.here}>
          {linkTextsIn(opened.survey.language).next}
        </a>
      </p>
    </>,
    200,
    { refresh: { seconds: thanksSeconds, to: link.here } },
  )
}

/** The page that says why nothing can be answered; undefined when something can. */
export function closed(opened: Opened): Response | undefined {
  const texts = textsOf(opened)
  const { survey, invitation, response } = opened
  const kept = response ? texts.expiredKept : undefined
  if (opened.link?.isShut && !response) {
    const shut = linkTextsIn(survey.language)
    return notePage(opened, shut.shutTitle, shut.shut, 410)
  }
  if (survey.archived_at)
    return notePage(
      opened,
      texts.archivedTitle,
      kept ?? (opened.link ? linkTextsIn(survey.language).shut : texts.archived),
      410,
    )
  if (invitation?.isExpired) {
    const date = dateText(invitation.expiresAt, survey.language)
    return notePage(opened, texts.expiredTitle(date), kept ?? texts.expired, 410)
  }
  if (survey.questions.length === 0)
    return notePage(opened, texts.emptyTitle, texts.empty(survey.brand_shown), 404)
  return undefined
}
