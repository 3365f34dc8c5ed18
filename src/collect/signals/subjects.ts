import type { Party, Person, Signal } from '#collect/signals/formats.ts'
import { linkSubjects, lockSubjects } from '#collect/signals/link.ts'
import { accountNameKey, companyDomain } from '#customers/accounts/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'

type Kind = 'account' | 'person'

/** What tells one subject from another, in a map. */
export function partyKey(kind: Kind, { source, key }: Party): string {
  return `${kind}\n${source}\n${key}`
}

interface Known {
  id: string
  kind: Kind
  source: string
  key: string
  name: string | null
  email: string | null
  group_id: string | null
}

interface Wanted {
  kind: Kind
  party: Party & Partial<Person>
  /** the company a person is put into by an identify or group call */
  group: string | null
}

/** The ids of all companies and people the events name; new ones are made, and joined to customers that are known. */
export async function subjectIds(ctx: Ctx, signals: readonly Signal[]): Promise<Map<string, string>> {
  const wanted = wantedOf(signals)
  if (wanted.size === 0) return new Map()
  const ids = new Map<string, string>()
  const known = new Map((await find(ctx, [...wanted.values()])).map((row) => [keyOf(row), row]))
  const missing = [...wanted].filter(([key]) => !known.has(key)).map(([, one]) => one)
  if (missing.length > 0) {
    await insert(ctx, missing)
    for (const row of await find(ctx, missing)) known.set(keyOf(row), row)
  }
  for (const [key, row] of known) ids.set(key, row.id)
  const changed = [...wanted].flatMap(([key, { party, group }]) => {
    const row = known.get(key)!
    const next = {
      id: row.id,
      name: party.name ?? row.name,
      email: party.email ?? row.email,
      group: group ? ids.get(group)! : row.group_id,
    }
    return next.name === row.name && next.email === row.email && next.group === row.group_id ? [] : [next]
  })
  if (changed.length > 0) await update(ctx, changed)
  const touched = new Set(changed.map(({ id }) => id))
  for (const { kind, party } of missing) touched.add(ids.get(partyKey(kind, party))!)
  if (touched.size > 0) await linkSubjects(ctx, [...touched])
  return ids
}

const keyOf = (row: Known) => partyKey(row.kind, row)

function wantedOf(signals: readonly Signal[]): Map<string, Wanted> {
  const wanted = new Map<string, Wanted>()
  const want = (kind: Kind, party: Party & Partial<Person>): Wanted => {
    const key = partyKey(kind, party)
    const one = wanted.get(key) ?? { kind, party: { ...party }, group: null }
    one.party.name ??= party.name
    one.party.email ??= party.email ?? null
    wanted.set(key, one)
    return one
  }
  for (const { account, person, feature } of signals) {
    if (account) want('account', account)
    if (!person) continue
    const one = want('person', person)
    if (account && feature === null) one.group = partyKey('account', account)
  }
  return wanted
}

function find(ctx: Ctx, wanted: readonly Wanted[]): Promise<Known[]> {
  return ctx.db.many<Known>(sql`
    select s.id, s.kind, s.source, s.key, s.name, s.email, s.group_id
    from unnest(${wanted.map(({ kind }) => kind)}::text[], ${wanted.map(({ party }) => party.source)}::text[],
      ${wanted.map(({ party }) => party.key)}::text[]) as w (kind, source, key)
    join signal_subjects s on s.workspace_id = ${ctx.workspaceId} and s.key = w.key and s.kind = w.kind and s.source = w.source`)
}

/** In the order of their keys, so that two batches that make the same ones wait for each other. */
async function insert(ctx: Ctx, missing: Wanted[]): Promise<void> {
  missing.sort((a, b) => (partyKey(a.kind, a.party) < partyKey(b.kind, b.party) ? -1 : 1))
  await ctx.db.run(sql`
    insert into signal_subjects (workspace_id, id, kind, source, key, name, name_key, email, domain, created_at)
    select ${ctx.workspaceId}::uuid, id, kind, source, key, name, name_key, email, domain, ${ctx.now()}::timestamptz
    from unnest(${missing.map(() => newId())}::uuid[], ${missing.map(({ kind }) => kind)}::text[],
      ${missing.map(({ party }) => party.source)}::text[], ${missing.map(({ party }) => party.key)}::text[],
      ${missing.map(({ party }) => party.name)}::text[], ${missing.map(({ kind, party }) => nameKeyOf(kind, party.name))}::text[],
      ${missing.map(({ party }) => party.email ?? null)}::text[], ${missing.map(({ party }) => domainOf(party.email))}::text[])
      as made (id, kind, source, key, name, name_key, email, domain)
    on conflict (workspace_id, key, kind, source) do nothing`)
}

async function update(
  ctx: Ctx,
  changed: { id: string; name: string | null; email: string | null; group: string | null }[],
): Promise<void> {
  await lockSubjects(
    ctx,
    changed.map(({ id }) => id),
  )
  await ctx.db.run(sql`
    update signal_subjects s set name = n.name, name_key = case when s.kind = 'account' then n.name_key end,
      email = n.email, domain = n.domain, group_id = n.group_id
    from unnest(${changed.map(({ id }) => id)}::uuid[], ${changed.map(({ name }) => name)}::text[],
      ${changed.map(({ name }) => nameKeyOf('account', name))}::text[], ${changed.map(({ email }) => email)}::text[],
      ${changed.map(({ email }) => domainOf(email))}::text[], ${changed.map(({ group }) => group)}::uuid[])
      as n (id, name, name_key, email, domain, group_id)
    where s.workspace_id = ${ctx.workspaceId} and s.id = n.id`)
}

const nameKeyOf = (kind: Kind, name: string | null) =>
  kind === 'account' && name ? accountNameKey(name) : null
const domainOf = (email: string | null | undefined) => (email ? (companyDomain(email) ?? null) : null)

/**
 * Notes when subjects, and the contacts and accounts behind them, were last seen; answers how many of the events are of
 * nobody we know. A customer seen a moment ago, or being changed by somebody else just now, is left for the next batch.
 */
export async function subjectsSeen(
  ctx: Ctx,
  seen: readonly { signal: Signal; at: Date }[],
  ids: ReadonlyMap<string, string>,
): Promise<number> {
  if (seen.length === 0) return 0
  const last = new Map<string, { at: Date; events: number }>()
  const note = (id: string, at: Date, events: number) => {
    const one = last.get(id)
    last.set(id, { at: one && one.at > at ? one.at : at, events: (one?.events ?? 0) + events })
  }
  for (const { signal, at } of seen) {
    if (signal.account) note(ids.get(partyKey('account', signal.account))!, at, 1)
    if (signal.person) note(ids.get(partyKey('person', signal.person))!, at, signal.account ? 0 : 1)
  }
  const list = [...last].sort(([a], [b]) => (a < b ? -1 : 1))
  const quarter = sql`interval '15 minutes'`
  const { unknown } = await ctx.db.one<{ unknown: number }>(sql`
    with seen as materialized (
      select * from unnest(${list.map(([id]) => id)}::uuid[], ${list.map(([, { at }]) => at)}::timestamptz[],
        ${list.map(([, { events }]) => events)}::bigint[]) as s (id, at, events)
    ),
    subjects as materialized (
      select s.id, s.account_id, s.contact_id, s.last_at, seen.at, seen.events
      from seen join signal_subjects s on s.workspace_id = ${ctx.workspaceId} and s.id = seen.id
    ),
    due as materialized (
      select s.id, d.at from signal_subjects s join subjects d using (id)
      where s.workspace_id = ${ctx.workspaceId} and (s.last_at is null or s.last_at < d.at - ${quarter})
      order by s.id for no key update of s skip locked
    ),
    noted as (
      update signal_subjects s set last_at = due.at from due where s.workspace_id = ${ctx.workspaceId} and s.id = due.id
    ),
    accounts_due as materialized (
      select a.id, x.at from (
        select root_id(a.merged_into_id, a.id) as id, max(d.at) as at from subjects d
        join accounts a on a.workspace_id = ${ctx.workspaceId} and a.id = d.account_id group by 1
      ) x join accounts a on a.workspace_id = ${ctx.workspaceId} and a.id = x.id
      where a.last_seen_at is null or a.last_seen_at < x.at - ${quarter}
      order by a.id for no key update of a skip locked
    ),
    accounts_noted as (
      update accounts a set last_seen_at = d.at from accounts_due d where a.workspace_id = ${ctx.workspaceId} and a.id = d.id
    ),
    contacts_due as materialized (
      select c.id, x.at from (
        select root_id(c.merged_into_id, c.id) as id, max(d.at) as at from subjects d
        join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = d.contact_id group by 1
      ) x join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = x.id
      where c.last_seen_at is null or c.last_seen_at < x.at - ${quarter}
      order by c.id for no key update of c skip locked
    ),
    contacts_noted as (
      update contacts c set last_seen_at = d.at from contacts_due d where c.workspace_id = ${ctx.workspaceId} and c.id = d.id
    )
    select coalesce(sum(events) filter (where account_id is null), 0)::bigint as unknown from subjects`)
  return unknown
}
