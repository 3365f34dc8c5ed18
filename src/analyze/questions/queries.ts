import { z } from 'zod'
import type { QuestionRow } from '#analyze/questions/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Page } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'

const Place = z.tuple([z.string(), z.uuid()])

interface Row {
  id: string
  place: string
  text: string
  state: QuestionRow['state']
  owner_id: string | null
  owner: string | null
  answer: string | null
  decided_by: string | null
  decided_at: Date | null
  created_at: Date
}

interface HypothesisCount {
  question_id: string
  id: string
  text: string
  state: QuestionRow['hypotheses'][number]['state']
  speak_for: number
  speak_against: number
}

/** A member as people see them. */
export const person = (id: string, name: string | null) => ({ id: encodeId('mem', id), name: name ?? '' })

/** Questions, the newest first, each with its hypotheses and how much speaks for and against them. */
export async function listQuestions(
  ctx: Ctx,
  {
    answered,
    owner,
    limit,
    cursor,
  }: {
    answered?: boolean | undefined
    owner?: string | undefined
    limit: number
    cursor?: string | undefined
  },
): Promise<Page<QuestionRow>> {
  const ws = ctx.workspaceId
  const place = cursor ? decodeCursor(cursor, Place) : undefined
  const rows = await ctx.db.many<Row>(sql`
    select q.id, q.created_at::text as place, q.text, q.state, q.owner_member_id as owner_id, o.name as owner, a.answer,
      d.name as decided_by, a.decided_at, q.created_at
    from questions q
    left join members o on o.workspace_id = ${ws} and o.id = q.owner_member_id
    left join question_answers a on a.workspace_id = ${ws} and a.id = q.answer_id
    left join members d on d.workspace_id = ${ws} and d.id = a.decided_by_member_id
    where q.workspace_id = ${ws}
      ${answered === undefined ? sql.empty : answered ? sql`and q.state = 'answered'` : sql`and q.state <> 'answered'`}
      ${owner === undefined ? sql.empty : sql`and q.owner_member_id = ${owner}`}
      ${place ? sql`and (q.created_at, q.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql.empty}
    order by q.created_at desc, q.id desc limit ${limit + 1}`)
  const ids = rows.slice(0, limit).map((row) => row.id)
  const hypotheses = await ctx.db.many<HypothesisCount>(sql`
    select h.question_id, h.id, h.text, h.state, count(*) filter (where e.stance = 'for') as speak_for,
      count(*) filter (where e.stance = 'against') as speak_against
    from hypotheses h
    left join hypothesis_evidence e on e.workspace_id = ${ws} and e.hypothesis_id = h.id
    where h.workspace_id = ${ws} and h.question_id = any(${ids}::uuid[])
    group by h.question_id, h.id, h.text, h.state, h.created_at order by h.created_at, h.id`)
  const show = (row: Row): QuestionRow => {
    const own = hypotheses.filter((one) => one.question_id === row.id)
    return {
      id: encodeId('qst', row.id),
      text: row.text,
      state: row.state,
      owner: row.owner_id === null ? null : person(row.owner_id, row.owner),
      hypotheses: own.map((one) => ({
        id: encodeId('hyp', one.id),
        text: one.text,
        state: one.state,
        evidence: { for: one.speak_for, against: one.speak_against },
      })),
      evidence: {
        for: own.reduce((sum, one) => sum + one.speak_for, 0),
        against: own.reduce((sum, one) => sum + one.speak_against, 0),
      },
      answer: row.answer,
      decidedBy: row.decided_by,
      decidedAt: row.decided_at?.toISOString() ?? null,
      createdAt: row.created_at.toISOString(),
    }
  }
  return toPage(rows, limit, show, (row) => [row.place, row.id])
}
