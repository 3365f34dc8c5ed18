import { localDate, localMinute } from '#platform/calendar/zones.ts'

export type When = 'at_once' | 'daily' | 'never'

/** Whether a member's daily mail is due: their hour has come and today's has not gone yet. */
export function isDailyDue(
  zone: string,
  dailyMinute: number,
  lastDailyOn: string | null,
  now: Date,
): boolean {
  const at = now.getTime()
  return localMinute(zone, at) >= dailyMinute && localDate(zone, at) !== lastDailyOn
}

/** The subject of a digest: the notice itself when it is one, else how many. */
export function digestSubject(texts: readonly string[]): string {
  return texts.length === 1 ? texts[0]! : `${texts.length} things wait for you`
}
