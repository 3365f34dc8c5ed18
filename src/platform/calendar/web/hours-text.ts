export type Hours = [from: string, to: string][]

/** Hours as people write them: "08:30–12:00, 13:00–17:30"; nothing for a closed day. */
export function hoursText(hours: Hours): string {
  return hours.map(([from, to]) => `${from}–${to}`).join(', ')
}

/** Reads what people type: "9-17", "8:30 - 12, 13–17.30". What is no time stays as typed, for the server to refuse. */
export function readHours(text: string): Hours {
  return text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [from = '', to = ''] = part.split(/\s*(?:-|–|to)\s*/)
      return [clock(from), clock(to)]
    })
}

function clock(text: string): string {
  const match = /^(\d{1,2})(?:[:.](\d{2}))?$/.exec(text.trim())
  return match ? `${match[1]!.padStart(2, '0')}:${match[2] ?? '00'}` : text.trim()
}

/** Minutes after midnight that an interval covers; undefined when it is none. */
export function minutesOf([from, to]: Hours[number]): [number, number] | undefined {
  const [a, b] = [from, to].map((text) =>
    /^\d{2}:\d{2}$/.test(text) ? Number(text.slice(0, 2)) * 60 + Number(text.slice(3)) : Number.NaN,
  ) as [number, number]
  return a < b && b <= 1440 ? [a, b] : undefined
}
