import { z } from 'zod'
import { mergeSameWords, passOver, proposePairs } from '#organize/duplicates/arrival.ts'
import { indexItems } from '#organize/duplicates/indexing.ts'
import { AppError } from '#platform/errors.ts'
import { consumer, type Emitted } from '#platform/events/event.ts'
import { type Task, task } from '#platform/jobs/task.ts'

type Received = Emitted<{ ids: string[]; isHistory: boolean }>

/** Items compared in one transaction. */
const pieceSize = 10

/** Looks for the pairs of the items that wait for it. */
const compare = task(
  'duplicates.compare',
  z.object({ workspaceId: z.string() }),
  async ({ workspaceId }, door, signal) => {
    for (;;) {
      const began = performance.now()
      const compared = await door.inWorkspace(
        workspaceId,
        { kind: 'job', name: 'organize/duplicates' },
        (ctx) => proposePairs(ctx, pieceSize),
      )
      if (compared < pieceSize) return
      if (signal.aborted)
        throw new AppError(
          'unavailable',
          'duplicates.interrupted',
          'The server is stopping; looking for duplicates goes on when it is back.',
        )
      await door.foreground.giveWay(began)
    }
  },
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
