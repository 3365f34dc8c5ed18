import { placeItems } from '#analyze/themes/place.ts'
import { requestWhenDue } from '#analyze/themes/runs.ts'
import { work } from '#analyze/themes/work-task.ts'
import type { Ctx } from '#platform/context.ts'
import { consumer, type Emitted } from '#platform/events/event.ts'
import type { Task } from '#platform/jobs/task.ts'

type Ids = Emitted<{ ids: string[] }>
type Triaged = Emitted<{ ids: string[]; fields: string[] }>

/** Items placed by one statement. */
const together = 500

async function inParts(ids: string[], part: (some: string[]) => Promise<unknown>): Promise<void> {
  const unique = [...new Set(ids)]
  for (let at = 0; at < unique.length; at += together) await part(unique.slice(at, at + together))
}

export const consumers = [
  consumer('analyze/themes', {
    'feedback.received': async (ctx: Ctx, events: Ids[]) => {
      const placed = { items: 0, without: 0 }
      await inParts(
        events.flatMap((event) => event.payload.ids),
        async (ids) => {
          const { items, without } = await placeItems(ctx, ids)
          placed.items += items
          placed.without += without
        },
      )
      await requestWhenDue(ctx, placed)
    },
    // What else is counted of an item: its sentiment, and whether it is spam.
    'feedback.triaged': (ctx: Ctx, events: Triaged[]) =>
      inParts(
        events
          .filter(({ payload }) => payload.fields.includes('sentiment') || payload.fields.includes('status'))
          .flatMap((event) => event.payload.ids),
        (ids) => placeItems(ctx, ids, { keeps: true }),
      ),
    'feedback.erased': (ctx: Ctx, events: Ids[]) =>
      inParts(
        events.flatMap((event) => event.payload.ids),
        (ids) => placeItems(ctx, ids, { keeps: true }),
      ),
  }),
]

export const tasks = [work] as Task[]
