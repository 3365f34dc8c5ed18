import { type SetupStep, setupSteps } from '#app/setup/rules.ts'
import type { WireStep } from '#app/web/outside/outside-page.tsx'

/** Everything a page of the first run can be about, in order. */
export const places = ['account', 'workspace', ...setupSteps] as const
export type Place = (typeof places)[number]

const words: Record<Place, [title: string, text: string]> = {
  account: ['Your account', 'You become the owner. No mail server needed'],
  workspace: ['Workspace', 'Its name, empty or a demo'],
  hours: ['When you work', 'Business days carry due times'],
  channels: ['Where feedback arrives', 'One channel is enough to begin'],
  people: ['Who answers', 'Copy a link for each colleague'],
  survey: ['First survey', 'Later is fine'],
}

/** "3 of 6" */
export function placeText(place: Place): string {
  return `${places.indexOf(place) + 1} of ${places.length}`
}

/** The six links; `known` are words for what is settled, `done` the steps of the workspace that are. */
export function wireOf(
  now: Place,
  done: readonly SetupStep[],
  known: Partial<Record<Place, string>>,
  isLinked: boolean,
): WireStep[] {
  return places.map((place) => {
    const isStep = setupSteps.some((step) => step === place)
    const isDone = isStep ? done.some((step) => step === place) : places.indexOf(place) < places.indexOf(now)
    return {
      title: words[place][0],
      text: known[place] ?? words[place][1],
      state: place === now ? 'now' : isDone ? 'done' : 'ahead',
      ...(isLinked && place !== 'account' && { to: `setup/${place}` }),
    }
  })
}
