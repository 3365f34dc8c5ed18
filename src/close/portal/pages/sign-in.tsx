/** @jsxImportSource hono/jsx */
import type { Open } from '#close/portal/open.ts'
import { EmailField } from '#close/portal/pages/parts.tsx'
import { portalPage } from '#close/portal/pages/shell.tsx'
import { confirmMinutes } from '#close/portal/rules.ts'
import type { WishKind } from '#close/portal/wish.ts'
import { Trap } from '#platform/http/trap.tsx'

/** Asks for the address that a link is sent to; what was wished for goes with it. */
export function signInPage(
  open: Open,
  of: {
    hidden: Record<string, string>
    wrong?: { status: 400 | 429; text: string }
    email?: string
    status?: 401
  },
): Response {
  const { texts, base } = open
  return portalPage(open, {
    title: texts.signInTitle,
    path: `${base}/sign-in`,
    isPersonal: true,
    ...((of.wrong || of.status) && { status: of.wrong?.status ?? of.status! }),
    children: (
      <form method="post" action={`${base}/sign-in`} class="narrow">
        <h1>{texts.signInTitle}</h1>
        <p class="lead">{texts.signInNote}</p>
        {of.wrong ? (
          <p class="wrong gap" role="alert">
            {of.wrong.text}
          </p>
        ) : null}
        <EmailField open={open} email={of.email} note="" />
        {Object.entries(of.hidden).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <Trap label="Website" />
        <p class="gap">
          <button class="send" type="submit">
            {texts.sendLink}
          </button>
        </p>
      </form>
    ),
  })
}

/** A page with a heading and a sentence, and no more. */
export function notePage(open: Open, title: string, text: string, status?: 401 | 404 | 410 | 429): Response {
  return portalPage(open, {
    title,
    isPersonal: true,
    ...(status && { status }),
    children: (
      <div class="narrow">
        <h1>{title}</h1>
        <p class="lead">{text}</p>
        <p class="gap">
          <a href={open.base}>{open.texts.ideas}</a>
        </p>
      </div>
    ),
  })
}

/** A link is on its way, or not: the page says the same. */
export const sentPage = (open: Open) =>
  notePage(open, open.texts.sentTitle, open.texts.sentText.replace('{minutes}', String(confirmMinutes)))

/** What the link of a mail opens: opening it does nothing, the button does. */
export function confirmPage(open: Open, of: { email: string; kind: WishKind }): Response {
  const { texts } = open
  return portalPage(open, {
    title: texts.isYou,
    isPersonal: true,
    children: (
      <form method="post" class="narrow">
        <h1>{texts.isYou}</h1>
        <p class="lead">
          <bdi>{of.email}</bdi>
        </p>
        <p class="gap">
          <button class="send" type="submit">
            {texts.confirm[of.kind]}
          </button>
        </p>
      </form>
    ),
  })
}

/** Our own product says who it is: one press, because opening an address signs nobody in. */
export function enterPage(open: Open, of: { token: string; name: string; back: string }): Response {
  const { texts, base } = open
  return portalPage(open, {
    title: texts.signInTitle,
    isPersonal: true,
    children: (
      <form method="post" action={`${base}/sign-in`} class="narrow">
        <h1>{texts.isYou}</h1>
        <input type="hidden" name="user" value={of.token} />
        <input type="hidden" name="back" value={of.back} />
        <p class="gap">
          <button class="send" type="submit">
            {texts.goOnAs.replace('{name}', of.name)}
          </button>
        </p>
      </form>
    ),
  })
}
