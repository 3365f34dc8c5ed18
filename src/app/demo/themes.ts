import { changeTheme, createTheme } from '#analyze/themes/commands/edit.ts'
import { addThemeNote } from '#analyze/themes/commands/notes.ts'
import { placeItems } from '#analyze/themes/place.ts'
import { requestRun } from '#analyze/themes/runs.ts'
import { type Staff, staffAt } from '#app/demo/customers.ts'
import { atTime, type Past } from '#app/demo/past.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'

/** What the company has named by rule; everything else is found by the search. */
const named = [
  {
    name: 'Import mapping is hard to follow',
    rules: [
      'importer is confusing',
      'on the import and still',
      'mapped the same field',
      'importer remember the columns',
    ],
    notes: [
      {
        kind: 'pain',
        text: 'People import once a term and cannot tell what will happen. Afterwards they check every row by hand.',
      },
      {
        kind: 'job',
        text: 'When a new term begins, let me bring in the whole list and see what would change, so that no family is lost.',
      },
    ],
  },
  {
    name: 'Import loses rows',
    rules: ['importer skips', 'importer loses', 'silently drops', 'ends with unknown error', 'were missing'],
  },
  {
    name: 'Statements one by one',
    rules: [
      'whole statement cycle',
      'one old statement',
      'statement of a former member',
      'hold back single statements',
    ],
    notes: [
      {
        kind: 'job',
        text: 'When the auditor asks, let me hand over a whole cycle at once, so that I do not open each statement.',
      },
    ],
  },
  {
    name: 'Statements come out wrong or late',
    rules: [
      'making the statements takes',
      'statement shows',
      'come out empty',
      'carry the wrong name',
      'miss the last line',
      'finding what was sent',
    ],
  },
  { name: 'Reminders to the wrong people', rules: ['reminders went to', 'who will get a reminder'] },
  {
    name: 'Support answers slowly',
    rules: ['support was slow', 'where my ticket stands', 'explain the same thing three times'],
  },
  {
    name: 'Dashboard is slow',
    rules: ['painfully slow', 'slow every morning', 'slower each month', 'seconds to open'],
  },
  {
    name: 'Card payments fail',
    rules: ['card payments fail', 'card payments hang', 'card payments are taken twice'],
  },
] as const

const quotesEach = 3

/** Themes as a team leaves them: some named by rule and described with the words that show them, the rest found. */
export function makeThemes(past: Past, staff: Staff): Promise<void> {
  return past.part('themes', { words: 'Looking for themes', weight: 100 }, async (ctx) => {
    await requestRun(ctx, 'find', 'asked')
    for (const [i, theme] of named.entries()) {
      const by = atTime(ctx, past.hours.at(past.now), staffAt(staff, i % 2))
      const { id } = await createTheme(by, { name: theme.name, rules: [...theme.rules] })
      const themeId = decodeId('th', id)!
      if (!('notes' in theme)) continue
      const evidence = await said(ctx, theme.rules)
      for (const note of theme.notes) await addThemeNote(by, { themeId, ...note, evidence })
      if (i === 0) await changeTheme(by, { themeId, isPinned: true })
    }
    await placeRecent(ctx, past.now)
  })
}

/** What was said in the time of the demo's reports is placed at once: they are written before the search has run. */
async function placeRecent(ctx: Ctx, now: Date): Promise<void> {
  const since = new Date(now.getTime() - 200 * 86_400_000)
  const rows = await ctx.db.many<{ id: string }>(sql`
    select id from inbox_items where workspace_id = ${ctx.workspaceId} and received_at >= ${since} order by received_at`)
  for (let at = 0; at < rows.length; at += 500)
    await placeItems(
      ctx,
      rows.slice(at, at + 500).map((row) => row.id),
    )
}

/** The newest items that say one of these. */
async function said(ctx: Ctx, phrases: readonly string[]): Promise<string[]> {
  const rows = await ctx.db.many<{ id: string }>(sql`
    select f.id from feedback_items f where f.workspace_id = ${ctx.workspaceId}
      and exists (select from unnest(${[...phrases]}::text[]) as p (words) where strpos(lower(f.verbatim), p.words) > 0)
    order by f.occurred_at desc, f.id desc limit ${quotesEach}`)
  return rows.map((row) => row.id)
}
