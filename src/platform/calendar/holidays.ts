import type Holidays from 'date-holidays'

export interface Place {
  country: string
  state: string | null
  region: string | null
}

let library: Promise<typeof Holidays> | undefined

// The holiday data is large and only the server needs it, so it is loaded when the first workspace names a country.
async function load(): Promise<typeof Holidays> {
  library ??= import('date-holidays').then((module) => module.default)
  return library
}

const known = new Map<string, Record<string, string>>()

/** The public holidays of a place in the given years, as date and name. A place nobody knows has none. */
export async function publicHolidays(
  place: Place,
  from: number,
  to: number,
): Promise<Record<string, string>> {
  const all: Record<string, string> = {}
  for (let year = from; year <= to; year++) Object.assign(all, await holidaysOf(place, year))
  return all
}

async function holidaysOf(place: Place, year: number): Promise<Record<string, string>> {
  const key = `${place.country} ${place.state ?? ''} ${place.region ?? ''} ${year}`
  const hit = known.get(key)
  if (hit) return hit
  const Library = await load()
  const calendar = new Library({
    country: place.country,
    state: place.state ?? undefined,
    region: place.region ?? undefined,
  })
  const days: Record<string, string> = {}
  for (const day of calendar.getHolidays(year) ?? []) {
    if (day.type !== 'public') continue
    const length = Math.max(1, Math.round((day.end.getTime() - day.start.getTime()) / 86_400_000))
    const first = Date.parse(`${day.date.slice(0, 10)}T00:00:00Z`)
    for (let i = 0; i < length; i++)
      days[new Date(first + i * 86_400_000).toISOString().slice(0, 10)] = day.name
  }
  known.set(key, days)
  return days
}

/** Countries with known holidays, or the states of one country; code and English name. */
export async function holidayPlaces(country?: string): Promise<{ code: string; name: string }[]> {
  const Library = await load()
  const names = country ? new Library().getStates(country, 'en') : new Library().getCountries('en')
  return Object.entries(names ?? {})
    .map(([code, name]) => ({ code, name: String(name) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
}
