import { describe, expect, it } from 'vitest'
import { askCondition, checkCondition, nearest, type Variables, valuesIn } from './rules.ts'

const variables: Variables = {
  account: { mrr: 'double', mrr_known: 'bool', segment: 'string' },
  case: { dissatisfied: 'bool', areas: 'list<string>' },
  steps: { follow_up: { satisfied: 'bool', done: 'bool' } },
  settings: { executive_call_mrr: 'double' },
}
const values = {
  account: { mrr: 3500, mrr_known: true, segment: 'clinics' },
  case: { dissatisfied: false, areas: ['implementation'] },
  steps: { follow_up: { done: false } },
  settings: { executive_call_mrr: 5000 },
}

describe('checking', () => {
  it('accepts questions about known variables', () => {
    for (const text of [
      'account.mrr > 3000',
      'account.mrr >= settings.executive_call_mrr || case.dissatisfied',
      "'implementation' in case.areas",
      'steps.follow_up.satisfied == false',
    ])
      expect(checkCondition(variables, text)).toBeUndefined()
  })
  it('catches a misspelt variable and names the right one', () => {
    expect(checkCondition(variables, 'account.mmr > 3000')).toEqual({
      message: 'nothing is called “account.mmr”',
      fix: 'write account.mrr',
      at: 8,
    })
  })
  it('explains that a hyphen subtracts', () => {
    expect(checkCondition(variables, 'follow-up.satisfied == false')?.fix).toBe('write steps.follow_up')
  })
  it('refuses types that do not fit and what is no yes or no', () => {
    expect(checkCondition(variables, 'account.segment > 3')?.message).toMatch(/cannot be read/)
    expect(checkCondition(variables, 'account.mrr')?.message).toMatch(/not a yes or no/)
    expect(checkCondition(variables, 'account.mrr >')?.message).toMatch(/cannot be read/)
  })
  it('refuses a condition that is too large to be read', () => {
    expect(checkCondition(variables, Array(200).fill('account.mrr_known').join(' && '))).toBeDefined()
  })
})

describe('asking', () => {
  it('answers yes or no', () => {
    expect(askCondition(variables, 'account.mrr > 3000', values)).toEqual({ holds: true })
    expect(askCondition(variables, 'case.dissatisfied', values)).toEqual({ holds: false })
  })
  it('a condition that fails at run time never counts as false', () => {
    expect(
      askCondition(variables, 'steps.follow_up.satisfied == false || case.dissatisfied', values),
    ).toEqual({
      failed:
        '“steps.follow_up.satisfied == false || case.dissatisfied” asks for satisfied, which is not known yet',
    })
  })
  it('is answered where what is not known would change nothing', () => {
    const condition = 'steps.follow_up.satisfied == false || case.dissatisfied'
    expect(askCondition(variables, condition, { ...values, case: { dissatisfied: true } })).toEqual({
      holds: true,
    })
    expect(askCondition(variables, 'case.dissatisfied && steps.follow_up.satisfied', values)).toEqual({
      holds: false,
    })
  })
  it('names the values it was asked with', () => {
    expect(
      valuesIn(variables, 'account.mrr >= settings.executive_call_mrr || case.dissatisfied', values),
    ).toBe('account.mrr is 3500, case.dissatisfied is false, settings.executive_call_mrr is 5000')
  })
})

it('the nearest word is offered only when it may be meant', () => {
  expect(nearest('managment', ['management', 'lead'])).toBe('management')
  expect(nearest('zebra', ['management', 'lead'])).toBeUndefined()
})
