import { expect, test } from 'vitest'
import { windowsZone } from '#platform/calendar/windows-zones.ts'
import { isZone } from '#platform/calendar/zones.ts'

test.each([
  ['W. Europe Standard Time', 'Europe/Berlin'],
  ['GMT Standard Time', 'Europe/London'],
  ['Pacific Standard Time', 'America/Los_Angeles'],
  ['UTC', 'Etc/UTC'],
  ['Europe/Berlin', undefined],
])('the Windows zone “%s” means %s', (name, zone) => {
  expect(windowsZone(name)).toBe(zone)
  if (zone) expect(isZone(zone)).toBe(true)
})
