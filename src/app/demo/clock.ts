import type { Actor, Ctx } from '#platform/context.ts'
import type { Door } from '#platform/door.ts'

/** A workspace whose past can be written: commands run at the moment the clock is set to. */
export interface Past {
  readonly door: Door
  readonly workspaceId: string
  readonly now: Date
  /** One transaction; `at` sets the clock for what follows in it. */
  run<T>(actor: Actor, work: (ctx: Ctx, at: (time: Date) => void) => Promise<T>): Promise<T>
}

export const demoJob: Actor = { kind: 'job', name: 'app/demo' }

/** Opens the past of a workspace. */
export function openPast(door: Door, workspaceId: string): Past {
  const now = door.now()
  return {
    door,
    workspaceId,
    now,
    run(actor, work) {
      let clock = now
      return door.inWorkspace(
        workspaceId,
        actor,
        (ctx) =>
          work(ctx, (time) => {
            clock = time
          }),
        { now: () => clock },
      )
    },
  }
}
