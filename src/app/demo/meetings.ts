import { changeCase } from '#act/cases/commands/change.ts'
import { completeStep } from '#act/cases/commands/steps.ts'
import { getCase } from '#act/cases/queries.ts'
import { planMeeting } from '#act/meetings/commands.ts'
import { meetingUid } from '#act/meetings/invite.ts'
import { type InviteeRow, type MeetingRow, meetingRows } from '#act/meetings/load.ts'
import { type Staff, staffAt } from '#app/demo/customers.ts'
import type { Deed } from '#app/demo/mails.ts'
import { takeIn } from '#app/demo/mails-in.ts'
import { atTime, type Past } from '#app/demo/past.ts'
import { goOn } from '#app/demo/procedures.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

const minute = 60_000
const hour = 60 * minute

interface Said {
  /** the customer, or a colleague by their place in the staff */
  who: 'customer' | number
  answer: 'ACCEPTED' | 'DECLINED' | 'TENTATIVE' | 'COUNTER'
  comment?: string
  /** with COUNTER: the working day ahead and its half hour */
  instead?: readonly [days: number, halfHour: number]
}

interface DemoMeeting {
  /** the case by its title, or any open one after a low score */
  case: string | null
  step: 'internal-call' | 'customer-call' | 'executive-call'
  plannedDaysAgo: number
  /** the working day, counted from today, and its half hour */
  at: readonly [days: number, halfHour: number]
  place: string
  note?: string
  members: readonly number[]
  said: readonly Said[]
  /** it is over, and its step is done */
  isHeld?: boolean
  /** what was said on the telephone when the call was agreed: the customer was reached, so its step is open */
  agreed?: string
}

const room = 'https://meet.demo.example/room-3'

const meetings: readonly DemoMeeting[] = [
  {
    case: 'The launch flyer promised a feature that is not there',
    step: 'internal-call',
    plannedDaysAgo: 7,
    at: [-3, 6],
    place: 'Room 2',
    note: 'Please read the flyer and the answers before: they are on the case.',
    members: [-1, 1, 4],
    said: [
      { who: 1, answer: 'ACCEPTED' },
      { who: 4, answer: 'ACCEPTED', comment: 'I bring the texts of the flyer' },
    ],
    isHeld: true,
  },
  {
    case: 'The launch flyer promised a feature that is not there',
    step: 'customer-call',
    plannedDaysAgo: 2,
    at: [2, 3],
    place: room,
    note: 'We tell you what went wrong with the flyer and what we can do, and hear what you need.',
    members: [-1, 1],
    said: [
      { who: 'customer', answer: 'ACCEPTED', comment: 'Our head of office joins too' },
      { who: 1, answer: 'ACCEPTED' },
    ],
  },
  {
    case: 'Training for the front desk was cut short',
    step: 'internal-call',
    plannedDaysAgo: 1,
    at: [1, 9],
    place: 'Room 2',
    members: [-1, 0, 1],
    said: [
      { who: 0, answer: 'ACCEPTED' },
      { who: 1, answer: 'DECLINED', comment: 'At a customer all day; Lena speaks for me' },
    ],
  },
  {
    case: null,
    step: 'executive-call',
    plannedDaysAgo: 1.6,
    at: [1, 3],
    place: room,
    members: [-1],
    agreed: 'Said sorry and asked what went wrong. They want to tell it to somebody who decides.',
    said: [
      {
        who: 'customer',
        answer: 'COUNTER',
        comment: 'Our staff meeting is then. Would this suit you too?',
        instead: [2, 8],
      },
    ],
  },
  {
    case: null,
    step: 'executive-call',
    plannedDaysAgo: 1,
    at: [3, 2],
    place: '+44 20 7946 0150',
    members: [-1, 0],
    said: [{ who: 'customer', answer: 'ACCEPTED' }],
  },
  {
    case: null,
    step: 'executive-call',
    plannedDaysAgo: 0.2,
    at: [4, 11],
    place: room,
    members: [-1],
    said: [{ who: 'customer', answer: 'TENTATIVE', comment: 'If the auditors are gone by then' }],
  },
]

/** Calls and meetings as calendars exchange them: planned, answered by mail, one of them held. */
export function meetingDeeds(past: Past, staff: Staff): Deed[] {
  return meetings.flatMap((plan): Deed[] => {
    const by = staffAt(staff, plan.members.find((one) => one >= 0) ?? 1)
    const planned = past.hours.daysAgo(plan.plannedDaysAgo)
    const startsAt = past.hours.halfHour(...plan.at)
    const justNow = new Date(past.now.getTime() - 2 * minute)
    const find = (ctx: Ctx) => meetingAt(ctx, startsAt)
    const answers = plan.said.map((said, i) => {
      const wait = new Date(planned.getTime() + (i + 0.4) * hour)
      return {
        at: said.who === 'customer' ? (wait < past.now ? wait : justNow) : past.hours.at(wait),
        write: async (ctx: Ctx) => {
          const meeting = await find(ctx)
          if (meeting) await answerInvitation(ctx, past, staff, meeting, said)
        },
      }
    })
    const held = new Date(startsAt.getTime() + 50 * minute)
    const end: Deed[] = plan.isHeld
      ? [
          {
            at: held,
            write: async (ctx) => {
              const meeting = await find(ctx)
              if (meeting) await goOn(atTime(ctx, held, by), await getCase(ctx, { caseId: meeting.case_id }))
            },
          },
        ]
      : []
    return [
      {
        at: planned,
        write: (ctx: Ctx) => planOne(atTime(ctx, planned, by), staff, plan, startsAt),
      },
      ...answers,
      ...end,
    ]
  })
}

async function planOne(ctx: Ctx, staff: Staff, plan: DemoMeeting, startsAt: Date): Promise<void> {
  const ws = ctx.workspaceId
  const step = await ctx.db.maybe<{ id: string; case_id: string; outreach_id: string | null }>(sql`
    select s.id, s.case_id, o.id as outreach_id from case_steps s
    left join case_steps o on o.workspace_id = ${ws} and o.case_id = s.case_id and o.step_key = 'outreach' and o.state = 'open'
    join cases k on k.workspace_id = ${ws} and k.id = s.case_id and k.status = 'open' and k.opened_at < ${ctx.now()}
    join contacts c on c.workspace_id = ${ws} and c.id = k.contact_id and c.email is not null
    where s.workspace_id = ${ws} and s.step_key = ${plan.step} and s.state in ('open', 'ahead')
      and ${plan.case === null ? sql`k.playbook_key = 'nps-detractor'` : sql`k.title = ${plan.case}`}
      and not exists (select 1 from meetings m where m.workspace_id = ${ws} and m.case_id = k.id and m.state = 'planned')
    order by k.opened_at, k.id limit 1`)
  if (!step) return
  if (plan.agreed && step.outreach_id) {
    // An executive calls whoever is still dissatisfied, of however small an account.
    await changeCase(ctx, { caseId: step.case_id, isDissatisfied: true })
    await completeStep(ctx, {
      caseId: step.case_id,
      stepId: step.outreach_id,
      evidence: {},
      results: {},
      touchpoint: { kind: 'call', at: ctx.now(), summary: plan.agreed, durationMinutes: 9 },
    })
  }
  await planMeeting(ctx, {
    caseId: step.case_id,
    stepId: step.id,
    startsAt: startsAt.toISOString(),
    minutes: 30,
    place: plan.place,
    note: plan.note ?? '',
    memberIds: plan.members.map((one) => staffAt(staff, one).id),
    invitesContact: plan.step !== 'internal-call',
  })
}

/** The meeting of the plan: no two begin at the same time. */
async function meetingAt(ctx: Ctx, startsAt: Date): Promise<MeetingRow | undefined> {
  const [row] = await meetingRows(ctx, sql`and m.state = 'planned' and m.starts_at = ${startsAt}`, 1)
  return row
}

/** A calendar answers for somebody, by the mail that calendars send. */
async function answerInvitation(
  ctx: Ctx,
  past: Past,
  staff: Staff,
  meeting: MeetingRow,
  { who, answer, comment, instead }: Said,
): Promise<void> {
  const isTheirs = (one: InviteeRow) =>
    who === 'customer' ? one.contact_id !== null : one.member_id === staffAt(staff, who).id
  const invitee = meeting.invitees.find(isTheirs)
  if (!invitee) return
  const utc = (at: Date) => at.toISOString().replace(/[-:]|\.\d+/g, '')
  const other = instead && past.hours.halfHour(...instead)
  const isCounter = answer === 'COUNTER'
  const content = [
    'BEGIN:VCALENDAR',
    'PRODID:-//Example//Calendar//EN',
    'VERSION:2.0',
    `METHOD:${isCounter ? 'COUNTER' : 'REPLY'}`,
    'BEGIN:VEVENT',
    `UID:${meetingUid(ctx, meeting.id)}`,
    `SEQUENCE:${meeting.sequence}`,
    `DTSTAMP:${utc(ctx.now())}`,
    ...(other ? [`DTSTART:${utc(other)}`, `DTEND:${utc(new Date(other.getTime() + 30 * minute))}`] : []),
    `ATTENDEE;PARTSTAT=${isCounter ? 'TENTATIVE' : answer}:mailto:${invitee.address}`,
    ...(comment ? [`COMMENT:${comment.replace(/[,;]/g, '\\$&')}`] : []),
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n')
  await takeIn(ctx, past, {
    from: { name: invitee.name, email: invitee.address },
    subject: `${subjects[answer]}: ${meeting.title}`,
    text: comment ?? '',
    file: {
      type: `text/calendar; charset=utf-8; method=${isCounter ? 'COUNTER' : 'REPLY'}`,
      name: null,
      content,
    },
  })
}

const subjects = {
  ACCEPTED: 'Accepted',
  DECLINED: 'Declined',
  TENTATIVE: 'Tentative',
  COUNTER: 'New time proposed',
} as const
