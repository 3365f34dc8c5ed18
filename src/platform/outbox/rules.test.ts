import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  afterStep,
  retryAfterMinutes,
  type SendState,
  sendStates,
  sendSteps,
  statesBefore,
} from '#platform/outbox/rules.ts'

const byPeople = new Set(['retry', 'cancel'])

test('a message that was handed over never goes back to the queue by itself, and is accepted only after being handed over', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...sendSteps), { maxLength: 40 }), (steps) => {
      let state: SendState = 'queued'
      let dotPossible = false
      for (const step of steps) {
        const next = afterStep(state, step)
        if (next === undefined) continue
        if (next === 'accepted' || next === 'uncertain') expect(dotPossible).toBe(true)
        // `defer` is the server saying that it did not take the message.
        if (dotPossible && (next === 'queued' || next === 'deferred') && !byPeople.has(step))
          expect(step).toBe('defer')
        if (next === 'handing_over') dotPossible = true
        if (next === 'queued' || next === 'deferred') dotPossible = false
        state = next
      }
    }),
  )
})

test('nothing leads out of accepted and suppressed, and only a person leads out of failed', () => {
  for (const step of sendSteps) {
    expect(afterStep('accepted', step)).toBeUndefined()
    expect(afterStep('suppressed', step)).toBeUndefined()
    if (!byPeople.has(step)) expect(afterStep('failed', step)).toBeUndefined()
  }
})

test('no step but claim leads to claimed, and no step but hand_over to handing_over', () => {
  for (const state of sendStates) {
    for (const step of sendSteps) {
      if (afterStep(state, step) === 'claimed') expect(step).toBe('claim')
      if (afterStep(state, step) === 'handing_over') expect(step).toBe('hand_over')
    }
  }
})

test('what is being handed over cannot be taken back by a person', () => {
  expect(statesBefore('cancel')).toEqual(['queued', 'deferred'])
})

test('tries go on for about three days, further and further apart', () => {
  const minutes: number[] = []
  for (let attempt = 1; retryAfterMinutes(attempt) !== undefined; attempt++)
    minutes.push(retryAfterMinutes(attempt)!)
  expect([...minutes].sort((a, b) => a - b)).toEqual(minutes)
  const days = minutes.reduce((sum, each) => sum + each, 0) / 1440
  expect(days).toBeGreaterThan(2.5)
  expect(days).toBeLessThan(4)
})
