import { dateOn } from '#platform/web/format.ts'

/** When it is looked at next; a day that has come is looked at within the hour. */
export const nextLook = (on: string) =>
  Date.parse(on) <= Date.now() ? 'looked at within the hour' : `looked at next on ${dateOn(on, 0)}`
