/** The steps of the first run that work on a workspace that is there; the account and the workspace come before. */
export const setupSteps = ['hours', 'channels', 'people', 'survey'] as const
export type SetupStep = (typeof setupSteps)[number]

/** The first step that is not done; undefined when all are. */
export function firstOpen(done: readonly SetupStep[]): SetupStep | undefined {
  return setupSteps.find((step) => !done.includes(step))
}
