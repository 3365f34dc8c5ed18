import type { Actor } from '#platform/context.ts'
import { mayPass } from '#platform/policy/rules.ts'

/** Who sees whose work. There is no order but that of names, and nobody is compared with anybody. */

/** What is shown of a group of people: metrics of a time, by their keys. */
export const teamMetrics = ['late_steps', 'cases_on_time', 'handling_satisfaction', 'score_change'] as const
export type TeamMetric = (typeof teamMetrics)[number]

/** What opens a list: open cases and steps now, and the facts of each metric. */
export const teamWhats = ['open_cases', 'open_steps', ...teamMetrics] as const
export type TeamWhat = (typeof teamWhats)[number]

/** A group of fewer people is as good as a person: what came of its work is for managers. */
export const fewestPeople = 3

/** Whether somebody sees the work of single persons: managers and up, and keys that may manage cases. */
export function seesPersons(actor: Actor): boolean {
  return mayPass(actor, 'cases:manage')
}

/** Whether somebody sees what came of one person's work. */
export function seesPerson(actor: Actor, memberId: string): boolean {
  return seesPersons(actor) || (actor.kind === 'member' && actor.id === memberId)
}

/** Whether somebody sees what came of the work of a group of so many. */
export function seesGroup(actor: Actor, people: number): boolean {
  return seesPersons(actor) || people >= fewestPeople
}
