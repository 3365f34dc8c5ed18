import type { Changes } from '#close/share-backs/contract.ts'
import { statusWords } from '#prioritize/requests/rules.ts'

type Decided = Changes['decided']['rows'][number]['status']

/** "1 loop", "2 loops" */
export const many = (n: number, one: string, more = `${one}s`) =>
  `${n.toLocaleString('en-US')} ${n === 1 ? one : more}`

/** The words in which a share-back says what came of a time; reports have them in other languages too. */
export const englishChanges = {
  decided: 'We decided',
  shipped: 'We shipped',
  told: 'We told',
  loops: 'Loops',
  putRight: 'We put right',
  statuses: {
    planned: statusWords.planned.toLowerCase(),
    in_progress: statusWords.in_progress.toLowerCase(),
    declined: statusWords.declined.toLowerCase(),
    parked: statusWords.parked.toLowerCase(),
  } as Record<Decided, string>,
  heardFromUs: (people: number): string => `${many(people, 'customer')} heard from us.`,
  people: (people: number): string => many(people, 'person', 'people'),
  updates: (value: number): string => `${many(value, 'update')} went to single people.`,
  closed: (value: number): string => `${many(value, 'loop')} closed.`,
  open: (value: number): string => `${many(value, 'loop')} still open.`,
  more: (value: number): string => `And ${value.toLocaleString('en-US')} more.`,
}
export type ChangeTexts = typeof englishChanges
