import { describe, expect, it } from 'vitest'
import { snoozeChoices } from '#organize/inbox/web/snooze.ts'

describe('snoozing', () => {
  it('offers the afternoon only while there is one', () => {
    expect(snoozeChoices(new Date(2026, 10, 19, 10)).map((one) => one.value)).toContain('today')
    expect(snoozeChoices(new Date(2026, 10, 19, 16)).map((one) => one.value)).not.toContain('today')
  })
  it('next Monday is a later day, also on a Monday', () => {
    const monday = snoozeChoices(new Date(2026, 10, 23, 16)).find((one) => one.value === 'monday')!
    expect(monday.until.getDay()).toBe(1)
    expect(monday.until.getDate()).toBe(30)
  })
  it('says the same moment once: on a Sunday tomorrow is Monday', () => {
    const times = snoozeChoices(new Date(2026, 10, 22, 16)).map((one) => one.until.getTime())
    expect(new Set(times).size).toBe(times.length)
  })
})
