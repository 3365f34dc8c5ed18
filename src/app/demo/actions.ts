import { checkAction } from '#act/corrective-actions/check.ts'
import { completeAction, logAction } from '#act/corrective-actions/commands.ts'
import type { ActionKind } from '#act/corrective-actions/rules.ts'
import { type Staff, staffAt } from '#app/demo/customers.ts'
import { atTime, type Past } from '#app/demo/past.ts'
import { themeNamed } from '#app/demo/questions.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'

interface DemoAction {
  kind: ActionKind
  finding: string
  whys: string[]
  cause: string
  correction?: string
  prevention?: string
  by: number
  loggedDaysAgo: number
  dueInDays: number
  theme?: string
  /** of the newest case that stands so */
  case?: 'open' | 'resolved'
  cost?: { costCents: number; currency: string }
  done?: { daysAgo: number; note: string; checkInDays?: number }
  checked?: { daysAgo: number; result: 'effective' | 'ineffective'; note: string }
}

/** What the invented company did so that it does not happen again. */
const logged: readonly DemoAction[] = [
  {
    kind: 'process',
    finding: 'Statements of families with two payers came out empty for a whole cycle',
    whys: [
      'They were tried with one payer each',
      'No release asks for a family with two',
      'Statements are not on the list of what is tried before a release',
    ],
    cause: 'Statements are released without trying them on how families really pay',
    correction: 'The cycle was made again overnight; every office got a call the next morning',
    prevention: 'Before a release, a whole cycle of the twenty largest accounts is made and read',
    by: 1,
    loggedDaysAgo: 171,
    dueInDays: -148,
    theme: 'Statements come out wrong or late',
    done: { daysAgo: 150, note: 'The list has its line, and somebody who reads' },
    checked: {
      daysAgo: 94,
      result: 'effective',
      note: 'Far fewer speak of it since; four offices were asked and had no wrong statement',
    },
  },
  {
    kind: 'product',
    finding: 'The dashboard takes up to 30 seconds on Monday mornings',
    whys: [
      'It adds up every entry of the year',
      'Its sums are not kept',
      'It was written for schools of 200 families',
    ],
    cause: 'Sums are worked out anew at each visit',
    correction: 'The largest twelve accounts were moved to a server of their own',
    by: 0,
    loggedDaysAgo: 96,
    dueInDays: -66,
    theme: 'Dashboard is slow',
    done: { daysAgo: 70, note: 'Moved over one weekend' },
    checked: {
      daysAgo: 8,
      result: 'ineffective',
      note: 'It is faster for the twelve; all others still say it is slow.',
    },
  },
  {
    kind: 'training',
    finding: 'New offices send reminders to families that have paid',
    whys: [
      'They do not see who will get one',
      'The preview is not shown in the training',
      'The training is older than the preview',
    ],
    cause: 'The training was not changed with the product',
    correction: 'The three offices were shown the preview in a call',
    by: 0,
    loggedDaysAgo: 27,
    dueInDays: -6,
    theme: 'Reminders to the wrong people',
  },
  {
    kind: 'process',
    finding: 'The second training was never booked after going live',
    whys: ['Nobody had it on a list', 'The plan ends with the first training'],
    cause: 'The plan for going live has no line for the second training',
    by: 1,
    loggedDaysAgo: 4,
    dueInDays: 10,
    case: 'open',
  },
  {
    kind: 'tool',
    finding: 'Offices cannot tell what an import will change before it runs',
    whys: ['The preview shows columns, not families', 'It was made for us, not for them'],
    cause: 'The preview answers our question instead of theirs',
    prevention: 'Show the first twenty families as they will be, with what is dropped',
    by: 1,
    loggedDaysAgo: 11,
    dueInDays: 24,
    theme: 'Import mapping is hard to follow',
  },
  {
    kind: 'compensation',
    finding: 'An office worked two evenings to check its import by hand',
    whys: ['The import dropped families without a word'],
    cause: 'Rows with an error were left out silently',
    correction: 'Pizza for the office on both evenings, with a card from all of us',
    by: 1,
    loggedDaysAgo: 20,
    dueInDays: -9,
    theme: 'Import loses rows',
    case: 'resolved',
    cost: { costCents: 8600, currency: 'USD' },
    done: { daysAgo: 12, note: 'They sent a picture', checkInDays: 44 },
  },
]

/** The log of corrective actions as a team leaves it: effective, reopened, overdue, open and done. */
export function makeActions(past: Past, staff: Staff): Promise<void> {
  return past.part('actions', { words: 'Logging corrective actions', weight: 20 }, async (ctx) => {
    for (const plan of logged) await write(ctx, past, staff, plan)
  })
}

async function write(ctx: Ctx, past: Past, staff: Staff, plan: DemoAction): Promise<void> {
  const moment = (inDays: number) => new Date(past.now.getTime() + inDays * 86_400_000)
  const day = (inDays: number) => moment(inDays).toISOString().slice(0, 10)
  const at = (daysAgo: number) => atTime(ctx, past.hours.daysAgo(daysAgo), staffAt(staff, plan.by))
  const { done, checked, cost } = plan
  const { id } = await logAction(at(plan.loggedDaysAgo), {
    kind: plan.kind,
    finding: plan.finding,
    whys: plan.whys,
    cause: plan.cause,
    correction: plan.correction,
    prevention: plan.prevention,
    dueOn: day(plan.dueInDays),
    themeId: plan.theme && (await themeNamed(ctx, plan.theme)),
    caseId: plan.case && (await caseThatIs(ctx, plan.case)),
    ...cost,
  })
  const actionId = decodeId('capa', id)!
  if (done)
    await completeAction(at(done.daysAgo), {
      actionId,
      note: done.note,
      ...(done.checkInDays && { checkOn: day(done.checkInDays) }),
    })
  if (checked) {
    const { daysAgo, ...check } = checked
    await checkAction(at(daysAgo), { actionId, ...check })
  }
}

async function caseThatIs(ctx: Ctx, status: 'open' | 'resolved'): Promise<string | undefined> {
  const row = await ctx.db.maybe<{ id: string }>(sql`
    select id from cases where workspace_id = ${ctx.workspaceId} and status = ${status} order by opened_at desc, id limit 1`)
  return row?.id
}
