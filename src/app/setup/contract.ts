import { z } from 'zod'
import { setupSteps } from '#app/setup/rules.ts'
import { endpoint } from '#platform/endpoint.ts'

const Step = z.enum(setupSteps)

/** How far the first run of a workspace got. */
export const SetupProgress = z.object({
  /** Done in the set-up or, by what is there, anywhere else. */
  done: z.array(Step),
  /** Nothing is left, or somebody said that nothing needs to be. */
  isOver: z.boolean(),
})
export type SetupProgress = z.output<typeof SetupProgress>

export const getSetupProgress = endpoint({
  method: 'GET',
  path: '/workspace/setup',
  summary: 'Which steps of the first run are done in this workspace',
  access: 'settings:manage',
  response: SetupProgress,
})

export const changeSetupProgress = endpoint({
  method: 'PATCH',
  path: '/workspace/setup',
  summary: 'Mark a step of the first run as done, or end the first run',
  access: 'settings:manage',
  body: z.strictObject({ done: Step.optional(), isOver: z.literal(true).optional() }),
  response: SetupProgress,
})
