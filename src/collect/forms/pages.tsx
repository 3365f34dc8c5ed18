/** @jsxImportSource hono/jsx */
import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { z } from 'zod'
import { kinds } from '#collect/feedback/rules.ts'
import { type Said, submitFromForm } from '#collect/forms/commands.ts'
import { type FormRow, findOpenForm } from '#collect/forms/queries.ts'
import { type FormTexts, languageOf, textsOf } from '#collect/forms/texts.ts'
import { workspaceOfPublicId } from '#collect/widget/public-id.ts'
import type { Actor } from '#platform/context.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { readBody } from '#platform/http/input.ts'
import type { Caller } from '#platform/http/on.ts'
import { type HtmlPage, htmlPage } from '#platform/http/page.ts'
import { publicPage } from '#platform/http/public-page.tsx'
import { limitsOf } from '#platform/http/rate-limit.ts'
import { Trap } from '#platform/http/trap.tsx'

const stranger: Actor = { kind: 'anonymous' }
const mostWords = 10_000

interface Opened {
  form: FormRow
  brand: string
  area: string | null
  workspaceId: string
  language: string
  texts: FormTexts
}

async function opened(c: Context, door: Door): Promise<Opened | undefined> {
  const publicId = c.req.param('form') ?? ''
  const workspaceId = workspaceOfPublicId(publicId, 'hbf')
  if (!workspaceId) return undefined
  const found = await door.inWorkspace(workspaceId, stranger, (ctx) => findOpenForm(ctx, publicId))
  const language = languageOf(c.req.header('accept-language'))
  return found && { ...found, workspaceId, language, texts: textsOf(language) }
}

function closed(c: Context): Response {
  const language = languageOf(c.req.header('accept-language'))
  const texts = textsOf(language)
  return publicPage({
    title: texts.goneTitle,
    brand: null,
    language,
    status: 404,
    children: (
      <>
        <h1 class="top">{texts.goneTitle}</h1>
        <p class="dim small-gap">{texts.gone}</p>
      </>
    ),
  })
}

/** What was typed, to be shown again beside what is wrong with it. */
interface Typed {
  words: string
  kind: string
  name: string
  email: string
  once: string
}

function formPage(of: Opened, typed?: Typed, wrong?: { status: 400 | 429; text: string }): Response {
  const { form, brand, area, texts, language } = of
  const title = form.title || texts.title.replace('{brand}', brand)
  const note = (isOptional: boolean) => (isOptional ? <span class="note"> {texts.optional}</span> : null)
  return publicPage({
    title,
    brand,
    language,
    status: wrong?.status ?? 200,
    children: (
      <form method="post">
        <h1 class="top" dir="auto">
          {title}
        </h1>
        {form.title === '' && area ? (
          <p class="small-gap" dir="auto">
            <b>{area}</b>
          </p>
        ) : null}
        {form.intro ? (
          <p class="dim small-gap" dir="auto">
            {form.intro}
          </p>
        ) : null}
        {wrong ? (
          <p class="wrong gap" role="alert">
            {wrong.text}
          </p>
        ) : null}
        <fieldset class="gap">
          <legend class="q2">
            {texts.about}
            {note(true)}
          </legend>
          <div>
            {kinds.map((kind) => (
              <label class="opt">
                <input type="radio" name="kind" value={kind} checked={typed?.kind === kind} />
                <span>{texts[kind]}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <label class="words">
          {texts.words}
          <textarea name="words" required maxlength={mostWords} dir="auto">
            {typed?.words ?? ''}
          </textarea>
        </label>
        {form.asks_email === 'no' ? null : (
          <>
            <label class="words">
              {texts.name}
              {note(true)}
              <input
                type="text"
                name="name"
                maxlength={200}
                autocomplete="name"
                value={typed?.name ?? ''}
                dir="auto"
              />
            </label>
            <label class="words">
              {texts.email}
              {note(form.asks_email === 'optional')}
              <input
                type="email"
                name="email"
                maxlength={254}
                autocomplete="email"
                required={form.asks_email === 'required'}
                value={typed?.email ?? ''}
              />
              <span class="note">{texts.emailNote}</span>
            </label>
          </>
        )}
        <Trap label="Website" />
        <input type="hidden" name="once" value={typed?.once ?? randomBytes(16).toString('base64url')} />
        <button class="send" type="submit">
          {texts.send}
        </button>
      </form>
    ),
  })
}

function thanksPage({ form, brand, texts, language }: Opened): Response {
  return publicPage({
    title: texts.thanksTitle,
    brand,
    language,
    children: (
      <>
        <h1 class="top">{texts.thanksTitle}</h1>
        <p class="dim small-gap" dir="auto">
          {form.thanks || texts.thanks}
        </p>
        <p class="gap">
          <a href={`/f/${form.public_id}`}>{texts.another}</a>
        </p>
      </>
    ),
  })
}

/** PostgreSQL holds no NUL, and half a surrogate pair is no letter. */
const clean = (text: string | null, max: number) =>
  (text ?? '')
    .replaceAll('\u0000', '')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .slice(0, max)

/** What the form says, or what is wrong with it. */
function read(
  { form, texts, language }: Opened,
  given: URLSearchParams,
): { typed: Typed; said?: Said; wrong?: string } {
  const typed: Typed = {
    words: clean(given.get('words'), mostWords + 1),
    kind: given.get('kind') ?? '',
    name: clean(given.get('name'), 200).trim(),
    email: clean(given.get('email'), 254).trim(),
    once: /^[A-Za-z0-9_-]{22}$/.test(given.get('once') ?? '')
      ? given.get('once')!
      : randomBytes(16).toString('base64url'),
  }
  if (typed.words.trim() === '') return { typed, wrong: texts.missing }
  if (typed.words.length > mostWords) return { typed, wrong: texts.tooLong }
  const asks = form.asks_email !== 'no'
  const isMissing = form.asks_email === 'required' && typed.email === ''
  if (isMissing || (asks && typed.email !== '' && !z.email().safeParse(typed.email).success))
    return { typed, wrong: texts.emailWrong }
  return {
    typed,
    said: {
      words: typed.words,
      kind: kinds.find((kind) => kind === typed.kind) ?? null,
      name: asks ? typed.name || null : null,
      email: asks ? typed.email || null : null,
      once: typed.once,
      language,
    },
  }
}

/** Twelve a minute from one address, and six hundred for the form as a whole. */
function mayPass(door: Door, form: FormRow, address: string): boolean {
  try {
    limitsOf(door).take(`form ${form.id} ${address}`, 12)
    limitsOf(door).take(`form ${form.id}`, 600)
    return true
  } catch (error) {
    if (error instanceof AppError && error.kind === 'rate_limited') return false
    throw error
  }
}

async function get(c: Context, door: Door): Promise<Response> {
  const of = await opened(c, door)
  if (!of) return closed(c)
  return c.req.query('sent') === '1' ? thanksPage(of) : formPage(of)
}

async function post(c: Context, door: Door, caller: Caller): Promise<Response> {
  const of = await opened(c, door)
  if (!of) return closed(c)
  const given = new URLSearchParams(await readBody(c.req.raw, 128 * 1024))
  const { typed, said, wrong } = read(of, given)
  if (!said) return formPage(of, typed, { status: 400, text: wrong! })
  if (!mayPass(door, of.form, caller.address))
    return formPage(of, typed, { status: 429, text: of.texts.busy })
  // A field that people do not see was filled: a program. It learns nothing of it, and nothing is kept.
  if (!given.get('website'))
    await door.inWorkspace(of.workspaceId, stranger, (ctx) => submitFromForm(ctx, of.form, said), caller)
  // The browser goes on by GET, so that reloading sends nothing twice.
  return new Response(null, {
    status: 303,
    headers: { location: `/f/${of.form.public_id}?sent=1`, 'cache-control': 'no-store' },
  })
}

export const pages: HtmlPage[] = [
  htmlPage({ method: 'GET', path: '/f/:form', access: 'public' }, get),
  htmlPage({ method: 'POST', path: '/f/:form', access: 'public' }, post),
]
