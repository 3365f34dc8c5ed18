import type { ThemeNote } from '#analyze/themes/contract.ts'
import { type QuoteRow, quoteOf, showQuote } from '#analyze/themes/quotes.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'

/** The notes `n` that fulfil a condition, the oldest first, with the words that show them. */
export async function readNotes(ctx: Ctx, which: Sql): Promise<ThemeNote[]> {
  const ws = ctx.workspaceId
  const notes = await ctx.db.many<{
    id: string
    kind: ThemeNote['kind']
    text: string
    author: string | null
    created_at: Date
    updated_at: Date
  }>(sql`
    select n.id, n.kind, n.text, m.name as author, n.created_at, n.updated_at from theme_notes n
    left join members m on m.workspace_id = ${ws} and m.id = n.actor_id
    where n.workspace_id = ${ws} and ${which} order by n.created_at, n.id limit 200`)
  const ids = notes.map((note) => note.id)
  const evidence = await ctx.db.many<QuoteRow & { note_id: string }>(sql`
    ${quoteOf(ctx, sql`select note_id, feedback_id, position from theme_evidence where workspace_id = ${ws} and note_id = any(${ids}::uuid[])`)}
    order by x.note_id, x.position`)
  return notes.map((note) => ({
    id: encodeId('thn', note.id),
    kind: note.kind,
    text: note.text,
    author: note.author ?? 'API',
    createdAt: note.created_at.toISOString(),
    updatedAt: note.updated_at.toISOString(),
    evidence: evidence.filter((row) => row.note_id === note.id).map(showQuote),
  }))
}
