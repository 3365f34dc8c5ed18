import { themeById } from '#analyze/themes/commands/edit.ts'
import type { ThemeNote } from '#analyze/themes/contract.ts'
import { themeNoteChanged, themeNoted, themeNoteRemoved } from '#analyze/themes/events.ts'
import { readNotes } from '#analyze/themes/notes.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { newId } from '#platform/ids.ts'

type Kind = ThemeNote['kind']

/** Writes down a pain point or a job to be done, with the items that show it. */
export async function addThemeNote(
  ctx: Ctx,
  { themeId, kind, text, evidence }: { themeId: string; kind: Kind; text: string; evidence: string[] },
): Promise<ThemeNote> {
  await themeById(ctx, themeId)
  const id = newId()
  const now = ctx.now()
  await ctx.db.run(sql`
    insert into theme_notes (workspace_id, id, theme_id, kind, text, actor_kind, actor_id, created_at, updated_at)
    values (${ctx.workspaceId}, ${id}, ${themeId}, ${kind}, ${text}, ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${now}, ${now})`)
  await putEvidence(ctx, id, evidence)
  await ctx.emit(themeNoted, { subjectId: themeId, payload: { themeId, noteId: id } })
  return noteOf(ctx, id)
}

async function putEvidence(ctx: Ctx, noteId: string, feedbackIds: readonly string[]): Promise<void> {
  const ws = ctx.workspaceId
  const ids = [...new Set(feedbackIds)]
  await ctx.db.run(sql`delete from theme_evidence where workspace_id = ${ws} and note_id = ${noteId}`)
  const put = await ctx.db.run(sql`
    insert into theme_evidence (workspace_id, note_id, feedback_id, position)
    select ${ws}::uuid, ${noteId}::uuid, f.id, g.position
    from unnest(${ids}::uuid[]) with ordinality as g (id, position)
    join feedback_items f on f.workspace_id = ${ws} and f.id = g.id`)
  if (put < ids.length)
    throw new AppError(
      'not_found',
      'feedback.not_found',
      'One of the items named as evidence does not exist.',
    )
}

async function noteOf(ctx: Ctx, noteId: string): Promise<ThemeNote> {
  const [note] = await readNotes(ctx, sql`n.id = ${noteId}`)
  return note!
}

async function themeOfNote(ctx: Ctx, noteId: string): Promise<string> {
  const row = await ctx.db.maybe<{ theme_id: string }>(
    sql`select theme_id from theme_notes where workspace_id = ${ctx.workspaceId} and id = ${noteId} for update`,
  )
  if (row) return row.theme_id
  throw new AppError(
    'not_found',
    'theme_note.not_found',
    'There is no such note. Somebody may have removed it.',
  )
}

/** Changes the words, the kind or the evidence of a note. */
export async function changeThemeNote(
  ctx: Ctx,
  {
    noteId,
    kind,
    text,
    evidence,
  }: { noteId: string; kind?: Kind | undefined; text?: string | undefined; evidence?: string[] | undefined },
): Promise<ThemeNote> {
  const themeId = await themeOfNote(ctx, noteId)
  await ctx.db.run(sql`
    update theme_notes set kind = coalesce(${kind ?? null}, kind), text = coalesce(${text ?? null}, text), updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${noteId}`)
  if (evidence) await putEvidence(ctx, noteId, evidence)
  await ctx.emit(themeNoteChanged, { subjectId: noteId, payload: { themeId, noteId } })
  return noteOf(ctx, noteId)
}

/** Removes a note; its evidence stays with its items. */
export async function removeThemeNote(ctx: Ctx, { noteId }: { noteId: string }): Promise<void> {
  const themeId = await themeOfNote(ctx, noteId)
  await ctx.db.run(sql`delete from theme_notes where workspace_id = ${ctx.workspaceId} and id = ${noteId}`)
  await ctx.emit(themeNoteRemoved, { subjectId: noteId, payload: { themeId, noteId } })
}
