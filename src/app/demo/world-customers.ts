import {
  firstNames,
  kindsOf,
  lastNames,
  placeNames,
  type SegmentName,
  segments,
  titles,
  zones,
} from '#app/demo/names.ts'
import type { Dice } from '#app/demo/random.ts'
import type { DemoAccount, DemoContact } from '#app/demo/world.ts'

const sizes: Record<SegmentName, readonly [share: number, mrr: number]> = {
  School: [0.38, 120_000],
  Clinic: [0.27, 95_000],
  Club: [0.2, 42_000],
  Nursery: [0.15, 30_000],
}

/** The invented customers with their people. */
export function makeAccounts(dice: Dice): DemoAccount[] {
  const numbers = new Map<string, number>()
  const taken = new Set<string>()
  return dice
    .shuffle(placeNames)
    .concat(dice.shuffle(placeNames).slice(0, 42))
    .map((place, i) => {
      const segment = dice.weighted(segments.map((name) => [name, sizes[name][0]] as const))
      const plain = `${place} ${dice.pick(kindsOf(segment))}`
      const name = i >= placeNames.length && (taken.has(plain) || dice.chance(0.5)) ? `${plain} East` : plain
      taken.add(name)
      const domain = `${name.toLowerCase().replace(/[^a-z]+/g, '-')}.example`
      const lifecycle = dice.weighted([
        ['active', 80],
        ['churned', 9],
        ['prospect', 11],
      ] as const)
      const mrr = Math.max(5_000, Math.round(dice.around(sizes[segment][1], 0.7) / 500) * 500)
      const mood = Math.min(
        0.98,
        Math.max(0.05, (lifecycle === 'churned' ? 0.3 : 0.64) + (dice.next() - 0.5) * 0.6),
      )
      return {
        name,
        domain,
        segment,
        lifecycle,
        mrrCents: lifecycle === 'prospect' || dice.chance(0.03) ? null : mrr,
        earlierMrrCents:
          lifecycle === 'active' && dice.chance(0.3)
            ? Math.round((mrr * (0.6 + dice.next() * 0.3)) / 500) * 500
            : null,
        ownerIndex: dice.chance(0.12)
          ? null
          : dice.weighted([
              [-1, 3],
              [0, 5],
              [1, 3],
              [2, 2],
            ] as const),
        liveDaysAgo: lifecycle === 'prospect' ? -dice.whole(10, 60) : dice.whole(20, 900),
        renewalInDays: lifecycle === 'active' ? dice.whole(5, 360) : null,
        mood,
        contacts: makeContacts(dice, domain, segment).map((contact, c) => ({
          ...contact,
          phone: (i + c) % 2 === 0 ? nextNumber(numbers, contact.zone) : null,
        })),
      }
    })
}

/** Numbers that the authorities keep free for fiction; no telephone has one. */
const fiction: Readonly<Record<string, readonly [start: string, digits: number]>> = {
  'Europe/London': ['+44 7700 900', 3],
  'Europe/Berlin': ['+49 30 23125', 3],
  'America/New_York': ['+1 212 555 01', 2],
  'America/Chicago': ['+1 312 555 01', 2],
}

function nextNumber(taken: Map<string, number>, zone: string): string | null {
  const range = fiction[zone]
  const n = taken.get(zone) ?? 10
  if (!range || n >= 10 ** range[1]) return null
  taken.set(zone, n + 1)
  return range[0] + String(n).padStart(range[1], '0')
}

function makeContacts(dice: Dice, domain: string, segment: SegmentName): Omit<DemoContact, 'phone'>[] {
  const used = new Set<string>()
  return Array.from(
    {
      length: dice.weighted([
        [1, 2],
        [2, 4],
        [3, 4],
        [4, 2],
        [5, 1],
      ] as const),
    },
    () => {
      let name = ''
      do name = `${dice.pick(firstNames)} ${dice.pick(lastNames)}`
      while (used.has(name))
      used.add(name)
      const [title, roles] = dice.weighted(titles.map(([t, r, weight]) => [[t, r] as const, weight] as const))
      const [zone, locale] = dice.weighted(zones.map(([z, l, weight]) => [[z, l] as const, weight] as const))
      return {
        name,
        email: `${name.toLowerCase().replace(' ', '.')}@${domain}`,
        title: title === 'practice manager' && segment !== 'Clinic' ? 'head of office' : title,
        roles: [...roles],
        zone,
        locale,
        isOff: dice.chance(0.03),
      }
    },
  )
}
