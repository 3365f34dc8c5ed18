import { postComment } from '#close/portal/commands/comments.ts'
import { postIdea } from '#close/portal/commands/ideas.ts'
import { portalSignedIn } from '#close/portal/events.ts'
import type { Open } from '#close/portal/open.ts'
import { findIdea } from '#close/portal/queries/ideas.ts'
import { confirmMinutes, mailsMost, sessionDays } from '#close/portal/rules.ts'
import { Wish } from '#close/portal/wish.ts'
import { sourceOf } from '#collect/widget/commands/identify.ts'
import { secretsOf } from '#collect/widget/commands/keys.ts'
import { type ProvenPerson, provePerson } from '#collect/widget/identity.ts'
import { getKey } from '#collect/widget/queries.ts'
import { upsertContact } from '#customers/contacts/commands.ts'
import { baseUrl } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { type Block, linkMark, mailHtml, mailText } from '#platform/mail/blocks.ts'
import { queueMail } from '#platform/mail/queue.ts'
import { findToken, mintToken, revokeTokens } from '#platform/tokens/tokens.ts'
import { putContactFollowing } from '#prioritize/requests/commands/follow.ts'
import { castVote, joinVotes } from '#prioritize/requests/commands/votes.ts'

/**
 * Sends a link that proves the address and does what was wished for. Whether a mail goes is not told: an address that may
 * not sign in, or got too many, learns nothing.
 */
export async function askByMail(open: Open, email: string, wish: Wish): Promise<void> {
  const { ctx, settings, texts } = open
  const ws = ctx.workspaceId
  const address = email.toLowerCase()
  const since = new Date(ctx.now().getTime() - 3_600_000)
  const { recent, known } = await ctx.db.one<{ recent: number; known: boolean }>(sql`
    select (select count(*) from (select 1 from portal_sign_ins where workspace_id = ${ws} and email = ${address} and created_at > ${since} limit ${mailsMost}) x) as recent,
      exists (select 1 from contact_keys where workspace_id = ${ws} and source = 'email' and key = ${address}) as known`)
  // Who has not got the link makes no way in for themselves: customers we know alone may do without it.
  if (recent >= mailsMost || ((settings.contactsOnly || open.lock === 'link') && !known)) return
  const id = newId()
  await ctx.db.run(sql`
    insert into portal_sign_ins (workspace_id, id, email, wish, created_at)
    values (${ws}, ${id}, ${address}, ${JSON.stringify(wish)}, ${ctx.now()})`)
  const expiresAt = new Date(ctx.now().getTime() + confirmMinutes * 60_000)
  const token = await mintToken(ctx, 'portal-confirm', id, { expiresAt })
  const words = texts.mail
  const blocks: Block[] = [
    { kind: 'text', text: words.text[wish.kind].replaceAll('{brand}', open.brand) },
    { kind: 'button', label: words.button[wish.kind], url: linkMark('confirm') },
    { kind: 'small', text: words.foot.replace('{minutes}', String(confirmMinutes)) },
  ]
  const page = { brand: open.brand, language: open.language, blocks }
  await queueMail(ctx, {
    to: { address },
    subject: words.subject[wish.kind].replaceAll('{brand}', open.brand),
    text: mailText(page),
    html: mailHtml(page),
    topic: 'sign_in',
    fromName: open.brand,
    dedupeKey: `portal ${id}`,
    links: { confirm: `${baseUrl(ctx.config)}${open.base}/confirm/${token}` },
  })
}

export interface Pending {
  tokenSubject: string
  email: string
  wish: Wish
}

/** What a link of a mail stands for; undefined where it is used, over, or none of ours. */
export async function findPending(ctx: Ctx, token: string): Promise<Pending | undefined> {
  const found = await findToken(ctx.db, ctx.workspaceId, 'portal-confirm', token, ctx.now())
  if (!found || found.isExpired || found.isRevoked) return undefined
  const row = await ctx.db.maybe<{ email: string; wish: unknown }>(sql`
    select email, wish from portal_sign_ins where workspace_id = ${ctx.workspaceId} and id = ${found.subjectId} for update`)
  return row && { tokenSubject: found.subjectId, email: row.email, wish: Wish.parse(row.wish) }
}

export interface SignedIn {
  session: string
  /** what happened to the wish: the page to go on to */
  to: string
}

/** The address is proven: its contact is found or made, the wish is done, and a session begins. The link works once. */
export async function confirm(
  open: Open,
  pending: Pending,
  visitorId: string | undefined,
): Promise<SignedIn> {
  const { ctx } = open
  const { contactId } = await upsertContact(ctx, {
    email: pending.email,
    locale: open.language,
    seenAt: ctx.now(),
  })
  await revokeTokens(ctx, 'portal-confirm', pending.tokenSubject)
  await ctx.db.run(
    sql`delete from portal_sign_ins where workspace_id = ${ctx.workspaceId} and id = ${pending.tokenSubject}`,
  )
  const session = await begin(open, contactId!, 'mail', visitorId)
  const mine: Open = { ...open, ctx: { ...ctx, actor: { kind: 'contact', id: contactId! } } }
  // What was an idea for everybody when it was wished for may be one no longer.
  const { wish } = pending
  const isGone = 'requestId' in wish && !(await findIdea(open, wish.requestId))
  return { session, to: isGone ? open.base : await carryOut(mine, contactId!, wish) }
}

async function begin(open: Open, contactId: string, by: 'mail' | 'product', visitorId: string | undefined) {
  const { ctx } = open
  const as: Ctx = { ...ctx, actor: { kind: 'contact', id: contactId } }
  if (visitorId) await joinVotes(as, visitorId, contactId)
  const expiresAt = new Date(ctx.now().getTime() + sessionDays * 86_400_000)
  const session = await mintToken(ctx, 'portal-session', contactId, { expiresAt })
  await as.emit(portalSignedIn, { subjectId: contactId, payload: { contactId, by } })
  return session
}

/** Does what somebody wished for before they proved who they are. Answers where the browser goes on. */
export async function carryOut(open: Open, contactId: string, wish: Wish): Promise<string> {
  const { ctx, base } = open
  const voter = { id: contactId, isVisitor: false }
  if (wish.kind === 'sign_in') return wish.back ?? base
  if (wish.kind === 'idea') {
    const { requestId } = await postIdea(
      ctx,
      {
        contactId,
        title: wish.title,
        text: wish.text,
        areaId: wish.areaId,
        importance: wish.importance,
        language: open.language,
        once: wish.once,
      },
      open.settings.ideasHeld,
    )
    return requestId ? `${base}/ideas/${encodeId('req', requestId)}?said=idea` : `${base}/mine?said=held`
  }
  const page = `${base}/ideas/${encodeId('req', wish.requestId)}`
  if (wish.kind === 'vote')
    await castVote(ctx, { requestId: wish.requestId, voter, importance: wish.importance })
  if (wish.kind === 'follow')
    await putContactFollowing(ctx, { requestId: wish.requestId, contactId, isFollowing: true, via: 'portal' })
  if (wish.kind === 'comment') {
    const { isHeld } = await postComment(
      ctx,
      { requestId: wish.requestId, contactId, text: wish.text },
      open.settings,
    )
    return `${page}?said=${isHeld ? 'comment_held' : 'comment'}#comments`
  }
  return `${page}?said=${wish.kind}`
}

/** Who our own product says somebody is, by a token signed with the widget key's secret; undefined where it proves nobody. */
export async function provenBy(open: Open, token: string): Promise<ProvenPerson | undefined> {
  const { ctx, settings } = open
  if (settings.widgetKeyId === null) return undefined
  const key = await getKey(ctx, settings.widgetKeyId)
  if (!key.is_active) return undefined
  try {
    return await provePerson({ token }, secretsOf(key, ctx.config, ctx.now()), ctx.now())
  } catch (error) {
    if (error instanceof AppError && error.kind === 'unauthenticated') return undefined
    throw error
  }
}

/** Lets somebody in whom our product has proven. */
export async function enter(
  open: Open,
  person: ProvenPerson,
  visitorId: string | undefined,
): Promise<string> {
  const { company } = person
  const { contactId } = await upsertContact(open.ctx, {
    source: sourceOf({ id: open.settings.widgetKeyId! }),
    externalId: person.id,
    email: person.email,
    name: person.name,
    seenAt: open.ctx.now(),
    account: company && {
      name: company.name,
      externalId: company.id,
      mrrCents: company.mrrCents,
      ...(company.currency && { currency: company.currency }),
      segment: company.plan,
    },
  })
  return begin(open, contactId!, 'product', visitorId)
}
