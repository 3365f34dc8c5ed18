import type { WorkingCalendar } from '#platform/calendar/rules.ts'
import { askCondition } from '#platform/conditions/rules.ts'
import { variablesOf } from './language.ts'
import { shippedPlaybooks } from './library.ts'
import { ruleText, windowOf } from './rules.ts'

/** A playbook that the product ships. */
export const playbookOf = (key: string) => shippedPlaybooks().get(key)!.playbook
/** A step of a shipped playbook. */
export const stepOf = (key: string, id: string) => playbookOf(key).steps.find((step) => step.id === id)!

const day: [number, number][] = [[9 * 60, 17 * 60]]
/** An office in New York, Thanksgiving off. */
export const office: WorkingCalendar = {
  zone: 'America/New_York',
  hours: { 1: day, 2: day, 3: day, 4: day, 5: day },
  holidays: { '2026-11-26': 'Thanksgiving' },
  halfDays: {},
}
/** A time of November or December 2026 in New York. */
export const newYork = (time: string) => new Date(`2026-${time}-05:00`)
const shown = (at: Date | null | undefined) =>
  at && new Date(at.getTime() - 5 * 3_600_000).toISOString().slice(5, 16)
/** The Friday before Thanksgiving, two hours before the office closes. */
const friday = newYork('11-20T15:00')

/** The window of a step as rule and local times, with everything it can be counted from on that Friday. */
export function windowAt(key: string, id: string, at = friday) {
  const step = stepOf(key, id)
  const window = windowOf(office, step, new Map([[step.due.after, at]]))!
  return {
    rule: ruleText(step, playbookOf(key).steps),
    ...(window.earliest && { earliest: shown(window.earliest) }),
    ...(window.aim && { aim: shown(window.aim) }),
    latest: shown(window.latest),
  }
}

/** What a test says of the world of a case; the rest is ordinary. */
export interface Changed {
  survey?: object
  response?: object
  item?: object
  contact?: object
  account?: object
  case?: object
  steps?: object
}
/** Everything a condition may ask for. */
export const valuesOf = (changed: Changed) => ({
  survey: { key: '', kind: '', ...changed.survey },
  response: { negative: false, ...changed.response },
  item: {
    type: '',
    priority: '',
    sentiment: '',
    channel: 'widget',
    area: '',
    negative: false,
    ...changed.item,
  },
  contact: { known: true, roles: [], reachable: true, ...changed.contact },
  account: {
    name: 'Quillmere Academy',
    mrr: 0,
    mrr_known: true,
    segment: '',
    lifecycle: 'active',
    has_owner: true,
    ...changed.account,
  },
  case: { dissatisfied: false, resolved: false, answers: 1n, areas: [], ...changed.case },
  settings: { executive_call_mrr: 5000 },
  steps: changed.steps ?? {},
})

/** Whether a condition of a playbook holds; one that cannot be answered says why. */
export function holds(key: string, condition: string, changed: Changed): boolean | string {
  const outcome = askCondition(variablesOf(playbookOf(key).steps), condition, valuesOf(changed))
  return 'holds' in outcome ? outcome.holds : outcome.failed
}
/** Whether a step that has a condition comes. */
export const isTaken = (key: string, id: string, changed: Changed) => holds(key, stepOf(key, id).if!, changed)
