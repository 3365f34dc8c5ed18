import { hash } from 'node:crypto'
import type { SignalResult, Taken } from '#collect/signals/contract.ts'
import { signalsCounted } from '#collect/signals/events.ts'
import { featureIds } from '#collect/signals/features.ts'
import { dayAt, dayNumber, timeFault } from '#collect/signals/rules.ts'
import type { Signal } from '#collect/signals/signal.ts'
import { findSubjects, Roster, subjectIds } from '#collect/signals/subjects.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'

/** An event that will be counted unless its id was. */
interface Counted {
  signal: Signal
  at: Date
  hash: bigint | null
}

/**
 * Counts events into the days of their subjects, each id once, in a handful of statements however many there are. What
 * cannot be counted is answered by its place and leaves no trace; every order and repetition of batches counts the same.
 */
export async function countSignals(ctx: Ctx, signals: readonly (Signal | AppError)[]): Promise<Taken> {
  const now = ctx.now()
  const results: SignalResult[] = []
  const asked: (Counted | undefined)[] = signals.map((signal, index) => {
    const fault = signal instanceof AppError ? signal : signal.at && timeFault(signal.at, now)
    results.push({
      index,
      outcome: fault ? 'refused' : 'counted',
      error: fault ? { code: fault.code, message: fault.message } : null,
    })
    if (fault || signal instanceof AppError) return undefined
    return { signal, at: signal.at ?? now, hash: hashOf(signal) }
  })
  const repeat = (index: number) => {
    results[index] = { index, outcome: 'repeated', error: null }
    asked[index] = undefined
  }
  const own = new Map<bigint, number>()
  asked.forEach((one, index) => {
    if (one?.hash == null) return
    if (own.has(one.hash)) repeat(index)
    else own.set(one.hash, index)
  })
  let fresh = asked.filter((one) => one !== undefined)
  let use = readUse(fresh)
  // Asked at once, as if all were new and all features had room: most often they are, and each turn taken costs time.
  const [features, known, first] = await Promise.all([
    featureIds(ctx, [...new Set(fresh.map(({ signal }) => signal.feature).filter((name) => name !== null))]),
    knownIds(ctx, fresh),
    findSubjects(ctx, use.roster.list),
  ])
  let found = first
  for (const hash of known) repeat(own.get(hash)!)
  const refused = asked.flatMap((one, index) => {
    if (one?.signal.feature == null || features.has(one.signal.feature)) return []
    const { code, message } = tooManyFeatures()
    results[index] = { index, outcome: 'refused', error: { code, message } }
    asked[index] = undefined
    return one.hash === null ? [] : one.hash
  })
  if (refused.length > 0)
    await ctx.db.run(
      sql`delete from signal_ids where workspace_id = ${ctx.workspaceId} and hash = any (${sql.bigints(refused)}::bigint[])`,
    )
  if (asked.filter((one) => one !== undefined).length < fresh.length) {
    fresh = asked.filter((one) => one !== undefined)
    use = readUse(fresh)
    found = await findSubjects(ctx, use.roster.list)
  }
  const { ids, unknown } = await subjectIds(ctx, use.roster, found)
  if (use.counted.length > 0) addUp(ctx, use.counted, features, ids)
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

/** Who used what, and whom else the events name. */
function readUse(fresh: readonly Counted[]) {
  const roster = new Roster()
  const counted = fresh.flatMap(({ signal, at }) => {
    const account = signal.account && roster.place('account', signal.account)
    const person = signal.person && roster.place('person', signal.person)
    if (signal.feature === null) {
      if (account !== null && person !== null) roster.group(person, account)
      return []
    }
    const subject = account ?? person!
    roster.seen(subject, at, 1)
    if (person !== null && person !== subject) roster.seen(person, at, 0)
    return [{ signal, at, subject, person }]
  })
  return { roster, counted }
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
  return id === null ? null : hash('sha256', id, 'buffer').readBigInt64BE()
}

/** Notes the ids; answers those that had been noted before. */
async function knownIds(ctx: Ctx, fresh: readonly Counted[]): Promise<bigint[]> {
  const own = fresh.filter((one) => one.hash !== null) as (Counted & { hash: bigint })[]
  if (own.length === 0) return []
  const days = new Places<number, string>((day) => dayAt(day))
  const hashes = sql.bigints(own.map(({ hash }) => hash))
  const on = sql.integers(own.map(({ at }) => days.place(dayNumber(at))))
  const { noted } = await ctx.db.one<{ noted: string }>(sql`
    select note_signal_ids(${ctx.workspaceId}, ${hashes}, ${on}, ${sql.array(days.list)}::date[])::text as noted`)
  return noted === '{}' ? [] : noted.slice(1, -1).split(',').map(BigInt)
}

/** Values that occur many times, each once; the others name it by its place in the list, from 1 as PostgreSQL counts. */
class Places<K, V> {
  readonly list: V[] = []
  readonly #places = new Map<K, number>()
  readonly #value: (key: K) => V

  constructor(value: (key: K) => V) {
    this.#value = value
  }

  place(key: K): number {
    let place = this.#places.get(key)
    if (place === undefined) {
      place = this.list.push(this.#value(key))
      this.#places.set(key, place)
    }
    return place
  }
}

/**
 * Adds the events to the days of their subject and person: who is new on a day is one person more. The last statement
 * before the commit, because other batches wait for the days it has changed.
 */
function addUp(
  ctx: Ctx,
  counted: readonly { signal: Signal; at: Date; subject: number; person: number | null }[],
  features: ReadonlyMap<string, string>,
  ids: readonly string[],
): void {
  interface Sum {
    s: number
    f: number
    d: number
    e: number
    t: number
    x: number
  }
  const used = new Places<string, string>((name) => features.get(name)!)
  const days = new Places<number, string>((day) => dayAt(day))
  const sums = new Places<string, Sum>((key) => {
    const [s, f, d] = key.split(' ').map(Number) as [number, number, number]
    return { s: s + 1, f, d, e: 0, t: 0, x: 0 }
  })
  const people = new Set<number>()
  for (const { signal, at, subject, person } of counted) {
    const feature = used.place(signal.feature!)
    const day = days.place(dayNumber(at))
    const place = sums.place(`${subject} ${feature} ${day}`)
    const sum = sums.list[place - 1]!
    sum.e += signal.count
    sum.t += Math.round(signal.seconds)
    sum.x += signal.isError ? signal.count : 0
    if (person !== null) people.add(place * ids.length + person)
  }
  const column = (name: keyof Sum) => sql.array(sums.list.map((sum) => sum[name]))
  const places = (name: 's' | 'f' | 'd') => sql.integers(sums.list.map((sum) => sum[name]))
  const pairs = [...people]
  ctx.db.later(sql`
    with named as materialized (select ${sql.array(ids)}::uuid[] as ids),
    sums as materialized (
      select no, ((select ids from named))[s] as s, (${sql.array(used.list)}::uuid[])[f] as f, (${sql.array(days.list)}::date[])[d] as d, e, t, x
      from unnest(${places('s')}::int[], ${places('f')}::int[], ${places('d')}::int[],
        ${column('e')}::bigint[], ${column('t')}::bigint[], ${column('x')}::bigint[]) with ordinality as g (s, f, d, e, t, x, no)
    ),
    people as (
      insert into signal_person_days (workspace_id, subject_id, feature_id, day, person_id)
      select ${ctx.workspaceId}::uuid, s, f, d, p from sums join (
        select no, ((select ids from named))[p] as p
        from unnest(${sql.integers(pairs.map((pair) => Math.floor(pair / ids.length)))}::int[],
          ${sql.integers(pairs.map((pair) => (pair % ids.length) + 1))}::int[]) as u (no, p)
      ) u using (no)
      where not exists (
        select from signal_person_days k
        where k.workspace_id = ${ctx.workspaceId} and k.subject_id = s and k.feature_id = f and k.day = d and k.person_id = p
      )
      order by s, f, d, p
      on conflict (workspace_id, subject_id, feature_id, day, person_id) do nothing
      returning subject_id as s, feature_id as f, day as d
    )
    insert into signal_days as t (workspace_id, subject_id, feature_id, day, events, people, seconds, errors)
    select ${ctx.workspaceId}::uuid, s, f, d, e, coalesce(n.people, 0), t, x
    from sums left join (select s, f, d, count(*)::int as people from people group by s, f, d) n using (s, f, d)
    order by s, f, d
    on conflict (workspace_id, subject_id, feature_id, day) do update set events = t.events + excluded.events,
      people = t.people + excluded.people, seconds = t.seconds + excluded.seconds, errors = t.errors + excluded.errors`)
}
