export interface SnoozeChoice {
  value: string
  label: string
  until: Date
}

const at = (now: Date, days: number, hour: number) =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour)

/** When an item may come back: this afternoon, tomorrow, next Monday, in a week, in a month; mornings at nine. */
export function snoozeChoices(now: Date): SnoozeChoice[] {
  const toMonday = (8 - now.getDay()) % 7 || 7
  const list = [
    ...(now.getHours() < 14 ? [{ value: 'today', label: 'This afternoon', until: at(now, 0, 15) }] : []),
    { value: 'tomorrow', label: 'Tomorrow morning', until: at(now, 1, 9) },
    { value: 'monday', label: 'Next Monday', until: at(now, toMonday, 9) },
    { value: 'week', label: 'In a week', until: at(now, 7, 9) },
    { value: 'month', label: 'In four weeks', until: at(now, 28, 9) },
  ]
  return list.filter(
    (one, index) => list.findIndex((other) => other.until.getTime() === one.until.getTime()) === index,
  )
}
