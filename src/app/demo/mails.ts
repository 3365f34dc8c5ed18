import { atTime, type Past } from '#app/demo/past.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** Something that leaves a mail in the outbox. */
export interface Deed {
  at: Date
  // biome-ignore lint/suspicious/noConfusingVoidType: a deed that answers nothing
  write(ctx: Ctx): Promise<string | void>
}

const chunk = 20

/** Does the deeds in the order of time, one after the other; answers what the one deed with an answer said. */
export async function leaveMails(past: Past, deeds: readonly Deed[]): Promise<string> {
  const inOrder = [...deeds].sort((a, b) => a.at.getTime() - b.at.getTime())
  let answer = ''
  for (let start = 0; start < inOrder.length; start += chunk) {
    const some = inOrder.slice(start, start + chunk)
    const about = { words: `Writing mails: ${start} of ${inOrder.length}`, weight: some.length * 5 }
    answer +=
      (await past.part(`mails from ${start}`, about, async (ctx) => {
        let said = ''
        for (const deed of some) said += (await deed.write(atTime(ctx, deed.at))) ?? ''
        return said
      })) ?? ''
  }
  await holdSome(past)
  return answer
}

/**
 * Some mails stand where mails can stand: two wait for a person, three for a mail server, two were refused. None of
 * them can leave: the sender stops every mail of a demo, and the table refuses that one is handed over.
 */
async function holdSome(past: Past): Promise<void> {
  const ws = past.workspaceId
  await past.part('mails that wait', { words: 'Writing mails: the last ones', weight: 5 }, async (ctx) => {
    const newest = (topic: string, state: ReturnType<typeof sql>, skip: number, most: number) => sql`
      update mails m set ${state} from (
        select id from mails where workspace_id = ${ws} and topic = ${topic} and state = 'suppressed' and calendar is null
          and not exists (select 1 from inbound_mails i where i.workspace_id = ${ws} and i.in_reply_to = mails.message_id)
        order by id desc offset ${skip} limit ${most}) picked
      where m.workspace_id = ${ws} and m.id = picked.id`
    const waits = (hold: string) => sql`state = 'queued', reason = null, settled_at = null, hold = ${hold}`
    await ctx.db.run(newest('case', waits('no_server'), 0, 3))
    await ctx.db.run(newest('case', waits('old'), 12, 2))
    const refused = sql`state = 'failed', reason = 'refused', smtp_reply = '550 5.1.1 No such mailbox here', attempts = 1`
    await ctx.db.run(newest('surveys', refused, 9, 2))
  })
}
