import type { Dice } from '#app/demo/random.ts'

const minute = 60_000

/** When customers mostly write: on working days, mornings to evenings. Never past now. */
export function workingTime(dice: Dice, about: Date, now: Date): Date {
  const at = new Date(about)
  if (!dice.chance(0.08)) {
    const weekday = at.getUTCDay()
    if (weekday === 0) at.setUTCDate(at.getUTCDate() - 2)
    if (weekday === 6) at.setUTCDate(at.getUTCDate() - 1)
    at.setUTCHours(7 + Math.floor(dice.next() * 11), dice.whole(0, 59), dice.whole(0, 59), 0)
  }
  return at > now ? new Date(now.getTime() - dice.whole(4, 300) * minute) : at
}

/** Tuesday mornings in the last week of the quarters that have ended, the oldest first. */
export function lastWeeksOfQuarters(now: Date, count: number): Date[] {
  const first = Math.floor(now.getUTCMonth() / 3) * 3
  return Array.from({ length: count }, (_, i) => {
    const end = new Date(Date.UTC(now.getUTCFullYear(), first - 3 * (count - 1 - i), 1, 9))
    end.setUTCDate(end.getUTCDate() - 1)
    while (end.getUTCDay() !== 2) end.setUTCDate(end.getUTCDate() - 1)
    return end
  })
}
