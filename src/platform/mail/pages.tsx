/** @jsxImportSource hono/jsx */
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { readBody } from '#platform/http/input.ts'
import { type HtmlPage, htmlPage } from '#platform/http/page.ts'
import { publicPage } from '#platform/http/public-page.tsx'
import { Trap } from '#platform/http/trap.tsx'
import { mailUnsubscribed } from '#platform/mail/events.ts'
import { findToken, workspaceOfToken } from '#platform/tokens/tokens.ts'

const topicWords: Record<string, string> = {
  surveys: 'surveys',
  updates: 'news about what you asked for',
}

interface Found {
  workspaceId: string
  mailId: string
  topic: string
  contactId: string | null
  /** the one thing that it stops mail about, with its name; null: all mail of its topic */
  about: { id: string; name: string } | null
  brand: string
}

const whatOf = ({ about, topic }: Found) =>
  about ? `mail about “${about.name}”` : (topicWords[topic] ?? 'such mail')

/** The mail behind an unsubscribe link; the workspace in the token is entered before anything is compared. */
async function findMail(door: Door, token: string): Promise<Found | undefined> {
  const workspaceId = workspaceOfToken(token)
  if (workspaceId === undefined) return undefined
  return door.inWorkspace(workspaceId, { kind: 'anonymous' }, async (ctx) => {
    const found = await findToken(ctx.db, workspaceId, 'unsubscribe', token, ctx.now())
    if (!found || found.isExpired || found.isRevoked) return undefined
    const mail = await ctx.db.maybe<{
      id: string
      topic: string
      contact_id: string | null
      about_id: string | null
      stops: string | null
      brand: string
    }>(sql`
      select m.id, m.topic, m.contact_id, m.about_id, m.stops, coalesce(m.from_name, w.name) as brand
      from mails m join workspaces w on w.id = m.workspace_id
      where m.workspace_id = ${workspaceId} and m.id = ${found.subjectId}`)
    return (
      mail && {
        workspaceId,
        mailId: mail.id,
        topic: mail.topic,
        contactId: mail.contact_id,
        about: mail.about_id && mail.stops ? { id: mail.about_id, name: mail.stops } : null,
        brand: mail.brand,
      }
    )
  })
}

const notKnown = () =>
  publicPage({
    title: 'This link does not work',
    brand: null,
    status: 404,
    children: (
      <>
        <h1 class="top">This link does not work</h1>
        <p class="dim small-gap">
          A part of it may be missing. Open it again from the mail, or copy the whole address. You can also
          answer the mail and ask to be taken off the list.
        </p>
      </>
    ),
  })

async function unsubscribe(ctx: Ctx, found: Found): Promise<void> {
  await ctx.emit(mailUnsubscribed, {
    subjectId: found.mailId,
    payload: {
      mailId: found.mailId,
      topic: found.topic,
      contactId: found.contactId,
      aboutId: found.about?.id ?? null,
    },
  })
}

type Wish = 'stop' | 'keep' | 'unsaid'

/**
 * What a POST asks for: the mail program's one-click POST says so in its body (RFC 8058), the page by a choice. A body that
 * says nothing of the kind is a program that sends whatever it finds.
 */
async function wishOf(request: Request): Promise<Wish> {
  const body = await readBody(request, 16 * 1024)
  const form = await new Response(body, {
    headers: { 'content-type': request.headers.get('content-type') ?? 'application/x-www-form-urlencoded' },
  })
    .formData()
    .catch(() => new FormData())
  if (form.get('List-Unsubscribe') === 'One-Click') return 'stop'
  const choice = form.get('choice')
  if (form.get('website') || (choice !== 'stop' && choice !== 'keep')) return 'unsaid'
  return choice
}

/** Nothing is chosen at first and to stop comes first, so that neither who sends the page as it is nor who presses everything in turn stops it. */
function askPage(found: Found, isWrong: boolean): Response {
  const what = whatOf(found)
  return publicPage({
    title: `Stop ${what} from ${found.brand}`,
    brand: found.brand,
    status: isWrong ? 400 : 200,
    children: (
      <form method="post">
        <fieldset class="top" aria-describedby={isWrong ? 'choice-wrong' : undefined}>
          <legend>
            <h1>
              Stop {what} from {found.brand}?
            </h1>
            <span class="note">Answers to your own messages reach you either way.</span>
          </legend>
          <div>
            {(['stop', 'keep'] as const).map((choice) => (
              <label class="opt">
                <input type="radio" name="choice" value={choice} required />
                <span>
                  {choice === 'stop' ? 'Stop' : 'Keep'} {what}
                </span>
              </label>
            ))}
          </div>
          {isWrong ? (
            <p class="wrong small-gap" role="alert" id="choice-wrong">
              Choose one of the two first.
            </p>
          ) : null}
        </fieldset>
        <Trap label="Leave this empty" />
        <button class="send" type="submit">
          Save
        </button>
      </form>
    ),
  })
}

/** Opening the page changes nothing; the choice on it and the mail program's one-click POST (RFC 8058) do. */
export const pages: HtmlPage[] = [
  htmlPage({ method: 'GET', path: '/u/:token', access: 'public' }, async (c, door) => {
    const token = c.req.param('token') ?? ''
    const found = await findMail(door, token)
    if (!found) return notKnown()
    return askPage(found, false)
  }),
  htmlPage({ method: 'POST', path: '/u/:token', access: 'public' }, async (c, door) => {
    const found = await findMail(door, c.req.param('token') ?? '')
    if (!found) return notKnown()
    const wish = await wishOf(c.req.raw)
    if (wish === 'unsaid') return askPage(found, true)
    const what = whatOf(found)
    if (wish === 'keep')
      return publicPage({
        title: 'Nothing changes',
        brand: found.brand,
        children: (
          <h1 class="top">
            Nothing changes. You get {what} from {found.brand} as before.
          </h1>
        ),
      })
    const actor =
      found.contactId === null
        ? ({ kind: 'anonymous' } as const)
        : ({ kind: 'contact', id: found.contactId } as const)
    await door.inWorkspace(found.workspaceId, actor, (ctx) => unsubscribe(ctx, found))
    return publicPage({
      title: 'Done',
      brand: found.brand,
      children: (
        <>
          <h1 class="top">
            Done. You get no more {what} from {found.brand}.
          </h1>
          <p class="dim small-gap">If this was a mistake, answer the mail and ask to be put back.</p>
        </>
      ),
    })
  }),
]
