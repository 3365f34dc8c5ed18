import type { z } from 'zod'
import type { Ctx } from '#platform/context.ts'
import type { Task } from '#platform/jobs/task.ts'
import type { SendState } from '#platform/outbox/rules.ts'

/** A message that came to an end. */
export interface Ended {
  id: string
  topic: string
}

export type Final = Extract<SendState, 'accepted' | 'failed' | 'uncertain' | 'suppressed'>

/**
 * A table of messages that leave one by one, each at most once: mails, text messages. Their states and moves are one and
 * the same; what differs stands here.
 */
export interface Outbox {
  table: 'mails' | 'sms_messages'
  /** the column of the last words of the other side */
  reply: 'smtp_reply' | 'provider_reply'
  /** what they wait for (`hold`) while there is no way out */
  noWay: 'no_server' | 'no_provider'
  /** sends what is due in one workspace; called late, because sender and outbox know each other */
  drain(): Task<z.ZodObject<{ workspaceId: z.ZodUUID }>>
  /** tells who listens that these messages of a topic came to an end */
  tell(ctx: Ctx, ids: readonly string[], end: End): Promise<void>
}

/** How messages of a topic ended. */
export interface End {
  topic: string
  state: Final
  reason: string | null
}

/** Tells who listens that these came to an end: one event a topic, however many they are. */
export async function tellEnded(
  ctx: Ctx,
  box: Outbox,
  ended: readonly Ended[],
  end: Omit<End, 'topic'>,
): Promise<void> {
  const byTopic = new Map<string, string[]>()
  for (const { id, topic } of ended) byTopic.set(topic, [...(byTopic.get(topic) ?? []), id])
  for (const [topic, ids] of byTopic) await box.tell(ctx, ids, { topic, ...end })
}

/** The messages that an event of an end names; one written by an earlier version names a single one. */
export function endedIds<K extends 'mail' | 'sms'>(
  payload: Partial<Record<`${K}Ids`, string[]> & Record<`${K}Id`, string>>,
  kind: K,
): string[] {
  return payload[`${kind}Ids`] ?? [payload[`${kind}Id`] as string]
}

/** Has the outbox of this workspace looked at, now or at a time. */
export async function wake(ctx: Ctx, box: Outbox, at?: Date): Promise<void> {
  const payload = { workspaceId: ctx.workspaceId }
  const key = `${box.table} ${ctx.workspaceId}`
  if (!at) return ctx.enqueue(box.drain(), payload, { key })
  // One key a second: a later wake-up must not replace an earlier one.
  const second = Math.ceil(at.getTime() / 1000)
  return ctx.enqueue(box.drain(), payload, { key: `${key} ${second}`, runAt: new Date(second * 1000) })
}

/** One wake-up for what is due now and one for the earliest later one; the sweep of each minute covers the rest. */
export async function wakeFor(ctx: Ctx, box: Outbox, dues: readonly Date[]): Promise<void> {
  const now = ctx.now()
  if (dues.some((due) => due <= now)) await wake(ctx, box)
  const later = dues.filter((due) => due > now).sort((a, b) => a.getTime() - b.getTime())[0]
  if (later) await wake(ctx, box, later)
}
