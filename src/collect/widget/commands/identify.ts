import { createHash } from 'node:crypto'
import type { Identified } from '#collect/widget/contract.ts'
import { widgetVisitorJoined } from '#collect/widget/events.ts'
import type { ProvenPerson } from '#collect/widget/identity.ts'
import type { KeyRow } from '#collect/widget/queries.ts'
import { sessionHours } from '#collect/widget/rules.ts'
import { upsertContact } from '#customers/contacts/commands.ts'
import { mergeCustomers } from '#customers/merges/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'
import { mintToken } from '#platform/tokens/tokens.ts'

/** Ids of people and companies mean something within one product only. */
export const sourceOf = (key: Pick<KeyRow, 'id'>) => `widget:${key.id}`

/**
 * Lets a proven person in: finds or makes the contact, joins what this browser sent before without a name, and answers
 * a session with which the widget submits for 12 hours.
 */
export async function identify(
  ctx: Ctx,
  key: KeyRow,
  person: ProvenPerson,
  visitor: string | undefined,
): Promise<Identified> {
  const { company } = person
  const { contactId } = await upsertContact(ctx, {
    source: sourceOf(key),
    externalId: person.id,
    email: person.email,
    name: person.name,
    seenAt: ctx.now(),
    account: company && {
      name: company.name,
      externalId: company.id,
      mrrCents: company.mrrCents,
      ...(company.currency && { currency: company.currency }),
      segment: company.plan,
    },
  })
  const joined = visitor !== undefined && (await joinVisitor(ctx, key, visitor, contactId!))
  const expiresAt = new Date(ctx.now().getTime() + sessionHours * 3_600_000)
  const session = await mintToken(ctx, 'widget-session', contactId!, { expiresAt })
  // Pages identify at every load: only what changed something is worth a line in the log.
  if (joined) {
    await ctx.emit(widgetVisitorJoined, {
      subjectId: contactId!,
      payload: { keyId: key.id, contactId: contactId!, proof: person.proof },
    })
  }
  return { session, name: person.name, expiresAt: expiresAt.toISOString() }
}

export function hashVisitor(key: KeyRow, visitor: string): Buffer {
  return createHash('sha256').update(`${key.id} ${visitor}`).digest()
}

export interface Visitor {
  id: string
  contact_id: string
  joined_at: Date | null
}

/** The browser's row, made at its first sending. `known` is the contact that sends, if proven or named by an address. */
export async function visitorOf(
  ctx: Ctx,
  key: KeyRow,
  visitor: string,
  known: string | null,
  isProven: boolean,
): Promise<Visitor> {
  const hash = hashVisitor(key, visitor)
  const found = await ctx.db.maybe<Visitor>(sql`
    update widget_visitors set last_seen_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and key_id = ${key.id} and visitor_hash = ${hash}
    returning id, contact_id, joined_at`)
  if (found) return found
  const contactId =
    known ??
    (
      await upsertContact(ctx, {
        source: 'widget-visitor',
        externalId: hash.toString('hex'),
        seenAt: ctx.now(),
      })
    ).contactId!
  const now = ctx.now()
  // Two tabs may send at the same moment: the second takes the row of the first.
  return ctx.db.one<Visitor>(sql`
    insert into widget_visitors (workspace_id, id, key_id, visitor_hash, contact_id, joined_at, first_seen_at, last_seen_at)
    values (${ctx.workspaceId}, ${newId()}, ${key.id}, ${hash}, ${contactId}, ${isProven ? now : null}, ${now}, ${now})
    on conflict (workspace_id, key_id, visitor_hash) do update set last_seen_at = excluded.last_seen_at
    returning id, contact_id, joined_at`)
}

/** What a browser sent anonymously belongs to the first person who proves to be at it. Answers whether something joined. */
export async function joinVisitor(
  ctx: Ctx,
  key: KeyRow,
  visitor: string,
  contactId: string,
): Promise<boolean> {
  const row = await ctx.db.maybe<{ id: string; contact_id: string; root: string; is_blank: boolean }>(sql`
    select v.id, v.contact_id, root_id(c.merged_into_id, c.id) as root, c.email is null and c.name is null as is_blank
    from widget_visitors v
    join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = v.contact_id
    where v.workspace_id = ${ctx.workspaceId} and v.key_id = ${key.id} and v.visitor_hash = ${hashVisitor(key, visitor)}
      and v.joined_at is null
    for update of v`)
  if (!row) return false
  // Only a contact that is nothing but this browser is merged; a claimed address may be somebody else's.
  const isAnonymous = row.is_blank && row.root === row.contact_id && row.root !== contactId
  if (isAnonymous)
    await mergeCustomers(ctx, { kind: 'contact', survivorId: contactId, loserId: row.contact_id })
  await ctx.db.run(sql`
    update widget_visitors set contact_id = ${contactId}, joined_at = ${ctx.now()} where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  return isAnonymous
}
