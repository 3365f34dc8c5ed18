/** How the values of a date column are written. */
export const dateFormats = ['ymd', 'dmy', 'mdy', 'text', 'serial', 'unix', 'unix_ms'] as const
export type DateFormat = (typeof dateFormats)[number]

export const dateFormatWords: Record<DateFormat, string> = {
  ymd: 'year-month-day',
  dmy: 'day/month/year',
  mdy: 'month/day/year',
  text: 'month in words',
  serial: 'spreadsheet day number',
  unix: 'seconds since 1970',
  unix_ms: 'milliseconds since 1970',
}

const numeric =
  /^(\d{1,4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,4})(?:[T ,]+(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?)?\s*(Z|UTC|GMT|[-+]\d{2}:?\d{2})?$/i
const compact = /^(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?)?(Z)?$/

/** Month names by their first letters, in the languages that exports are written in (accents folded). */
const months = new Map<string, number>()
for (const names of [
  'january february march april may june july august september october november december',
  'januar februar marz mai juni juli oktober dezember jan feb mrz apr jun jul aug sep sept okt nov dez maerz',
  'janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre janv fevr avr juil',
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre ene abr ago dic',
  'gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre gen mag giu lug set ott',
  'janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro fev out',
  'januari februari maart mei augustus mrt dec oct mar',
]) {
  for (const name of names.split(' ')) months.set(name, monthOf(name))
}

function monthOf(name: string): number {
  const starts: [string, number][] = [
    ['ja', 1],
    ['ene', 1],
    ['ge', 1],
    ['f', 2],
    ['mar', 3],
    ['mae', 3],
    ['mr', 3],
    ['ma', 5],
    ['me', 5],
    ['ap', 4],
    ['av', 4],
    ['ab', 4],
    ['jun', 6],
    ['jui', 6],
    ['giu', 6],
    ['jul', 7],
    ['lu', 7],
    ['ag', 8],
    ['au', 8],
    ['ao', 8],
    ['s', 9],
    ['oc', 10],
    ['ok', 10],
    ['ou', 10],
    ['ot', 10],
    ['n', 11],
    ['d', 12],
  ]
  if (name.startsWith('juil')) return 7
  if (name.startsWith('lug')) return 7
  if (name.startsWith('magg') || name === 'mag') return 5
  return starts.find(([start]) => name.startsWith(start))![1]
}

/** What a wall clock shows in a zone, as an instant. Zones change their offset at most once an hour, so that is cached. */
function toInstant(wallMs: number, zone: string): number {
  if (zone === 'UTC') return wallMs
  const first = wallMs - offsetAt(wallMs, zone)
  return wallMs - offsetAt(first, zone)
}

const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, number>()
const hour = 3_600_000

function offsetAt(instant: number, zone: string): number {
  const bucket = Math.floor(instant / (hour / 4))
  const key = `${zone} ${bucket}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
  }
  const at = bucket * (hour / 4)
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const offset = Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second) - at
  if (offsets.size > 50_000) offsets.clear()
  offsets.set(key, offset)
  return offset
}

interface Clock {
  hours?: string
  minutes?: string
  seconds?: string
  fraction?: string
  half?: string
  offset?: string
}

function assemble(year: number, month: number, day: number, clock: Clock, zone: string): Date | undefined {
  const fullYear = year < 70 ? year + 2000 : year < 100 ? year + 1900 : year
  if (month < 1 || month > 12 || day < 1 || day > 31 || fullYear < 1900 || fullYear > 2200) return undefined
  let hours = Number(clock.hours ?? 0)
  const minutes = Number(clock.minutes ?? 0)
  const seconds = Number(clock.seconds ?? 0)
  if (clock.half) {
    if (hours < 1 || hours > 12) return undefined
    hours = (hours % 12) + (/^p/i.test(clock.half) ? 12 : 0)
  }
  if (hours > 24 || minutes > 59 || seconds > 60) return undefined
  const ms = clock.fraction ? Number(`0.${clock.fraction}`) * 1000 : 0
  const wall = Date.UTC(fullYear, month - 1, day, hours, minutes, Math.min(seconds, 59), Math.floor(ms))
  // 31/02 rolls over into March: the day does not exist.
  if (new Date(Date.UTC(fullYear, month - 1, day)).getUTCDate() !== day) return undefined
  const { offset } = clock
  if (!offset) return new Date(toInstant(wall, zone))
  if (/^(z|utc|gmt)$/i.test(offset)) return new Date(wall)
  const sign = offset.startsWith('-') ? -1 : 1
  return new Date(wall - sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2))) * 60_000)
}

/**
 * The instant a text names, or undefined when there is no such date. Times without an offset are read in `zone`
 * (an IANA name), dates without a time as the start of that day.
 */
export function parseDate(text: string, format: DateFormat, zone = 'UTC'): Date | undefined {
  const value = text.trim()
  if (value === '') return undefined
  if (format === 'serial' || format === 'unix' || format === 'unix_ms') return fromNumber(value, format, zone)
  if (format === 'text') return fromWords(value, zone)
  const c = compact.exec(value)
  if (c && format === 'ymd') {
    const clock = { hours: c[4], minutes: c[5], seconds: c[6], offset: c[7] }
    return assemble(Number(c[1]), Number(c[2]), Number(c[3]), clock, zone)
  }
  const m = numeric.exec(value)
  if (!m) return undefined
  const [a, b, d] = [Number(m[1]), Number(m[2]), Number(m[3])]
  const clock = { hours: m[4], minutes: m[5], seconds: m[6], fraction: m[7], half: m[8], offset: m[9] }
  if (m[1]!.length > 2) return format === 'ymd' ? assemble(a, b, d, clock, zone) : undefined
  if (format === 'ymd') return m[3]!.length > 2 ? undefined : assemble(a, b, d, clock, zone)
  return format === 'dmy' ? assemble(d, b, a, clock, zone) : assemble(d, a, b, clock, zone)
}

function fromNumber(value: string, format: 'serial' | 'unix' | 'unix_ms', zone: string): Date | undefined {
  if (!/^\d+([.,]\d+)?$/.test(value)) return undefined
  const number = Number(value.replace(',', '.'))
  if (format === 'unix') return number > 3e8 && number < 5e9 ? new Date(Math.round(number * 1000)) : undefined
  if (format === 'unix_ms') return number > 3e11 && number < 5e12 ? new Date(Math.round(number)) : undefined
  // Day 25569 is 1970-01-01; spreadsheets keep wall time. Rounded to the second, which is what they show.
  if (number < 10_000 || number > 110_000) return undefined
  return new Date(toInstant(Math.round((number - 25_569) * 86_400) * 1000, zone))
}

const timeWords = /^(\d{1,2})[:.h](\d{2})(?::(\d{2})(?:[.,](\d+))?)?([ap]\.?m\.?)?$/i

function fromWords(value: string, zone: string): Date | undefined {
  let day: number | undefined
  let month: number | undefined
  let year: number | undefined
  const clock: Clock = {}
  const folded = value
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
  for (const word of folded.split(/[\s,]+|(?<=[a-z\d])-(?=[a-z])|(?<=[a-z])-(?=\d)/)) {
    const bare = word.replace(/\.$/, '')
    const time = timeWords.exec(word)
    if (time) {
      Object.assign(clock, {
        hours: time[1],
        minutes: time[2],
        seconds: time[3],
        fraction: time[4],
        half: time[5],
      })
    } else if (months.has(bare) && month === undefined) {
      month = months.get(bare)
    } else if (/^\d{4}$/.test(bare)) {
      year ??= Number(bare)
    } else if (/^\d{1,2}(st|nd|rd|th)?$/.test(bare)) {
      if (day === undefined) day = Number.parseInt(bare, 10)
      else year ??= Number.parseInt(bare, 10)
    } else if (/^[ap]\.?m\.?$/.test(word)) {
      clock.half = word
    } else if (/^([-+]\d{2}:?\d{2}|z|utc|gmt)$/.test(word)) {
      clock.offset = word
    } else if (
      !/^(mon|tue|wed|thu|fri|sat|sun|at|de|del|of|um|le|el|den|the|mo|di|mi|do|fr|sa|so)[a-z]*$/.test(
        bare,
      ) &&
      bare !== '' &&
      bare !== '-'
    ) {
      return undefined
    }
  }
  if (day === undefined || month === undefined || year === undefined) return undefined
  return assemble(year, month, day, clock, zone)
}

export interface DateGuess {
  format: DateFormat
  /** Share of the values that are dates in this format, 0–1. */
  share: number
  /** False: another reading fits as many values. */
  isClear: boolean
  reason: string
}

const day = 86_400_000

/**
 * How a column writes its dates, by looking at all given values: a first part above 12 is a day, a date in the
 * future tells against a reading, and where nothing decides, the reading in which the dates lie closer together.
 */
export function guessDateFormat(values: readonly string[], now: Date): DateGuess | undefined {
  const filled = values.filter((value) => value.trim() !== '')
  if (filled.length === 0) return undefined
  const latest = now.getTime() + 2 * day
  const tries = dateFormats.map((format) => {
    let fit = 0
    let distance = 0
    let before: number | undefined
    for (const value of filled) {
      const at = parseDate(value, format)?.getTime()
      if (at === undefined || at > latest) continue
      fit++
      if (before !== undefined) distance += Math.abs(at - before)
      before = at
    }
    return { format, share: fit / filled.length, distance }
  })
  tries.sort((a, b) => b.share - a.share || a.distance - b.distance)
  const [best, second] = tries
  if (!best || best.share < 0.5) return undefined
  // A year of two digits in front is rare: it only counts when the dates then lie nearly as close together.
  const isRival = (other: typeof best) =>
    other.share >= best.share - 0.001 &&
    (best.format === 'ymd' || other.format === 'ymd' ? other.distance <= best.distance * 2 : true)
  const rivals = tries.filter((other) => other !== best && isRival(other))
  const isNumber = best.format === 'serial' || best.format === 'unix' || best.format === 'unix_ms'
  if (rivals.length > 0 && !isNumber) {
    const reason = `could also be ${dateFormatWords[second!.format]}; this way the dates lie closer together`
    return { format: best.format, share: best.share, isClear: false, reason }
  }
  return { format: best.format, share: best.share, isClear: true, reason: reasonFor(best.format, filled) }
}

function reasonFor(format: DateFormat, values: readonly string[]): string {
  const above = values.filter((value) => {
    const m = numeric.exec(value.trim())
    const part = format === 'dmy' ? m?.[1] : m?.[2]
    return part !== undefined && part.length <= 2 && Number(part) > 12
  }).length
  if (format === 'dmy' && above)
    return `${above.toLocaleString('en')} first parts above 12, so the day comes first`
  if (format === 'mdy' && above)
    return `${above.toLocaleString('en')} second parts above 12, so the month comes first`
  return `written as ${dateFormatWords[format]}`
}
