import { changeCase } from '#act/cases/commands/change.ts'
import { decideStep } from '#act/cases/commands/decide.ts'
import { cancelCase } from '#act/cases/commands/end.ts'
import { openCase } from '#act/cases/commands/open.ts'
import { pauseCase } from '#act/cases/commands/pause.ts'
import { completeStep } from '#act/cases/commands/steps.ts'
import type { Case } from '#act/cases/contract.ts'
import { noteScoreAfter, putOutcome } from '#act/outcomes/commands.ts'
import { type Staff, staffAt } from '#app/demo/customers.ts'
import { atTime, type Past } from '#app/demo/past.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'

const day = 86_400_000

interface Procedure {
  playbook: string
  title: string
  openedDaysAgo: number
  /** how many steps are done; all of them and an end where left out */
  done?: number
  area?: string
  cause?: string
  after?: 'paused' | 'dropped'
}

/** Cases that people opened by hand with the other playbooks, in all states. */
const procedures: readonly Procedure[] = [
  {
    playbook: 'post-implementation-negative',
    title: 'Go-live went wrong: half of the families were missing',
    openedDaysAgo: 58,
    area: 'implementation',
    cause: 'Implementation',
  },
  {
    playbook: 'post-implementation-negative',
    title: 'The launch flyer promised a feature that is not there',
    openedDaysAgo: 17,
    done: 2,
    area: 'marketing',
  },
  {
    playbook: 'post-implementation-negative',
    title: 'Training for the front desk was cut short',
    openedDaysAgo: 3,
    done: 1,
  },
  {
    playbook: 'post-support-negative',
    title: 'Three answers from three people, and none fitted',
    openedDaysAgo: 24,
    cause: 'Support',
  },
  {
    playbook: 'post-support-negative',
    title: 'Waited two days for a reset password',
    openedDaysAgo: 2,
    done: 1,
  },
  {
    playbook: 'critical-bug',
    title: 'Card payments were taken twice',
    openedDaysAgo: 33,
    cause: 'Product defect',
  },
  { playbook: 'critical-bug', title: 'Nobody can sign in on the portal', openedDaysAgo: 0.2, done: 2 },
  {
    playbook: 'general-complaint',
    title: 'The invoice of the group is wrong again',
    openedDaysAgo: 13,
    done: 2,
    after: 'paused',
  },
  {
    playbook: 'general-complaint',
    title: 'Complaint about another company of the same name',
    openedDaysAgo: 40,
    done: 1,
    after: 'dropped',
  },
  { playbook: 'feature-request', title: 'Statements in Spanish', openedDaysAgo: 9 },
  { playbook: 'praise', title: 'A thank-you letter from the bursar', openedDaysAgo: 6 },
  { playbook: 'nps-passive', title: 'A 7: good, but the reports are slow', openedDaysAgo: 8, done: 1 },
  { playbook: 'nps-promoter', title: 'A 10 from a founding customer', openedDaysAgo: 11, done: 2 },
]

/** What is written down where a step asks for it. */
const notes: Record<string, string> = {
  findings: 'The import ran twice with an old file; nobody looked at the counts before go-live.',
  'summary of the issues': 'Families missing after go-live; two calls unanswered in the first week.',
  'root cause as the customer sees it': 'Nobody told them to check the counts before the old system was off.',
  'promised timeline': 'All families by Friday, a call every week until the end of term.',
  resolution: 'Put right with them on the telephone, and looked at again after a week.',
  learning: 'Counts are compared with the customer before go-live.',
  cause: 'A change of the night before was not tried with a group account.',
  'what was done': 'Put right by hand the same day, and tried again with them.',
  'what the review says': 'The first answer was friendly and wrong; the second came too late.',
  'ticket number and priority': 'ENG-2041, P0',
  'who in engineering has it': 'Ravi Mehta',
  'what was done first': 'Switched the change off for everybody.',
  'fix or way around': 'The change is taken back; charges made twice were refunded.',
  'who is responsible': 'Ines Okafor',
  measures: 'The invoice was made anew; group accounts are on the list of what is tried.',
  outcome: 'They know what was done and are content with it.',
  'backlog entry': 'PROD-618, Statements in other languages',
  'where it was shared': 'In the Monday meeting, read aloud.',
}

/** Opens cases of the other playbooks and takes each as far as it says, every step at its own time. */
export async function makeProcedures(past: Past, staff: Staff): Promise<void> {
  const about = { words: 'Following other procedures', weight: procedures.length * 10 }
  await past.part('procedures', about, async (ctx) => {
    const people = await ctx.db.many<{ id: string }>(sql`
      select c.id from contacts c
      join accounts a on a.workspace_id = ${past.workspaceId} and a.id = c.account_id and a.lifecycle = 'active'
      where c.workspace_id = ${past.workspaceId} and c.email is not null and c.email_state = 'ok'
        and c.unsubscribed_at is null and c.merged_into_id is null
        and not exists (select 1 from cases k where k.workspace_id = ${past.workspaceId} and k.contact_id = c.id)
      order by c.id limit ${procedures.length}`)
    for (const [i, one] of procedures.entries()) {
      const person = people[i]
      if (person) await follow(ctx, past, staff, one, person.id)
    }
  })
}

async function follow(ctx: Ctx, past: Past, staff: Staff, one: Procedure, contactId: string): Promise<void> {
  const opened = past.now.getTime() - one.openedDaysAgo * day
  const by = staffAt(staff, 1)
  // Steps follow each other within the time that has gone by since.
  const pace = Math.min(2 * day, (one.openedDaysAgo * day) / 12)
  const at = (step: number) => atTime(ctx, past.hours.at(new Date(opened + step * pace)), by)
  let now = await openCase(at(0), { playbook: one.playbook, contactId, title: one.title })
  const caseId = decodeId('case', now.id)!
  if (one.area) now = await changeCase(at(0.1), { caseId, areas: [one.area] })
  for (let step = 1; now.status === 'open' && step <= (one.done ?? 20); step++)
    now = await goOn(at(step), now)
  if (one.cause) {
    const touch = now.touchpoints.find(({ kind }) => kind === 'call' || kind === 'mail')
    await putOutcome(atTime(ctx, past.hours.daysAgo(1), by), {
      caseId,
      cause: one.cause,
      ...(touch && {
        confirmation: touch.kind === 'call' ? 'call' : 'mail',
        touchpointId: decodeId('touch', touch.id)!,
      }),
    })
  }
  if (one.after === 'paused')
    await pauseCase(at(5), { caseId, reason: 'They send the invoices they mean next week' })
  if (one.after === 'dropped')
    await cancelCase(at(3), { caseId, reason: 'It is about another company, which was told' })
}

/** Does the next open step of a case with all that it asks for; nothing was put right here that the log would show. */
export async function goOn(ctx: Ctx, now: Case): Promise<Case> {
  // a step that repeats waits for those that were not done once
  const step = now.steps.filter(({ state }) => state === 'open').sort((a, b) => a.round - b.round)[0]
  if (!step) return now
  const [caseId, stepId] = [decodeId('case', now.id)!, decodeId('step', step.id)!]
  if (step.action === 'corrective-actions')
    return decideStep(ctx, {
      caseId,
      stepId,
      decision: 'skip',
      reason: 'what was put right stands in the log already',
    })
  const isSpoken = step.action === 'call' || step.action === 'meeting'
  return completeStep(ctx, {
    caseId,
    stepId,
    evidence: Object.fromEntries(
      step.evidence.map(({ name }) => [
        name,
        notes[name] ?? 'Looked at with the customer; it stands as agreed.',
      ]),
    ),
    results: Object.fromEntries(step.asks.map(({ key }) => [key, true])),
    ...(isSpoken || step.action === 'send-update' || step.tells
      ? {
          touchpoint: {
            kind: isSpoken ? ('call' as const) : ('mail' as const),
            at: ctx.now(),
            summary: isSpoken
              ? 'Went through it together; they know what happens next and by when.'
              : `${step.title}: what we know, what we do, and when they hear more.`,
            ...(isSpoken && { durationMinutes: 25 }),
          },
        }
      : {}),
  })
}

/** Whoever answered the quarterly survey after their case had ended has a score after. */
export async function makeScoresAfter(past: Past): Promise<void> {
  await past.part('scores after', { words: 'Asking again after cases', weight: 40 }, (ctx) =>
    scoresAfter(ctx, past),
  )
}

async function scoresAfter(ctx: Ctx, past: Past): Promise<void> {
  const ws = past.workspaceId
  const answered = await ctx.db.many<{ case_id: string; response_id: string; at: Date }>(sql`
    select k.id as case_id, r.id as response_id, r.submitted_at as at from cases k
    join lateral (
      select id, submitted_at from responses
      where workspace_id = ${ws} and contact_id = k.contact_id and submitted_at > k.resolved_at and not is_provisional
      order by submitted_at limit 1
    ) r on true
    where k.workspace_id = ${ws} and k.status = 'resolved' and k.response_id is not null order by k.id`)
  for (const one of answered) await noteScoreAfter(atTime(ctx, one.at), one.case_id, one.response_id)
}
