import {
  type ActionRow,
  type AskRow,
  type CaseRow,
  type ItemRow,
  type RequestRow,
  readActions,
  readAsks,
  readCases,
  readItems,
  readRequests,
  readTells,
  readVoices,
  type TellRow,
} from '#close/ledger/records.ts'
import { type Ask, firstOf, type LoopFacts, type Road, type Tell } from '#close/ledger/rules.ts'
import { type ExclusionReason, exclusionWords } from '#collect/surveys/rules.ts'
import type { Ctx } from '#platform/context.ts'

/** An item with what its loop is counted from, and the columns lists filter by. */
export interface Loaded {
  id: string
  facts: LoopFacts
  segment: string
  ownerId: string | null
  valueCents: number
}

/**
 * Reads what the loops of these items are counted from, in a handful of statements however many they are. Left out are
 * items that have no loop of their own: merged into another, spam, history, gone.
 */
export async function loadFacts(ctx: Ctx, ids: readonly string[]): Promise<Loaded[]> {
  const items = await readItems(ctx, ids)
  if (items.length === 0) return []
  const voices = await readVoices(
    ctx,
    items.map((item) => item.id),
  )
  const said = voices.map((voice) => voice.id)
  const [requests, cases] = await Promise.all([readRequests(ctx, said), readCases(ctx, voices)])
  const caseIds = unique(cases.map((one) => one.id))
  const requestIds = unique(requests.map((one) => one.id))
  const contacts = unique([...voices, ...cases].map((one) => one.contact_id))
  const [actions, tells, asks] = await Promise.all([
    readActions(ctx, said, caseIds),
    readTells(ctx, contacts),
    readAsks(ctx, [...said, ...caseIds, ...requestIds], caseIds, contacts),
  ])
  const of = {
    voices: groups(voices, (one) => one.root),
    requests: groups(requests, (one) => one.voice),
    cases: groups(cases, (one) => one.voice),
    actionsOfItem: groups(actions, (one) => one.feedback_id),
    actionsOfCase: groups(actions, (one) => one.case_id),
    tells: groups(tells, (one) => one.contact_id),
    asks: groups(asks, (one) => one.about_id),
  }
  return items.map((item) => {
    const own = of.voices(item.id)
    const itsRequests = byId(own.flatMap((voice) => of.requests(voice.id)))
    const itsCases = byId(own.flatMap((voice) => of.cases(voice.id)))
    const itsActions = byId([
      ...own.flatMap((voice) => of.actionsOfItem(voice.id)),
      ...itsCases.flatMap((one) => of.actionsOfCase(one.id)),
    ])
    const people = unique(own.map((voice) => voice.contact_id))
    const isAbout = new Set([...own.map((voice) => voice.id), ...itsCases.map((one) => one.id)])
    const isRequest = new Set(itsRequests.map((one) => one.id))
    const itsTells = unique([...people, ...itsCases.map((one) => one.contact_id)])
      .flatMap(of.tells)
      .filter(
        (one) =>
          isAbout.has(one.feedback_id ?? '') ||
          isAbout.has(one.case_id ?? '') ||
          isRequest.has(one.request_id ?? ''),
      )
      .map((one) => ({
        at: one.at,
        contactId: one.contact_id,
        by: one.by,
        requestId: aboutRequest(one, isAbout),
      }))
    const roads = [...itsRequests.map(requestRoad), ...itsCases.map(caseRoad), ...itsActions.map(actionRoad)]
    const facts: LoopFacts = {
      receivedAt: item.received_at,
      channel: item.channel,
      type: item.type,
      triagedAt: item.triaged_at,
      people,
      roads: roads.length > 0 ? roads : byHand(item, itsTells),
      tells: itsTells,
      asks: [
        ...own.flatMap((voice) => of.asks(voice.id)).map((row) => showAsk(row, null)),
        ...itsCases.flatMap((one) => of.asks(one.id)).map((row) => showAsk(row, row.about_id)),
        ...itsRequests
          .flatMap((one) => of.asks(one.id))
          .filter((row) => row.contact_id !== null && people.includes(row.contact_id))
          .map((row) => showAsk(row, row.about_id)),
      ],
    }
    return {
      id: item.id,
      facts,
      segment: item.segment,
      ownerId: item.owner_member_id,
      valueCents: item.value_cents,
    }
  })
}

function aboutRequest(one: TellRow, isAbout: ReadonlySet<string>): string | null {
  return isAbout.has(one.feedback_id ?? '') || isAbout.has(one.case_id ?? '') ? null : one.request_id
}

const requestStatus: Record<string, string> = {
  planned: 'planned',
  in_progress: 'in progress',
  shipped: 'shipped',
  declined: 'declined',
  parked: 'parked',
}

function requestRoad(row: RequestRow): Road {
  const isNo = row.status === 'declined' || row.status === 'parked'
  const isShipped = row.status === 'shipped'
  return {
    kind: 'request',
    id: row.id,
    name: row.title,
    decidedAt: requestStatus[row.status] ? (isNo ? row.moved_at : row.decided_at) : null,
    decided: requestStatus[row.status] ?? 'open',
    actedAt: isShipped ? row.moved_at : isNo ? 'not_owed' : null,
    acted: isShipped ? 'shipped' : row.status,
    // What was said of a plan is not the word that it is there.
    toldFrom: isShipped || isNo ? row.moved_at : null,
  }
}

function caseRoad(row: CaseRow): Road {
  return {
    kind: 'case',
    id: row.id,
    name: row.title,
    decidedAt: row.first_done_at ?? row.resolved_at,
    decided: 'a case follows it up',
    actedAt: row.resolved_at,
    acted: 'case resolved',
    toldFrom: row.first_done_at ?? row.resolved_at,
    people: row.contact_id ? [row.contact_id] : [],
    confirmation:
      row.resolved_at && row.confirmation && row.noted_at
        ? { at: row.noted_at, by: row.confirmation }
        : undefined,
  }
}

function actionRoad(row: ActionRow): Road {
  return {
    kind: 'action',
    id: row.id,
    name: `CAPA ${row.number}`,
    decidedAt: row.created_at,
    decided: 'a corrective action',
    actedAt: row.done_at,
    acted: `CAPA ${row.number} done`,
    toldFrom: row.created_at,
  }
}

/** Without a request, case or action: a person answered it, or closed it in the inbox. */
function byHand(item: ItemRow, tells: readonly Tell[]): Road[] {
  const answered = firstOf(tells)
  const at = answered ?? item.done_at
  if (!at) return []
  const by = answered ? 'answered' : 'marked as done'
  return [
    {
      kind: 'hand',
      id: item.id,
      name: by,
      decidedAt: at,
      decided: by,
      actedAt: at,
      acted: by,
      toldFrom: item.received_at,
    },
  ]
}

function showAsk(row: AskRow, roadId: string | null): Ask {
  return {
    roadId,
    contactId: row.contact_id,
    state: row.state,
    at: row.at,
    why: row.why && (exclusionWords[row.why as ExclusionReason]?.why ?? row.why),
    answer: row.answered_at && { at: row.answered_at, isNegative: row.is_negative ?? false },
  }
}

function unique(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id): id is string => id !== null))]
}

function byId<T extends { id: string }>(rows: readonly T[]): T[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()]
}

/** The rows of each key. */
function groups<T>(rows: readonly T[], keyOf: (row: T) => string | null): (key: string) => T[] {
  const of = new Map<string, T[]>()
  for (const row of rows) {
    const key = keyOf(row)
    if (key === null) continue
    const some = of.get(key)
    if (some) some.push(row)
    else of.set(key, [row])
  }
  return (key) => of.get(key) ?? []
}
