import { mergeSameWords, passOver, proposePairs } from '#organize/duplicates/arrival.ts'
import { indexItems } from '#organize/duplicates/indexing.ts'
import { consumer, type Emitted } from '#platform/events/event.ts'
import { pieceTask } from '#platform/jobs/pieces.ts'
import type { Task } from '#platform/jobs/task.ts'

type Received = Emitted<{ ids: string[]; isHistory: boolean }>

/** Items compared in one transaction. */
const pieceSize = 10

/** Looks for the pairs of the items that wait for it. */
const compare = pieceTask('duplicates.compare', 'organize/duplicates', pieceSize, (ctx) =>
  proposePairs(ctx, pieceSize),
)

export const consumers = [
  consumer('organize/duplicates', {
    'feedback.received': async (ctx, events: Received[]) => {
      const added = await indexItems(
        ctx,
        events.flatMap((event) => event.payload.ids),
      )
      if (added.length === 0) return
      await passOver(
        ctx,
        events.flatMap((event) => (event.payload.isHistory ? event.payload.ids : [])),
      )
      await mergeSameWords(ctx, added)
      await ctx.enqueue(compare, { workspaceId: ctx.workspaceId }, { key: `duplicates ${ctx.workspaceId}` })
    },
  }),
]

export const tasks = [compare] as Task[]
