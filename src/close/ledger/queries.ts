import { z } from 'zod'
import type * as contract from '#close/ledger/contract.ts'
import type { Loop, Loops } from '#close/ledger/contract.ts'
import { loadFacts } from '#close/ledger/facts.ts'
import { type LedgerEntry, ledgerOf, links, type Missing, missable, positionOf } from '#close/ledger/rules.ts'
import { channelLabel, summaryOf } from '#collect/feedback/rules.ts'
import { feedbackSettings } from '#collect/feedback/settings.ts'
import { accountRoot } from '#customers/accounts/queries.ts'
import { contactRoot } from '#customers/contacts/queries.ts'
import { shiftDate } from '#platform/calendar/zones.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

type Which = Partial<Input<typeof contract.exportLoops>>

/** Items of a contact or account, under any name they were merged from, as the loops they stand in. */
const itemsOf = ({ workspaceId: ws }: Ctx, table: 'contacts' | 'accounts', root: string) => {
  const column = sql.id(table === 'contacts' ? 'contact_id' : 'account_id')
  return sql`
    select root_id(i.merged_into_id, i.id) from ${sql.id(table)} t
    join inbox_items i on i.workspace_id = ${ws} and i.${column} = t.id
    where t.workspace_id = ${ws} and (t.id = ${root} or t.merged_into_id = ${root})`
}

async function conditions(ctx: Ctx, input: Which): Promise<Sql[]> {
  const given = [
    sql`p.workspace_id = ${ctx.workspaceId}`,
    input.state === 'closed' && sql`p.missing is null`,
    (input.state ?? 'open') === 'open' && sql`p.missing is not null`,
    input.missing && sql`p.missing = ${input.missing}`,
    input.reached &&
      sql`(p.missing is null or p.missing = any(${links.slice(links.indexOf(input.reached) + 1)}))`,
    input.channel && sql`p.channel = ${input.channel}`,
    input.segment && sql`p.segment = ${input.segment === 'none' ? '' : input.segment}`,
    input.owner === 'none' && sql`p.owner_member_id is null`,
    input.owner &&
      input.owner !== 'none' &&
      sql`p.owner_member_id = ${input.owner === 'me' ? actorMember(ctx) : input.owner}`,
    input.from && sql`p.received_at >= ${`${input.from}T00:00:00Z`}::timestamptz`,
    input.to && sql`p.received_at < ${`${shiftDate(input.to, 1)}T00:00:00Z`}::timestamptz`,
    input.account && sql`p.id in (${itemsOf(ctx, 'accounts', await accountRoot(ctx, input.account))})`,
    input.contact && sql`p.id in (${itemsOf(ctx, 'contacts', await contactRoot(ctx, input.contact))})`,
  ]
  return given.filter((one): one is Sql => one instanceof Object)
}

const Place = z.union([z.tuple([z.string(), z.uuid()]), z.tuple([z.number(), z.string(), z.uuid()])])

/** Loops, the oldest first or those of the accounts that pay most. */
export async function listLoops(
  ctx: Ctx,
  input: Input<typeof contract.listLoops>,
): Promise<Answer<typeof contract.listLoops>> {
  const where = await conditions(ctx, input)
  const place = input.cursor ? decodeCursor(input.cursor, Place) : undefined
  if (place?.length === 2)
    where.push(sql`(p.received_at, p.id) > (${place[0]}::timestamptz, ${place[1]}::uuid)`)
  const order =
    input.sort === 'value' ? sql`p.value_cents desc, p.received_at, p.id` : sql`p.received_at, p.id`
  const page = (more: Sql[] = []) => sql`
    select p.id, p.received_at::text as place, p.value_cents, p.received_at from loop_positions p
    where ${sql.join([...where, ...more], ' and ')} order by ${order} limit ${input.limit + 1}`
  // The value falls and the rest rises: the rest of this value, then what is less, each entered by the index.
  const value = place?.length === 3 && sql`${place[0]}::bigint`
  const rows = await ctx.db.many<{ id: string; place: string; value_cents: number }>(
    value
      ? sql`select * from (
          (${page([sql`p.value_cents = ${value}`, sql`(p.received_at, p.id) > (${place[1]}::timestamptz, ${place[2]}::uuid)`])})
          union all (${page([sql`p.value_cents < ${value}`])})
        ) p order by ${order} limit ${input.limit + 1}`
      : page(),
  )
  const shown = new Map(
    (
      await showLoops(
        ctx,
        rows.slice(0, input.limit).map((row) => row.id),
      )
    ).map((loop) => [loop.feedbackId, loop]),
  )
  const { nextCursor } = toPage(
    rows,
    input.limit,
    (row) => row,
    (row) => (input.sort === 'value' ? [row.value_cents, row.place, row.id] : [row.place, row.id]),
  )
  return { data: rows.flatMap((row) => shown.get(encodeId('fb', row.id)) ?? []), nextCursor }
}

/** How many loops lack which link; null: closed. */
export async function countByMissing(ctx: Ctx, input: Which): Promise<Map<string | null, number>> {
  const where = await conditions(ctx, input)
  const rows = await ctx.db.many<{ missing: Missing | null; n: number }>(sql`
    select p.missing, count(*) as n from loop_positions p where ${sql.join(where, ' and ')} group by p.missing`)
  return new Map(rows.map((row) => [row.missing, row.n]))
}

/** How many loops are open, by the link that is missing. */
export async function countLoops(
  ctx: Ctx,
  input: Input<typeof contract.countLoops>,
): Promise<Answer<typeof contract.countLoops>> {
  const of = await countByMissing(ctx, input)
  return {
    open: [...of.values()].reduce((sum, n) => sum + n, 0),
    missing: Object.fromEntries(missable.map((key) => [key, of.get(key) ?? 0])) as Record<Missing, number>,
  }
}

/** The loop of an item, or why it has none. Throws `feedback.not_found`. */
export async function getItemLoop(
  ctx: Ctx,
  { feedbackId }: Input<typeof contract.getItemLoop>,
): Promise<Answer<typeof contract.getItemLoop>> {
  const row = await ctx.db.maybe<{ id: string; status: string; is_history: boolean }>(sql`
    select r.id, r.status, r.is_history from inbox_items i
    join inbox_items r on r.workspace_id = ${ctx.workspaceId} and r.id = root_id(i.merged_into_id, i.id)
    where i.workspace_id = ${ctx.workspaceId} and i.id = ${feedbackId}`)
  if (!row) throw new AppError('not_found', 'feedback.not_found', 'There is no such item. Check the id.')
  const [loop] = await showLoops(ctx, [row.id])
  return {
    loop: loop ?? null,
    why: loop ? null : row.status === 'spam' ? 'Spam: nothing is owed.' : 'History: it starts no loop.',
  }
}

/** The links of some items as they stand at this moment. */
export async function listItemLoops(
  ctx: Ctx,
  { feedbackIds }: Input<typeof contract.listItemLoops>,
): Promise<Answer<typeof contract.listItemLoops>> {
  const loaded = await loadFacts(ctx, [feedbackIds].flat())
  return {
    data: loaded.map(({ id, facts }) => ({
      feedbackId: encodeId('fb', id),
      heardAt: facts.receivedAt.toISOString(),
      links: ledgerOf(facts).map((entry) => ({
        key: entry.key,
        state: entry.state,
        dueAt: entry.dueAt?.toISOString() ?? null,
      })),
    })),
  }
}

export async function getContactLoops(
  ctx: Ctx,
  { contactId }: Input<typeof contract.getContactLoops>,
): Promise<Loops> {
  return loopsAmong(ctx, itemsOf(ctx, 'contacts', await contactRoot(ctx, contactId)))
}

export async function getAccountLoops(
  ctx: Ctx,
  { accountId }: Input<typeof contract.getAccountLoops>,
): Promise<Loops> {
  return loopsAmong(ctx, itemsOf(ctx, 'accounts', await accountRoot(ctx, accountId)))
}

async function loopsAmong(ctx: Ctx, items: Sql): Promise<Loops> {
  const row = await ctx.db.one<{ open: number; closed: number; oldest: string[] | null }>(sql`
    select count(*) filter (where missing is not null) as open, count(*) filter (where missing is null) as closed,
      (array_agg(id order by received_at, id) filter (where missing is not null))[1:10] as oldest
    from loop_positions where workspace_id = ${ctx.workspaceId} and id in (${items})`)
  return { open: row.open, closed: row.closed, loops: await showLoops(ctx, row.oldest ?? []) }
}

interface Face {
  id: string
  title: string | null
  verbatim: string
  contact_id: string | null
  contact: string | null
  account_id: string | null
  account: string | null
  mrr_cents: number | null
  currency: string
  owner: string | null
}

/** These loops as they stand at this moment, in the order asked for; items without a loop are left out. */
export async function showLoops(ctx: Ctx, ids: readonly string[]): Promise<Loop[]> {
  if (ids.length === 0) return []
  const ws = ctx.workspaceId
  const loaded = new Map((await loadFacts(ctx, ids)).map((one) => [one.id, one]))
  const owners = [...loaded.values()].flatMap((one) => one.ownerId ?? [])
  const [faces, members, { channels }] = await Promise.all([
    ctx.db.many<Face>(sql`
      select f.id, f.title, f.verbatim, c.id as contact_id, coalesce(c.name, c.email) as contact, a.id as account_id, a.name as account,
        a.mrr_cents, coalesce(a.currency, 'USD') as currency
      from feedback_items f
      left join contacts c0 on c0.workspace_id = ${ws} and c0.id = f.contact_id
      left join contacts c on c.workspace_id = ${ws} and c.id = root_id(c0.merged_into_id, c0.id)
      left join inbox_items i on i.workspace_id = ${ws} and i.id = f.id
      left join accounts a0 on a0.workspace_id = ${ws} and a0.id = i.account_id
      left join accounts a on a.workspace_id = ${ws} and a.id = root_id(a0.merged_into_id, a0.id)
      where f.workspace_id = ${ws} and f.id = any(${[...loaded.keys()]}::uuid[])`),
    ctx.db.many<{ id: string; name: string }>(sql`
      select id, name from members where workspace_id = ${ws} and id = any(${owners}::uuid[])`),
    getSetting(ctx, feedbackSettings),
  ])
  const faceOf = new Map(faces.map((face) => [face.id, face]))
  const nameOf = new Map(members.map((one) => [one.id, one.name]))
  return ids.flatMap((id) => {
    const one = loaded.get(id)
    const face = faceOf.get(id)
    if (!one || !face) return []
    const entries = ledgerOf(one.facts)
    const { missing, closedAt } = positionOf(entries)
    return {
      feedbackId: encodeId('fb', id),
      summary: summaryOf(face.title, face.verbatim, 120),
      channel: one.facts.channel,
      channelLabel: channelLabel(one.facts.channel, channels),
      contact: face.contact_id
        ? { id: encodeId('ct', face.contact_id), name: face.contact ?? 'Without a name' }
        : null,
      account: face.account_id
        ? {
            id: encodeId('acct', face.account_id),
            name: face.account!,
            mrrCents: face.mrr_cents,
            currency: face.currency,
          }
        : null,
      segment: one.segment || null,
      owner:
        one.ownerId && nameOf.has(one.ownerId)
          ? { id: encodeId('mem', one.ownerId), name: nameOf.get(one.ownerId)! }
          : null,
      heardAt: one.facts.receivedAt.toISOString(),
      missing,
      closedAt: closedAt?.toISOString() ?? null,
      links: entries.map((entry) => showLink(id, entry, (code) => channelLabel(code, channels))),
    }
  })
}

const pages = { request: ['requests', 'req'], case: ['cases', 'case'], action: ['actions', 'capa'] } as const

function showLink(
  itemId: string,
  entry: LedgerEntry,
  channelOf: (code: string) => string,
): Loop['links'][number] {
  const { road } = entry.act ?? {}
  const [path, prefix] = road ? pages[road.kind] : (['inbox', 'fb'] as const)
  // straight to the words that are missing
  const query = entry.key === 'told' && road?.kind === 'request' ? '?tell=1' : ''
  return {
    key: entry.key,
    state: entry.state,
    at: entry.at?.toISOString() ?? null,
    dueAt: entry.dueAt?.toISOString() ?? null,
    by: entry.key === 'heard' ? channelOf(entry.by) : entry.by.replaceAll('_', ' '),
    act: entry.act && {
      words: entry.act.words,
      to: `${path}/${encodeId(prefix, road?.id ?? itemId)}${query}`,
    },
  }
}
