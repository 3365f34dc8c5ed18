/** @jsxImportSource hono/jsx */
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { type HtmlPage, htmlPage } from '#platform/http/page.ts'
import { publicPage } from '#platform/http/public-page.tsx'
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
  brand: string
}

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
      brand: string
    }>(sql`
      select m.id, m.topic, m.contact_id, coalesce(m.from_name, w.name) as brand
      from mails m join workspaces w on w.id = m.workspace_id
      where m.workspace_id = ${workspaceId} and m.id = ${found.subjectId}`)
    return (
      mail && {
        workspaceId,
        mailId: mail.id,
        topic: mail.topic,
        contactId: mail.contact_id,
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
    payload: { mailId: found.mailId, topic: found.topic, contactId: found.contactId },
  })
}

/** Opening the page changes nothing; the button and the mail program's one-click POST (RFC 8058) do. */
export const pages: HtmlPage[] = [
  htmlPage({ method: 'GET', path: '/u/:token', access: 'public' }, async (c, door) => {
    const token = c.req.param('token') ?? ''
    const found = await findMail(door, token)
    if (!found) return notKnown()
    const what = topicWords[found.topic] ?? 'such mail'
    return publicPage({
      title: `Stop ${what} from ${found.brand}`,
      brand: found.brand,
      children: (
        <form method="post">
          <h1 class="top">
            Stop {what} from {found.brand}?
          </h1>
          <p class="dim small-gap">
            Press the button and you get no more {what}. Answers to your own messages still reach you.
          </p>
          <button class="send" type="submit">
            Stop {what}
          </button>
        </form>
      ),
    })
  }),
  htmlPage({ method: 'POST', path: '/u/:token', access: 'public' }, async (c, door) => {
    const found = await findMail(door, c.req.param('token') ?? '')
    if (!found) return notKnown()
    const actor =
      found.contactId === null
        ? ({ kind: 'anonymous' } as const)
        : ({ kind: 'contact', id: found.contactId } as const)
    await door.inWorkspace(found.workspaceId, actor, (ctx) => unsubscribe(ctx, found))
    const what = topicWords[found.topic] ?? 'such mail'
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
