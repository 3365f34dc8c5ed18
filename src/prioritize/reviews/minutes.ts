import { workingCalendar } from '#platform/calendar/commands.ts'
import { baseUrl } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { type Block, mailHtml, mailText } from '#platform/mail/blocks.ts'
import { queueMails } from '#platform/mail/queue.ts'
import { readActionItems } from '#prioritize/reviews/action-items.ts'
import type { ActionItem, Effect, ReviewMinutes } from '#prioritize/reviews/contract.ts'
import { readItems } from '#prioritize/reviews/items.ts'
import type { Held } from '#prioritize/reviews/load.ts'
import { attendeesOf, partsOf, readBefore, vacantOf } from '#prioritize/reviews/queries.ts'
import { kindWords, ranFor } from '#prioritize/reviews/rules.ts'
import { countSummary } from '#prioritize/reviews/summary.ts'
import { attendanceLines, beforeLine, decisionLine, summaryLines } from '#prioritize/reviews/words.ts'

/** What is kept of a review for good, and the mail about it. */
export async function takeMinutes(ctx: Ctx, review: Held): Promise<ReviewMinutes> {
  const ws = ctx.workspaceId
  const parts = await partsOf(ctx, review.id)
  const [people, items, agreed, before, notes, leader, summary] = await Promise.all([
    attendeesOf(ctx, review.id),
    readItems(ctx, review),
    readActionItems(ctx, sql`and a.review_id = ${review.id}`, sql`a.id`, 200),
    readBefore(ctx, review),
    ctx.db.many<{ part: number; text: string; by: string | null }>(sql`
      select n.part, n.text, m.name as by from review_notes n
      left join members m on m.workspace_id = ${ws} and m.id = n.member_id
      where n.workspace_id = ${ws} and n.review_id = ${review.id} order by n.part, n.id`),
    ctx.db.maybe<{ name: string }>(sql`
      select name from members where workspace_id = ${ws} and id = ${review.led_by_member_id}`),
    countSummary(
      ctx,
      review,
      parts.map((part) => part.shows),
    ),
  ])
  return {
    ledBy: leader?.name ?? null,
    parts: parts.map((part) => ({
      title: part.title,
      minutes: part.minutes,
      tookSeconds: part.started_at
        ? Math.round(
            ranFor(
              { startedAt: part.started_at, endedAt: part.ended_at, pausedMs: part.paused_ms },
              ctx.now(),
            ) / 1000,
          )
        : 0,
    })),
    attendees: people.map((one) => ({
      name: one.name,
      positions: one.positions.filter((position) => review.positions.includes(position)),
      // who was expected and did not come
      standing: one.standing === 'expected' ? 'absent' : one.standing,
    })),
    vacant: vacantOf(review.positions, people),
    summary,
    decisions: items.flatMap(({ request, decision }) =>
      decision
        ? [
            {
              requestId: request.id,
              title: request.title,
              accounts: request.demand.accounts,
              from: decision.from,
              to: decision.to,
              reason: decision.reason,
              parkedUntil: decision.parkedUntil,
              targetOn: request.targetOn,
              owner: request.owner?.name ?? null,
              by: decision.by,
            },
          ]
        : [],
    ),
    undecided: items
      .filter((item) => item.decision === null)
      .map(({ request }) => ({ requestId: request.id, title: request.title })),
    before: before.actions.map(kept),
    actions: agreed.map(({ shown }) => kept(shown)),
    notes,
  }
}

const kept = ({ id, text, owner, dueOn, state, outcome }: ActionItem) => ({
  id,
  text,
  owner: owner?.name ?? null,
  dueOn,
  state,
  outcome,
})

/** Whether the agenda of a review asks what past work did. */
export async function looksAtEffects(ctx: Ctx, reviewId: string): Promise<boolean> {
  return (await partsOf(ctx, reviewId)).some((part) => part.shows === 'effects')
}

/** Adds to the minutes what past work had come to when it was held: told by stages that stand after this one. */
export async function keepEffects(ctx: Ctx, reviewId: string, effects: readonly Effect[]): Promise<void> {
  await ctx.db.run(sql`
    update reviews set minutes = minutes || ${JSON.stringify({ effects })}::jsonb
    where workspace_id = ${ctx.workspaceId} and id = ${reviewId} and state = 'held'`)
}

/** Mails the minutes to everybody who was to attend: what was decided, who does what, and where all of it stands. */
export async function mailMinutes(ctx: Ctx, reviewId: string): Promise<void> {
  const ws = ctx.workspaceId
  const review = await ctx.db.one<{
    kind: Held['kind']
    started_at: Date
    minutes: ReviewMinutes
    slug: string
    workspace: string
  }>(sql`
    select r.kind, r.started_at, r.minutes, w.slug, w.name as workspace from reviews r join workspaces w on w.id = r.workspace_id
    where r.workspace_id = ${ws} and r.id = ${reviewId}`)
  const people = await attendeesOf(ctx, reviewId)
  const { zone } = await workingCalendar(ctx)
  const day = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
    .format(review.started_at)
    .replace(',', '')
  const title = `${kindWords[review.kind]}, ${day}`
  const url = `${baseUrl(ctx.config)}/w/${review.slug}/reviews/${encodeId('rvw', reviewId)}`
  await queueMails(
    ctx,
    people.map((person) => {
      const page = {
        brand: review.workspace,
        blocks: blocksOf(title, review.minutes, person.name, url),
      }
      return {
        to: { name: person.name, address: person.email },
        subject: `Minutes: ${title}`,
        text: mailText(page),
        html: mailHtml(page),
        topic: 'digest' as const,
        dedupeKey: `minutes ${reviewId} ${person.id}`,
      }
    }),
  )
}

function blocksOf(title: string, minutes: ReviewMinutes, reader: string, url: string): Block[] {
  const list = (heading: string, lines: readonly string[], none?: string): Block[] =>
    lines.length > 0 || none
      ? [
          {
            kind: 'text',
            text: `${heading}\n${lines.length > 0 ? lines.map((line) => `– ${line}`).join('\n') : none}`,
          },
        ]
      : []
  const mine = minutes.actions.filter((one) => one.owner === reader)
  return [
    { kind: 'heading', text: title },
    ...list(
      'Yours',
      mine.map((one) => `${one.text}, by ${one.dueOn}`),
    ),
    ...list('Decided', minutes.decisions.map(decisionLine), 'Nothing was decided.'),
    ...list(
      'Left for later',
      minutes.undecided.map((one) => one.title),
    ),
    ...list(
      'Who does what',
      minutes.actions.map((one) => `${one.text}: ${one.owner ?? 'nobody'}, by ${one.dueOn}`),
      'Nothing was agreed.',
    ),
    ...list('What had become of what was agreed before', minutes.before.map(beforeLine)),
    ...list(
      'Notes',
      minutes.notes.map((note) => (note.by ? `${note.text} (${note.by})` : note.text)),
    ),
    ...list(
      'Effect of past actions',
      (minutes.effects ?? []).map((one) => `${one.title}: ${one.words}`),
    ),
    ...list('The period', summaryLines(minutes.summary), 'Nothing was counted.'),
    ...list('Attendance', attendanceLines(minutes)),
    { kind: 'button', label: 'Open the minutes', url },
  ]
}
