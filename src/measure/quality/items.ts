import { readCases, readVoices } from '#close/ledger/records.ts'
import type { Judging } from '#measure/quality/judging.ts'
import { isCounted, type OwnFacts, ownTimes } from '#measure/quality/own.ts'
import {
  accountColumns,
  accountThen,
  earliest,
  groups,
  latestOf,
  readTouches,
} from '#measure/quality/records.ts'
import { hoursAfter, type Judged, sameDay } from '#measure/quality/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

interface ItemRow {
  id: string
  root: string
  received_at: Date
  triaged_at: Date | null
  merged_at: Date | null
  first_response_at: Date | null
  done_at: Date | null
  critical_at: Date | null
  typed_at: Date | null
  channel: string
  type: string | null
  priority: string | null
  queue: string
  sentiment: string | null
  is_negative: boolean
  area: string | null
  contact_id: string | null
  segment: string
  mrr: number
  lifecycle: string
}

/** What is owed for items: categorised, critical ones acted on, feature requests logged, and own checks. */
export async function judgeItems(ctx: Ctx, ids: readonly string[], judging: Judging): Promise<Judged[]> {
  const items = await readItems(
    ctx,
    ids,
    judging.own.some((check) => check.subject === 'item'),
  )
  const [critical, logged] = await Promise.all([
    criticalTimes(
      ctx,
      items.filter((item) => item.critical_at !== null),
    ),
    loggedTimes(ctx, items),
  ])
  return items.flatMap((item): Judged[] => {
    const one = (check: string, from: Date, due: Date, met: Date | null, excused: string | null = null) => ({
      check,
      subjectId: item.id,
      part: '',
      contactId: item.contact_id,
      from,
      due,
      met,
      excused,
    })
    const isVoice = item.root !== item.id
    const typedAt = item.typed_at ?? item.triaged_at ?? item.received_at
    return [
      one(
        'categorised',
        item.received_at,
        hoursAfter(item.received_at, 24),
        earliest([item.triaged_at, item.merged_at]),
      ),
      ...(item.critical_at
        ? [
            one(
              'critical_same_day',
              item.critical_at,
              sameDay(judging.calendar, item.critical_at),
              critical.get(item.id) ?? null,
            ),
          ]
        : []),
      ...(item.type === 'feature_request' && !isVoice
        ? [one('requests_logged', typedAt, sameDay(judging.calendar, typedAt), logged.get(item.id) ?? null)]
        : []),
      ...judging.own.flatMap((check) => {
        if (check.subject !== 'item' || isVoice) return []
        const facts = ownFacts(item, logged.get(item.id) ?? null)
        if (!isCounted(check, facts)) return []
        const { due, met, excused } = ownTimes(check, facts, judging.calendar)
        return [one(check.key, facts.from, due, met, excused)]
      }),
    ]
  })
}

function ownFacts(item: ItemRow, requested: Date | null): OwnFacts {
  return {
    id: item.id,
    contactId: item.contact_id,
    from: item.received_at,
    values: {
      item: {
        channel: item.channel,
        type: item.type ?? '',
        priority: item.priority ?? '',
        queue: item.queue,
        sentiment: item.sentiment ?? '',
        area: item.area ?? '',
        negative: item.is_negative,
        known: item.contact_id !== null,
      },
      account: { segment: item.segment, mrr: item.mrr, lifecycle: item.lifecycle },
    },
    ended: {
      categorised: item.triaged_at,
      answered: item.first_response_at,
      done: item.done_at,
      requested,
    },
    excused: null,
  }
}

/** When an item came to stand where it stands: the last change to it that was not taken back. */
const changedAt = ({ workspaceId: ws }: Ctx, field: string, value: string) => sql`(
  select max(c.at) from inbox_change_items c
  where c.workspace_id = ${ws} and c.feedback_id = i.id and c.after ->> ${field} = ${value} and c.undone_at is null)`

function readItems(ctx: Ctx, ids: readonly string[], hasOwn: boolean): Promise<ItemRow[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<ItemRow>(sql`
    select i.id, root_id(i.merged_into_id, i.id) as root, i.received_at, i.triaged_at, i.first_response_at, i.channel, i.type,
      i.priority, i.queue, i.sentiment, i.is_negative, root_id(c.merged_into_id, c.id) as contact_id,
      case when i.merged_into_id is not null then (
        select max(m.merged_at) from item_merges m where m.workspace_id = ${ws} and m.merged_id = i.id and m.undone_at is null) end as merged_at,
      case when i.priority = 'critical' then coalesce(${changedAt(ctx, 'priority', 'critical')}, i.received_at) end as critical_at,
      case when i.type = 'feature_request' then ${changedAt(ctx, 'type', 'feature_request')} end as typed_at,
      ${
        hasOwn
          ? sql`case when i.status = 'done' then coalesce(${changedAt(ctx, 'status', 'done')}, i.triaged_at, i.received_at) end as done_at,
            a.code as area, ${accountColumns}`
          : sql`null::timestamptz as done_at, null as area, '' as segment, 0::float8 as mrr, '' as lifecycle`
      }
    from inbox_items i
    left join contacts c on c.workspace_id = ${ws} and c.id = i.contact_id
    ${
      hasOwn
        ? sql`left join product_areas a on a.workspace_id = ${ws} and a.id = i.product_area_id ${accountThen(ctx, sql`i.account_id`, sql`i.received_at`)}`
        : sql.empty
    }
    where i.workspace_id = ${ws} and i.id = any(${ids}::uuid[]) and i.status <> 'spam' and not i.is_history`)
}

/** When something was done about critical items and their customers were told: both, or nobody is there to tell. */
async function criticalTimes(ctx: Ctx, items: readonly ItemRow[]): Promise<Map<string, Date | null>> {
  if (items.length === 0) return new Map()
  const ws = ctx.workspaceId
  const voices = await readVoices(ctx, [...new Set(items.map((item) => item.root))])
  const [cases, touches] = await Promise.all([
    readCases(ctx, voices),
    readTouches(ctx, [...new Set(items.flatMap((item) => item.contact_id ?? []))]),
  ])
  const caseIds = [...new Set(cases.map((one) => one.id))]
  const [steps, actions] = await Promise.all([
    // telling the customer is the other half
    ctx.db.many<{ case_id: string; at: Date }>(sql`
      select case_id, min(done_at) as at from case_steps
      where workspace_id = ${ws} and case_id = any(${caseIds}::uuid[]) and state = 'done' and action not in ('send-update', 'call')
      group by case_id`),
    ctx.db.many<{ feedback_id: string | null; case_id: string | null; at: Date }>(sql`
      select feedback_id, case_id, created_at as at from corrective_actions
        where workspace_id = ${ws} and feedback_id = any(${voices.map((one) => one.id)}::uuid[]) and state <> 'cancelled'
      union all
      select null, case_id, created_at from corrective_actions
        where workspace_id = ${ws} and case_id = any(${caseIds}::uuid[]) and state <> 'cancelled'`),
  ])
  const of = {
    voices: groups(voices, (one) => one.root),
    cases: groups(cases, (one) => one.voice),
    steps: groups(steps, (one) => one.case_id),
    actionsOfItem: groups(actions, (one) => one.feedback_id),
    actionsOfCase: groups(actions, (one) => one.case_id),
    touches: groups(touches, (one) => one.contact_id),
  }
  return new Map(
    items.map((item) => {
      const own = of.voices(item.root).map((voice) => voice.id)
      const itsCases = own.flatMap(of.cases).map((one) => one.id)
      const acted = earliest(
        [
          ...itsCases.flatMap(of.steps),
          ...own.flatMap(of.actionsOfItem),
          ...itsCases.flatMap(of.actionsOfCase),
        ].map((one) => one.at),
      )
      const about = new Set([...own, ...itsCases])
      const told = of
        .touches(item.contact_id)
        .filter((one) => about.has(one.feedback_id ?? '') || about.has(one.case_id ?? ''))
        .map((one) => one.at)
      return [item.id, latestOf(item.contact_id ? [acted, earliest(told)] : [acted])]
    }),
  )
}

/** When items, or what was merged into them, first stood behind a request. */
async function loggedTimes(ctx: Ctx, items: readonly ItemRow[]): Promise<Map<string, Date>> {
  const ws = ctx.workspaceId
  const roots = items.filter((item) => item.root === item.id).map((item) => item.id)
  const rows = await ctx.db.many<{ root: string; at: Date }>(sql`
    select v.root, min(e.created_at) as at from (
      select id as root, id from unnest(${roots}::uuid[]) as asked (id)
      union all
      select merged_into_id, id from inbox_items where workspace_id = ${ws} and merged_into_id = any(${roots}::uuid[])
    ) v join request_evidence e on e.workspace_id = ${ws} and e.feedback_id = v.id
    group by v.root`)
  return new Map(rows.map((row) => [row.root, row.at]))
}
