import { describe, expect, it } from 'vitest'
import { readClock } from '#platform/web/clock.tsx'

const due = '2026-11-20T12:00:00Z'
const start = '2026-11-19T12:00:00Z'
const at = (time: string) => readClock(due, time, { start })

describe('the clock', () => {
  it('is plain ink while less than three quarters of the time are used', () => {
    expect(at('2026-11-20T05:59:00Z')).toMatchObject({ state: 'on_time', words: '6 h left' })
  })
  it('is amber from three quarters of the time', () => {
    expect(at('2026-11-20T06:00:00Z').state).toBe('soon')
    expect(at('2026-11-20T12:00:00Z').state).toBe('soon')
  })
  it('is red after the due time and says by how much', () => {
    expect(at('2026-11-20T14:10:00Z')).toMatchObject({ state: 'late', words: '2 h 10 min late' })
  })
  it('says why it is paused', () => {
    expect(readClock(due, '2026-11-21T00:00:00Z', { paused: 'waits for the customer' })).toMatchObject({
      state: 'paused',
      words: 'waits for the customer',
    })
  })
  it('keeps telling that a step was done late', () => {
    expect(readClock(due, start, { metAt: '2026-11-20T15:00:00Z' })).toMatchObject({
      state: 'late',
      words: '3 h late',
    })
    expect(readClock(due, '2027-01-01T00:00:00Z', { metAt: '2026-11-20T11:00:00Z' }).state).toBe('met')
  })
})
