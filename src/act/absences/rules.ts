/** How a step says that it is done by somebody else than its rule names. */
export function standsIn(name: string): string {
  return `stands in for ${name}`
}

/** "until Fri 4 Dec", or "on Fri 4 Dec" for a day alone. */
export function awayText({ from, until }: { from: string; until: string }): string {
  return from === until ? `on ${dayText(until)}` : `until ${dayText(until)}`
}

/** "Fri 4 Dec" of a calendar day. */
export function dayText(day: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  })
    .format(Date.parse(`${day}T00:00:00Z`))
    .replace(',', '')
    .replace('Sept', 'Sep')
}

/** "1 step", "3 steps". */
export function stepsText(count: number): string {
  return count === 1 ? '1 step' : `${count} steps`
}
