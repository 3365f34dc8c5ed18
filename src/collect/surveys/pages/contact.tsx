/** @jsxImportSource hono/jsx */
import { z } from 'zod'
import { textsOf as formTextsOf } from '#collect/forms/texts.ts'
import type { LinkShown } from '#collect/surveys/links/shown.ts'
import { linkTextsIn } from '#collect/surveys/links/texts.ts'
import { primaryLanguage } from '#collect/surveys/texts/languages.ts'

/** Name and address as they were typed. */
export interface Typed {
  name: string
  email: string
  isWrong: boolean
}

/** Reads name and address; an address that is none is wrong, an empty one is left out. */
export function readContact(sent: URLSearchParams): Typed {
  const clean = (name: string, max: number) =>
    (sent.get(name) ?? '')
      .replaceAll('\u0000', '')
      .replace(/\p{Surrogate}/gu, '\uFFFD')
      .slice(0, max)
      .trim()
  const [name, email] = [clean('contact-name', 200), clean('contact-email', 254)]
  return { name, email, isWrong: email !== '' && !z.email().safeParse(email).success }
}

/** Asks a stranger who they are; both may stay empty. A question key has no hyphen, so that none is mistaken for these. */
export function ContactFields({
  language,
  typed,
  isKiosk,
}: {
  language: string
  typed: Typed | undefined
  /** a browser that many people use remembers nobody */
  isKiosk: boolean
}) {
  const texts = formTextsOf(primaryLanguage(language))
  return (
    <fieldset class="gap">
      <legend class="q2">
        {linkTextsIn(language).details}
        <span class="note"> {texts.optional}</span>
      </legend>
      <div>
        <label class="words">
          {texts.name}
          <input
            type="text"
            name="contact-name"
            maxlength={200}
            autocomplete={isKiosk ? 'off' : 'name'}
            value={typed?.name ?? ''}
            dir="auto"
          />
        </label>
        <label class="words">
          {texts.email}
          <input
            type="email"
            name="contact-email"
            maxlength={254}
            autocomplete={isKiosk ? 'off' : 'email'}
            value={typed?.email ?? ''}
            aria-describedby={typed?.isWrong ? 'contact-wrong' : undefined}
          />
          <span class="note">{texts.emailNote}</span>
        </label>
        {typed?.isWrong ? (
          <p class="wrong" role="alert" id="contact-wrong">
            {texts.emailWrong}
          </p>
        ) : null}
      </div>
    </fieldset>
  )
}

/** The other languages of a survey, each by its own name. */
export function Tongues({ link }: { link: LinkShown }) {
  if (link.tongues.length === 0) return null
  return (
    <span class="tongues">
      {link.tongues.map(({ language, name }) => (
        <a href={`${link.here}?${link.keep}lang=${language}`} lang={language} hreflang={language}>
          {name}
        </a>
      ))}
    </span>
  )
}
