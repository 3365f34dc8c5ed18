import { editDistance } from '#platform/conditions/rules.ts'

const plain = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '_')

/** The zones, at most three, whose name or city is spelt most like this: “New York” is near America/New_York. */
export function nearestZones(text: string): string[] {
  const wanted = plain(text)
  const city = wanted.split('/').at(-1)!
  const limit = Math.max(2, Math.ceil(city.length / 3))
  return Intl.supportedValuesOf('timeZone')
    .map((zone) => {
      const name = plain(zone)
      const distance = Math.min(editDistance(wanted, name), editDistance(city, name.split('/').at(-1)!))
      return { zone, distance }
    })
    .filter((one) => one.distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map((one) => one.zone)
}
