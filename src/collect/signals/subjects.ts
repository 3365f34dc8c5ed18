import { linkSubjects, lockSubjects } from '#collect/signals/link.ts'
import type { Party, Person } from '#collect/signals/signal.ts'
import { accountNameKey, companyDomain } from '#customers/accounts/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'

type Kind = 'account' | 'person'

/** A company or a person as the events of a call name it. */
interface Named {
  kind: Kind
  source: string
  key: string
  name: string | null
  email: string | null
  /** the place of the company a person is put into by an identify or group call */
  group: number | null
  /** when it last used anything, in seconds since 1970 */
  lastAt: number | null
  /** of the company where an event names one, else of the person */
  events: number
}

/** Whom the events of a call name, each once, and each by its place from 0. */
export class Roster {
  readonly list: Named[] = []
  readonly #places = new Map<string, number>()

  /** The place of a company or person, which is taken up when it is not in yet. */
  place(kind: Kind, { source, key, name, email = null }: Party & Partial<Person>): number {
    const text = `${kind}\n${source}\n${key}`
    let place = this.#places.get(text)
    if (place === undefined) {
      place = this.list.length
      this.#places.set(text, place)
      this.list.push({ kind, source, key, name, email, group: null, lastAt: null, events: 0 })
    } else {
      this.list[place]!.name ??= name
      this.list[place]!.email ??= email
    }
    return place
  }

  /** Somebody put a person into a company. */
  group(person: number, account: number): void {
    this.list[person]!.group = account
  }

  /** Somebody used something, so many events of which are theirs. */
  seen(place: number, at: Date, events: number): void {
    const one = this.list[place]!
    one.lastAt = Math.max(one.lastAt ?? 0, at.getTime() / 1000)
    one.events += events
  }
}

/**
 * The ids of all companies and people the events name, by their place, and how many of the events are of nobody we know.
 * New ones are made, and joined to customers that are known.
 */
export async function subjectIds(
  ctx: Ctx,
  { list }: Roster,
  first: Found,
): Promise<{ ids: string[]; unknown: number }> {
  let found = first
  const missing = list.filter((_, place) => found.ids[place] === '')
  if (missing.length > 0) {
    await insert(ctx, missing)
    found = await findSubjects(ctx, list)
  }
  const { ids } = found
  const made = new Set(missing)
  const touched = ids.filter((_, place) => made.has(list[place]!))
  touched.push(...(await learn(ctx, list, ids)))
  if (touched.length > 0) {
    await linkSubjects(ctx, [...new Set(touched)])
    found = await findSubjects(ctx, list)
  }
  if (found.due.length > 0)
    await noteSeen(
      ctx,
      found.due.map((place) => ({ id: ids[place]!, at: list[place]!.lastAt! })),
    )
  return { ids, unknown: found.unknown }
}

const quarter = sql`interval '15 minutes'`

interface Found {
  /** by place, empty where there is none yet */
  ids: string[]
  /** the places whose last use should be noted */
  due: number[]
  unknown: number
}

/** Looks up whom the events name. One row is answered, as there may be thousands. */
export async function findSubjects(ctx: Ctx, list: readonly Named[]): Promise<Found> {
  if (list.length === 0) return { ids: [], due: [], unknown: 0 }
  const { ids, due, unknown } = await ctx.db.one<{ ids: string; due: number[] | null; unknown: number }>(
    sql.kept(sql`
      select string_agg(coalesce(s.id::text, ''), ',' order by w.no) as ids,
        array_agg(w.no::int - 1) filter (where s.id is not null and (s.last_at is null and w.at is not null or s.last_at < to_timestamp(w.at) - ${quarter})) as due,
        coalesce(sum(w.events) filter (where s.account_id is null), 0)::bigint as unknown
      from unnest(${list.map(({ kind }) => kind)}::text[], ${list.map(({ source }) => source)}::text[],
        ${list.map(({ key }) => key)}::text[], ${sql.array(list.map(({ lastAt }) => lastAt))}::float8[],
        ${sql.array(list.map(({ events }) => events))}::int[]) with ordinality as w (kind, source, key, at, events, no)
      left join signal_subjects s on s.workspace_id = ${ctx.workspaceId} and s.key = w.key and s.kind = w.kind and s.source = w.source`),
  )
  return { ids: ids.split(','), due: due ?? [], unknown }
}

/** In the order of their keys, so that two batches that make the same ones wait for each other. */
async function insert(ctx: Ctx, missing: readonly Named[]): Promise<void> {
  await ctx.db.run(sql`
    insert into signal_subjects (workspace_id, id, kind, source, key, name, name_key, email, domain, created_at)
    select ${ctx.workspaceId}::uuid, id, kind, source, key, name, name_key, email, domain, ${ctx.now()}::timestamptz
    from unnest(${missing.map(() => newId())}::uuid[], ${missing.map(({ kind }) => kind)}::text[],
      ${missing.map(({ source }) => source)}::text[], ${missing.map(({ key }) => key)}::text[],
      ${missing.map(({ name }) => name)}::text[], ${missing.map(({ kind, name }) => nameKeyOf(kind, name))}::text[],
      ${missing.map(({ email }) => email)}::text[], ${missing.map(({ email }) => domainOf(email))}::text[])
      as made (id, kind, source, key, name, name_key, email, domain)
    order by kind, source, key
    on conflict (workspace_id, key, kind, source) do nothing`)
}

/** Takes over what the events say of those they name; answers the ids of those of whom that was news. */
async function learn(ctx: Ctx, list: readonly Named[], ids: readonly string[]): Promise<string[]> {
  const told = new Map(
    list.flatMap((one, place) => (one.name || one.email || one.group !== null ? [[ids[place]!, one]] : [])),
  )
  if (told.size === 0) return []
  const known = await ctx.db.many<{
    id: string
    name: string | null
    email: string | null
    group_id: string | null
  }>(sql`
    select id, name, email, group_id from signal_subjects
    where workspace_id = ${ctx.workspaceId} and id = any (${sql.array([...told.keys()])}::uuid[])`)
  const changed = known.flatMap((row) => {
    const one = told.get(row.id)!
    const next = {
      id: row.id,
      name: one.name ?? row.name,
      email: one.email ?? row.email,
      group: one.group === null ? row.group_id : ids[one.group]!,
    }
    return next.name === row.name && next.email === row.email && next.group === row.group_id ? [] : [next]
  })
  if (changed.length > 0) await update(ctx, changed)
  return changed.map(({ id }) => id)
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
const domainOf = (email: string | null) => (email ? (companyDomain(email) ?? null) : null)

/**
 * Notes when subjects, and the contacts and accounts behind them, were last seen. A customer seen a moment ago, or being
 * changed by somebody else just now, is left for later.
 */
async function noteSeen(ctx: Ctx, seen: readonly { id: string; at: number }[]): Promise<void> {
  await ctx.db.run(
    sql.kept(sql`
    with subjects as materialized (
      select s.id, s.account_id, s.contact_id, to_timestamp(seen.at) as at
      from unnest(${sql.array(seen.map(({ id }) => id))}::uuid[], ${sql.array(seen.map(({ at }) => at))}::float8[]) as seen (id, at)
      join signal_subjects s on s.workspace_id = ${ctx.workspaceId} and s.id = seen.id
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
    )
    update contacts c set last_seen_at = d.at from contacts_due d where c.workspace_id = ${ctx.workspaceId} and c.id = d.id`),
  )
}
