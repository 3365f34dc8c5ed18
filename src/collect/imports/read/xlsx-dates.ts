const dateIds = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54,
  55, 56, 57, 58,
])

/** Whether a number format shows a date or time (ECMA-376 part 1, 18.8.30, and the ids of East Asian builds). */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return dateIds.has(id)
  const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
  return /[dmyhs]/i.test(bare) && !/general/i.test(bare)
}

/** A serial day number as ISO text: the date alone when it has no time, the time alone when it has no date. */
export function serialText(serial: number, is1904: boolean): string {
  // Excel believes that 1900 was a leap year: serials up to 60 are one day off.
  const days = is1904 ? serial + 1462 : serial < 61 ? serial + 1 : serial
  const ms = Math.round((days - 25569) * 86_400) * 1000
  const date = new Date(ms)
  if (Number.isNaN(date.getTime())) return String(serial)
  const iso = date.toISOString()
  if (serial >= 0 && serial < 1) return iso.slice(11, 19)
  return Number.isInteger(serial) ? iso.slice(0, 10) : iso.slice(0, 19)
}
