import { createHash } from 'node:crypto'
import type { SignalResult, Taken } from '#collect/signals/contract.ts'
import { signalsCounted } from '#collect/signals/events.ts'
import { featureIds } from '#collect/signals/features.ts'
import type { Signal } from '#collect/signals/formats.ts'
import { dayOf, timeFault } from '#collect/signals/rules.ts'
import { partyKey, subjectIds, subjectsSeen } from '#collect/signals/subjects.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'

/** An event that will be counted unless its id was. */
interface Counted {
  signal: Signal
  at: Date
  day: string
  hash: bigint | null
}

/**
 * Counts events into the days of their subjects, each id once, in a handful of statements however many there are. What
 * cannot be counted is answered by its place and leaves no trace; every order and repetition of batches counts the same.
 */
export async function countSignals(ctx: Ctx, signals: readonly (Signal | AppError)[]): Promise<Taken> {
  const now = ctx.now()
  const results: SignalResult[] = []
  const own = new Map<bigint, number>()
  const asked: (Counted | undefined)[] = signals.map((signal, index) => {
    const fault = signal instanceof AppError ? signal : signal.at && timeFault(signal.at, now)
    results.push({
      index,
      outcome: fault ? 'refused' : 'counted',
      error: fault ? { code: fault.code, message: fault.message } : null,
    })
    if (fault || signal instanceof AppError) return undefined
    const at = signal.at ?? now
    return { signal, at, day: dayOf(at), hash: hashOf(signal) }
  })
  const refuse = (index: number, { code, message }: AppError) => {
    results[index] = { index, outcome: 'refused', error: { code, message } }
    asked[index] = undefined
  }
  const features = await featureIds(ctx, named(asked))
  for (const [index, one] of asked.entries())
    if (one?.signal.feature != null && !features.has(one.signal.feature)) refuse(index, tooManyFeatures())
  for (const [index, one] of asked.entries()) {
    if (one?.hash == null) continue
    if (own.has(one.hash)) repeat(index)
    else own.set(one.hash, index)
  }
  function repeat(index: number) {
    results[index] = { index, outcome: 'repeated', error: null }
    asked[index] = undefined
  }
  for (const hash of await knownIds(ctx, asked)) repeat(own.get(hash)!)

  const fresh = asked.filter((one) => one !== undefined)
  const counted = fresh.filter(({ signal }) => signal.feature !== null)
  const subjects = await subjectIds(
    ctx,
    fresh.map(({ signal }) => signal),
  )
  if (counted.length > 0) await addUp(ctx, counted, features, subjects)
  const unknown = await subjectsSeen(
    ctx,
    counted.map(({ signal, at }) => ({ signal, at })),
    subjects,
  )
  const refusedCount = results.filter(({ outcome }) => outcome === 'refused').length
  if (fresh.length > 0)
    await ctx.emit(signalsCounted, {
      subjectId: ctx.workspaceId,
      payload: { counted: fresh.length, unknown },
    })
  return {
    counted: fresh.length,
    repeated: signals.length - fresh.length - refusedCount,
    refused: refusedCount,
    unknown,
    results,
  }
}

function named(asked: readonly (Counted | undefined)[]): string[] {
  return [...new Set(asked.map((one) => one?.signal.feature).filter((name) => name != null))]
}

function tooManyFeatures(): AppError {
  return new AppError(
    'invalid',
    'signal.too_many_features',
    'feature: this workspace has 500 features, the most there can be; send the thing that was used, not a text of its own for each event',
  )
}

/** 64 bits that stand for the id, or for the whole event where it says when it was; null where nothing could repeat it. */
function hashOf(signal: Signal): bigint | null {
  const id = signal.id ?? (signal.at && JSON.stringify(signal))
  return id === null ? null : createHash('sha256').update(id).digest().readBigInt64BE()
}

/** Notes the ids; answers those that had been noted before. In one order, so that two batches cannot lock each other out. */
async function knownIds(ctx: Ctx, asked: readonly (Counted | undefined)[]): Promise<bigint[]> {
  const own = asked.filter((one) => one != null && one.hash !== null) as (Counted & { hash: bigint })[]
  if (own.length === 0) return []
  own.sort((a, b) => (a.hash < b.hash ? -1 : 1))
  const { made, hashes } = await ctx.db.one<{ made: number; hashes: string[] | null }>(sql`
    with made as (
      insert into signal_ids (workspace_id, hash, day)
      select ${ctx.workspaceId}::uuid, hash, day
      from unnest(${own.map(({ hash }) => String(hash))}::bigint[], ${own.map(({ day }) => day)}::date[]) as asked (hash, day)
      on conflict do nothing returning hash
    )
    select count(*) as made, case when count(*) < ${own.length}::int then array_agg(hash::text) end as hashes from made`)
  if (made === own.length) return []
  const fresh = new Set(hashes ?? [])
  return own.map(({ hash }) => hash).filter((hash) => !fresh.has(String(hash)))
}

/** Adds the events to the days of their subject and person: who is new on a day is one person more. */
async function addUp(
  ctx: Ctx,
  counted: readonly Counted[],
  features: ReadonlyMap<string, string>,
  subjects: ReadonlyMap<string, string>,
): Promise<void> {
  interface Row {
    s: string
    f: string
    d: string
    p: string | null
    e: number
    t: number
    x: number
  }
  const rows = new Map<string, Row>()
  for (const { signal, day } of counted) {
    const person = signal.person ? subjects.get(partyKey('person', signal.person))! : null
    const subject = signal.account ? subjects.get(partyKey('account', signal.account))! : person!
    const feature = features.get(signal.feature!)!
    const key = `${subject}${feature}${day}${person}`
    let row = rows.get(key)
    if (!row) {
      row = { s: subject, f: feature, d: day, p: person, e: 0, t: 0, x: 0 }
      rows.set(key, row)
    }
    row.e += signal.count
    row.t += Math.round(signal.seconds)
    row.x += signal.isError ? signal.count : 0
  }
  const sorted = [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  const column = <K extends keyof Row>(name: K) => sorted.map((row) => row[name])
  await ctx.db.run(sql`
    with given as materialized (
      select * from unnest(${column('s')}::uuid[], ${column('f')}::uuid[], ${column('d')}::date[], ${column('p')}::uuid[],
        ${column('e')}::bigint[], ${column('t')}::bigint[], ${column('x')}::bigint[]) as g (s, f, d, p, e, t, x)
    ),
    persons as (
      insert into signal_person_days (workspace_id, subject_id, feature_id, day, person_id)
      select ${ctx.workspaceId}::uuid, s, f, d, p from given where p is not null
      on conflict (workspace_id, subject_id, feature_id, day, person_id) do nothing
      returning subject_id as s, feature_id as f, day as d
    )
    insert into signal_days as t (workspace_id, subject_id, feature_id, day, events, people, seconds, errors)
    select ${ctx.workspaceId}::uuid, g.s, g.f, g.d, g.e, coalesce(n.people, 0), g.t, g.x
    from (select s, f, d, sum(e)::bigint as e, sum(t)::bigint as t, sum(x)::bigint as x from given group by s, f, d) g
    left join (select s, f, d, count(*)::int as people from persons group by s, f, d) n using (s, f, d)
    order by g.s, g.f, g.d
    on conflict (workspace_id, subject_id, feature_id, day) do update set events = t.events + excluded.events,
      people = t.people + excluded.people, seconds = t.seconds + excluded.seconds, errors = t.errors + excluded.errors`)
}
