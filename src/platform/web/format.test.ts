import { afterEach, describe, expect, it } from 'vitest'
import {
  dateOn,
  dateTime,
  duration,
  initials,
  money,
  percent,
  plural,
  price,
  said,
  setFormats,
  words,
} from '#platform/web/format.ts'

afterEach(() => setFormats({}))

describe('what people read', () => {
  it('a due time is a local date and time in the zone of the workspace', () => {
    setFormats({ zone: 'America/Los_Angeles' })
    expect(dateTime('2026-11-24T01:30:00Z', '2026-11-20T00:00:00Z')).toBe('Mon 23 Nov 17:30')
    setFormats({ zone: 'Europe/Berlin' })
    expect(dateTime('2026-11-24T01:30:00Z', '2026-11-20T00:00:00Z')).toBe('Tue 24 Nov 02:30')
  })
  it('another year is named', () => {
    setFormats({ zone: 'UTC' })
    expect(dateTime('2025-09-01T08:05:00Z', '2026-11-20T00:00:00Z')).toBe('Mon 1 Sep 2025 08:05')
  })
  it('a calendar date is the same day in every zone', () => {
    setFormats({ zone: 'Pacific/Honolulu' })
    expect(dateOn('2026-11-23', '2026-11-20T00:00:00Z')).toBe('Mon 23 Nov')
    expect(dateOn('soon')).toBe('soon')
  })
  it('today and yesterday are said as such', () => {
    setFormats({ zone: 'UTC' })
    expect(said('2026-11-20T08:25:00Z', '2026-11-20T10:00:00Z')).toBe('today 08:25')
    expect(said('2026-11-19T23:59:00Z', '2026-11-20T00:01:00Z')).toBe('yesterday 23:59')
    expect(said('2026-11-18T09:00:00Z', '2026-11-20T00:01:00Z')).toBe('Wed 18 Nov 09:00')
  })
  it.each([
    [40 * 60_000, '40 min'],
    [130 * 60_000, '2 h 10 min'],
    [180 * 60_000, '3 h'],
    [21.4 * 3_600_000, '21 h'],
    [72 * 3_600_000, '3 days'],
    [-5, '0 min'],
  ])('%d ms is said as %s', (ms, text) => expect(duration(ms)).toBe(text))
  it('a price keeps its cents where it has some', () => {
    expect(price(8650)).toBe('$86.50')
    expect(price(9000, 'EUR')).toBe('€90')
  })
  it('money is shown without cents, missing money not at all', () => {
    expect(money(420000)).toBe('$4,200')
    expect(money(null)).toBe('')
    expect(money(98000, 'EUR')).toBe('€980')
  })
  it('counts, shares, codes and names', () => {
    expect(plural(1, 'item')).toBe('1 item')
    expect(plural(1204, 'reply', 'replies')).toBe('1,204 replies')
    expect(plural({ count: 2000, isMore: true }, 'item')).toBe('2,000+ items')
    expect(plural({ count: 1, isMore: false }, 'item')).toBe('1 item')
    expect(percent(0.305)).toBe('31 %')
    expect(words('feature_request')).toBe('Feature request')
    expect(initials('Ines  Okafor')).toBe('IO')
    expect(initials('Dana')).toBe('D')
  })
})
