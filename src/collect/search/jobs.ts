import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { consumer, type Emitted } from '#platform/events/event.ts'

const together = 1000

/** Counts the words of new items. Each item is counted once: the cursor of the consumer moves in the same transaction. */
async function countWords(ctx: Ctx, ids: readonly string[]): Promise<void> {
  // Whoever takes a demo out of its workspace holds this row, and waits for what was counted until then.
  await ctx.db.many(sql`select 1 from workspaces where id = ${ctx.workspaceId} for key share`)
  for (let i = 0; i < ids.length; i += together) {
    await ctx.db.run(sql`
      insert into search_words (workspace_id, word, items)
      select ${ctx.workspaceId}, w.word, count(*) from feedback_items f cross join feedback_words(f.title, f.verbatim) as w (word)
      where f.workspace_id = ${ctx.workspaceId} and f.id = any (${ids.slice(i, i + together)}::uuid[])
      group by w.word order by w.word
      on conflict (workspace_id, word) do update set items = search_words.items + excluded.items`)
  }
}

export const consumers = [
  consumer('collect/search', {
    'feedback.received': (ctx, events: Emitted<{ ids: string[] }>[]) =>
      countWords(
        ctx,
        events.flatMap((event) => event.payload.ids),
      ),
  }),
]
