import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { consumer, type Emitted, projection } from '#platform/events/event.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'

interface Payload {
  caseId: string
  stepId?: string
  by?: string
  isDissatisfied?: boolean
  mentionIds?: string[]
}

/** What a watcher is told of an event; undefined for what is of no matter to them. */
const words: Record<string, (payload: Payload, step: string) => string | undefined> = {
  'case.step_done': (_, step) => `“${step}” is done`,
  'case.escalated': ({ by }) => (by === 'clock' ? 'Escalated, a step is late' : 'Escalated'),
  'case.joined': () => 'The customer said more',
  'case.reassigned': () => 'It has another lead',
  'case.changed': ({ isDissatisfied }) => (isDissatisfied ? 'The customer is still dissatisfied' : undefined),
  'case.paused': () => 'It waits for the customer',
  'case.resumed': () => 'It goes on',
  'case.noted': () => 'A note was written',
  'case.resolved': () => 'Resolved',
  'case.reopened': () => 'Open again',
  'case.cancelled': () => 'Dropped',
}

/** Tells everybody who follows these cases what happened, except whoever did it and whoever was told by name. */
async function tellWatchers(ctx: Ctx, events: Emitted<Payload>[]): Promise<void> {
  const ws = ctx.workspaceId
  const caseIds = [...new Set(events.map(({ payload }) => payload.caseId))]
  const watchers = await ctx.db.many<{ case_id: string; member_id: string; title: string }>(sql`
    select w.case_id, w.member_id, k.title from case_watchers w
    join cases k on k.workspace_id = ${ws} and k.id = w.case_id
    join members m on m.workspace_id = ${ws} and m.id = w.member_id and m.removed_at is null
    where w.workspace_id = ${ws} and w.case_id = any(${caseIds}::uuid[])`)
  if (watchers.length === 0) return
  const stepIds = events.flatMap(({ payload }) => payload.stepId ?? [])
  const steps = await ctx.db.many<{ id: string; title: string }>(sql`
    select id, title from case_steps where workspace_id = ${ws} and id = any(${stepIds}::uuid[])`)
  for (const { id, type, payload, actor } of events) {
    const said = words[type]!(payload, steps.find((step) => step.id === payload.stepId)?.title ?? 'A step')
    if (!said) continue
    for (const watcher of watchers) {
      if (watcher.case_id !== payload.caseId || watcher.member_id === actor.id) continue
      if (payload.mentionIds?.includes(watcher.member_id)) continue
      await notify(ctx, {
        memberId: watcher.member_id,
        kind: 'case.watched',
        subjectId: payload.caseId,
        text: `${said}: ${watcher.title}.`,
        link: linkTo('cases', 'case', payload.caseId),
        dedupeKey: `watched ${id}`,
      })
    }
  }
}

export const consumers = [
  consumer('act/watchers', Object.fromEntries(Object.keys(words).map((type) => [type, tellWatchers]))),
]

export const projections = [
  projection('member.removed', async (ctx: Ctx, { subjectId }: Emitted) => {
    await ctx.db.run(sql`
      delete from case_watchers where workspace_id = ${ctx.workspaceId} and member_id = ${subjectId}`)
  }),
]
