import { type Staff, staffAt } from '#app/demo/customers.ts'
import { atTime, type Past } from '#app/demo/past.ts'
import {
  addSessionHighlights,
  changeSession,
  createSession,
  putParticipant,
} from '#collect/sessions/commands.ts'
import type { Consent, SessionKind } from '#collect/sessions/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'

interface DemoSession {
  kind: SessionKind
  title: string
  guide: string[]
  plannedDaysAgo: number
  /** in working days from today, with the half hour */
  at: readonly [days: number, halfHour: number]
  consents: readonly { consent: Consent; how?: 'spoken' | 'signed' | 'mail' | 'recording' }[]
  isOff?: boolean
  held?: {
    notes: string
    /** `by`: which participant said it; nobody is named who did not agree */
    said: { verbatim: string; kind: 'bug' | 'feature' | 'general'; by?: number }[]
  }
}

const sessions: readonly DemoSession[] = [
  {
    kind: 'interview',
    title: 'How statements leave the office',
    guide: [
      'Show me how the last statement went out.',
      'Who looks at it before it leaves?',
      'What would you do if it were wrong?',
    ],
    plannedDaysAgo: 20,
    at: [-9, 4],
    consents: [{ consent: 'given', how: 'recording' }],
    held: {
      notes:
        'They print every statement and compare it with a list kept by hand. The list is right; what they do not trust is the total for families with two payers.',
      said: [
        {
          verbatim: 'I print all of them and tick them off, because twice the total was wrong.',
          kind: 'bug',
          by: 0,
        },
        {
          verbatim:
            'If I could see only the statements that changed since last month, I would stop printing.',
          kind: 'feature',
          by: 0,
        },
      ],
    },
  },
  {
    kind: 'user_test',
    title: 'Import preview, first prototype',
    guide: ['Bring in this list of 40 families.', 'Which of them will be new?', 'Take the last import back.'],
    plannedDaysAgo: 12,
    at: [-4, 7],
    consents: [
      { consent: 'given', how: 'signed' },
      { consent: 'given', how: 'signed' },
      { consent: 'refused', how: 'spoken' },
    ],
    held: {
      notes: 'All three found the new families at once. Nobody found how to take the import back.',
      said: [
        {
          verbatim: 'The preview tells me what happens before it happens. I would use this tomorrow.',
          kind: 'general',
          by: 0,
        },
        {
          verbatim: 'Where do I go back? I would be afraid to press this with our real list.',
          kind: 'feature',
          by: 1,
        },
        { verbatim: 'The colours for new and changed look the same to me.', kind: 'bug' },
      ],
    },
  },
  {
    kind: 'focus_group',
    title: 'What a report for the board should show',
    guide: [
      'Bring your last report.',
      'Which figure does the board ask about first?',
      'What do you leave out, and why?',
    ],
    plannedDaysAgo: 3,
    at: [4, 5],
    consents: [
      { consent: 'given', how: 'mail' },
      { consent: 'asked' },
      { consent: 'asked' },
      { consent: 'not_asked' },
    ],
  },
  {
    kind: 'interview',
    title: 'Paying by card at the front desk',
    guide: ['Walk me through the last payment by card.'],
    plannedDaysAgo: 17,
    at: [-6, 3],
    consents: [{ consent: 'asked' }],
    isOff: true,
  },
]

/** Talks for research: two held with what was said, one ahead, one that is off. */
export function makeSessions(past: Past, staff: Staff): Promise<void> {
  return past.part('sessions', { words: 'Talking to customers', weight: 10 }, async (ctx) => {
    const need = sessions.reduce((sum, one) => sum + one.consents.length, 0)
    const people = await ctx.db.many<{ id: string }>(sql`
      select c.id from contacts c
      join accounts a on a.workspace_id = ${past.workspaceId} and a.id = c.account_id and a.lifecycle = 'active'
      where c.workspace_id = ${past.workspaceId} and c.merged_into_id is null and c.title is not null order by c.id desc limit ${need}`)
    const ids = people.map((one) => one.id)
    for (const one of sessions) await write(ctx, past, staff, one, ids.splice(0, one.consents.length))
  })
}

async function write(
  ctx: Ctx,
  past: Past,
  staff: Staff,
  plan: DemoSession,
  contactIds: string[],
): Promise<void> {
  const by = staffAt(staff, 3)
  const at = past.hours.halfHour(...plan.at)
  const planning = atTime(ctx, past.hours.daysAgo(plan.plannedDaysAgo), by)
  const { id } = await createSession(planning, {
    kind: plan.kind,
    title: plan.title,
    plannedAt: at,
    guide: plan.guide,
    contactIds,
  })
  const sessionId = decodeId('ses', id)!
  const then = plan.held ? atTime(ctx, at, by) : planning
  for (const [i, { consent, how }] of plan.consents.entries())
    if (contactIds[i] && consent !== 'not_asked')
      await putParticipant(then, { sessionId, contactId: contactIds[i], consent, how })
  if (plan.isOff) await changeSession(atTime(ctx, at, by), { sessionId, state: 'cancelled' })
  if (!plan.held) return
  const after = atTime(ctx, new Date(at.getTime() + 60 * 60_000), by)
  await changeSession(after, { sessionId, state: 'held', heldAt: at, notes: plan.held.notes })
  await addSessionHighlights(after, {
    sessionId,
    highlights: plan.held.said.map(({ by: i, ...said }) => ({
      ...said,
      contactId: (i !== undefined && contactIds[i]) || null,
    })),
  })
}
