import { z } from 'zod'
import { foldText } from '#customers/accounts/rules.ts'
import { isOfOwnDomain, whyOurs } from '#customers/consent/own.ts'
import type {
  ConsentChannel,
  ConsentTopic,
  ConsentVia,
  Contact,
  ContactDetail,
  ContactFilter,
} from '#customers/contacts/contract.ts'
import { contactLabel, permissionsOf } from '#customers/contacts/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Page } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

interface Row {
  id: string
  name: string | null
  email: string | null
  title: string | null
  phone: string | null
  phone_e164: string | null
  roles: string[]
  locale: string | null
  zone: string | null
  account_id: string | null
  account_name: string | null
  unsubscribed_at: Date | null
  unsubscribed_topics: ConsentTopic[]
  email_state: 'ok' | 'bounced'
  is_internal: boolean
  is_of_own_domain: boolean
  erased_at: Date | null
  last_seen_at: Date | null
  created_at: Date
  updated_at: Date
  place: string
}

function show(row: Row): Contact {
  return {
    id: encodeId('ct', row.id),
    name: row.name,
    email: row.email,
    title: row.title,
    phone: row.phone,
    smsNumber: row.phone_e164,
    roles: row.roles,
    locale: row.locale,
    zone: row.zone,
    accountId: row.account_id && encodeId('acct', row.account_id),
    accountName: row.account_name,
    unsubscribedAt: row.unsubscribed_at?.toISOString() ?? null,
    unsubscribedTopics: row.unsubscribed_topics,
    emailState: row.email_state,
    isInternal: row.is_internal,
    isOfOwnDomain: row.is_of_own_domain,
    erasedAt: row.erased_at?.toISOString() ?? null,
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}

// The account shown is the surviving one.
const columns = (
  ctx: Ctx,
) => sql`c.id, c.name, c.email, c.title, c.phone, c.phone_e164, c.roles, c.locale, c.zone, r.id as account_id, r.name as account_name,
  c.unsubscribed_at, c.unsubscribed_topics, c.email_state, c.is_internal, ${isOfOwnDomain(ctx, sql`c.email`)} as is_of_own_domain, c.erased_at, c.last_seen_at, c.created_at, c.updated_at`
const account = sql`left join accounts a on a.workspace_id = c.workspace_id and a.id = c.account_id
  left join accounts r on r.workspace_id = c.workspace_id and r.id = root_id(a.merged_into_id, a.id)`

const sorts = {
  name: { by: sql`c.search_text`, type: sql`text`, way: sql`asc`, past: sql`>` },
  seen: {
    by: sql`coalesce(c.last_seen_at, '-infinity'::timestamptz)`,
    type: sql`timestamptz`,
    way: sql`desc`,
    past: sql`<`,
  },
}
const Place = z.tuple([z.string(), z.uuid()])

/** Contacts that were not merged away, by name or by when they were last seen. */
export async function listContacts(ctx: Ctx, input: ContactFilter): Promise<Page<Contact>> {
  const { by, type, way, past } = sorts[input.sort]
  const where = [sql`c.workspace_id = ${ctx.workspaceId}`, sql`c.merged_into_id is null`]
  if (input.account) {
    where.push(sql`c.account_id in (select t.id from accounts t where t.workspace_id = ${ctx.workspaceId}
      and (t.id = ${input.account} or t.merged_into_id = ${input.account}))`)
  }
  if (input.role) where.push(sql`${input.role} = any(c.roles)`)
  if (input.state === 'unsubscribed')
    where.push(sql`(c.unsubscribed_at is not null or cardinality(c.unsubscribed_topics) > 0)`)
  if (input.state === 'bounced') where.push(sql`c.email_state = 'bounced'`)
  if (input.state === 'internal') where.push(sql`${whyOurs(ctx)} is not null`)
  if (input.state === 'reachable')
    where.push(
      sql`c.email is not null and c.email_state = 'ok' and c.unsubscribed_at is null and ${whyOurs(ctx)} is null`,
    )
  if (input.search)
    where.push(sql`c.id in (select id from search_contact_ids(${foldText(input.search)}, 500))`)
  if (input.cursor) {
    const [value, id] = decodeCursor(input.cursor, Place)
    where.push(sql`(${by}, c.id) ${past} (${value}::${type}, ${id}::uuid)`)
  }
  const rows = await ctx.db.many<Row>(sql`
    select ${columns(ctx)}, (${by})::text as place from contacts c ${account}
    where ${sql.join(where, ' and ')} order by ${by} ${way}, c.id ${way} limit ${input.limit + 1}`)
  return toPage(rows, input.limit, show, (row) => [row.place, row.id])
}

/** The id that survives: the contact itself, or the one it was merged into. */
export async function contactRoot(ctx: Ctx, id: string): Promise<string> {
  const row = await ctx.db.maybe<{ root: string }>(sql`
    select coalesce(merged_into_id, id) as root from contacts where workspace_id = ${ctx.workspaceId} and id = ${id}`)
  if (!row) throw contactMissing()
  return row.root
}

export function contactMissing(): AppError {
  return new AppError('not_found', 'contact.not_found', 'There is no such contact. Check the id.')
}

/** The refusal to write anything of an erased person down again. */
export function contactErasedBefore(): AppError {
  return new AppError(
    'conflict',
    'contact.erased',
    'This person was erased. What is counted of them stays, and nothing is written down again; make a new contact.',
  )
}

/** One contact whole. A merged id answers with the contact it was merged into. */
export async function getContact(ctx: Ctx, input: { contactId: string }): Promise<ContactDetail> {
  const row = await ctx.db.maybe<Row>(sql`
    select ${columns(ctx)}, '' as place from contacts c ${account} where c.workspace_id = ${ctx.workspaceId} and c.id =
      (select root_id(o.merged_into_id, o.id) from contacts o where o.workspace_id = ${ctx.workspaceId} and o.id = ${input.contactId})`)
  if (!row) throw contactMissing()
  const [keys, merged, consents] = await Promise.all([
    ctx.db.many<{ source: string; key: string }>(sql`
      select k.source, k.key from contact_keys k join contacts c on c.workspace_id = k.workspace_id and c.id = k.contact_id
      where k.workspace_id = ${ctx.workspaceId} and (c.id = ${row.id} or c.merged_into_id = ${row.id}) order by k.source, k.key limit 100`),
    ctx.db.many<{
      merge_id: string
      id: string
      name: string | null
      email: string | null
      merged_at: Date
      merged_by: string | null
    }>(sql`
      select g.id as merge_id, c.id, c.name, c.email, g.merged_at, m.name as merged_by
      from customer_merges g join contacts c on c.workspace_id = g.workspace_id and c.id = g.loser_id
      left join members m on m.workspace_id = g.workspace_id and g.merged_by_kind = 'member' and m.id::text = g.merged_by_id
      where g.workspace_id = ${ctx.workspaceId} and g.kind = 'contact' and g.undone_at is null and c.merged_into_id = ${row.id}
      order by g.merged_at desc, g.id desc`),
    ctx.db.many<{
      channel: ConsentChannel
      topic: ConsentTopic
      state: 'subscribed' | 'unsubscribed'
      via: ConsentVia
      reason: string | null
      changed_by: string | null
      changed_at: Date
    }>(sql`
      select k.channel, k.topic, k.state, k.via, k.reason, m.name as changed_by, k.changed_at from contact_consents k
      left join members m on m.workspace_id = k.workspace_id and k.actor_kind = 'member' and m.id::text = k.actor_id
      where k.workspace_id = ${ctx.workspaceId} and k.contact_id in
        (select c.id from contacts c where c.workspace_id = ${ctx.workspaceId} and (c.id = ${row.id} or c.merged_into_id = ${row.id}))
      order by k.changed_at desc, k.id desc limit 100`),
  ])
  return {
    ...show(row),
    keys,
    merged: merged.map((m) => ({
      mergeId: encodeId('mrg', m.merge_id),
      id: encodeId('ct', m.id),
      name: contactLabel(m),
      mergedAt: m.merged_at.toISOString(),
      mergedBy: m.merged_by,
    })),
    permissions: permissionsOf(
      { unsubscribedAt: row.unsubscribed_at, unsubscribedTopics: row.unsubscribed_topics },
      consents,
    ).map(({ channel, topic, isAllowed, last }) => ({
      channel,
      topic,
      isAllowed,
      since: last?.changed_at.toISOString() ?? null,
      by: last?.changed_by ?? last?.via ?? null,
    })),
    consents: consents.map((k) => ({
      channel: k.channel,
      topic: k.topic,
      state: k.state,
      via: k.via,
      reason: k.reason,
      changedBy: k.changed_by,
      changedAt: k.changed_at.toISOString(),
    })),
  }
}
