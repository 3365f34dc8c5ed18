import { describe, expect, it } from 'vitest'
import * as rules from '#collect/mailbox/rules.ts'

const fieldsOf = (head: string) => rules.headOf(Buffer.from(`${head}\r\n\r\nbody`)).fields

describe('the head of a mail', () => {
  it('is unfolded, ends at the first empty line, and repeats are kept', () => {
    const { fields, bodyAt } = rules.headOf(
      Buffer.from('To: a@x.example,\r\n b@x.example\r\nReceived: 1\nReceived: 2\n\nTo: no'),
    )
    expect(fields.get('to')).toEqual(['a@x.example, b@x.example'])
    expect(fields.get('received')).toEqual(['1', '2'])
    expect(bodyAt).toBe(57)
  })

  it('names whom it was for: what servers noted first, then its writer', () => {
    expect(
      rules.recipientsIn(
        fieldsOf('To: "A, B" <a@x.example>\nDelivered-To: reply+1@in.example\nCc: c@x.example'),
      ),
    ).toEqual(['reply+1@in.example', 'a@x.example', 'c@x.example'])
  })

  it('gives the mails it answers, the nearest first', () => {
    expect(rules.messageIdsIn('<1@a> <2@a>\r\n <3@a> <2@a>')).toEqual(['<2@a>', '<3@a>', '<1@a>'])
  })
})

describe('an address with a mark', () => {
  it.each([
    ['reply+abc@in.example', 'reply@in.example', 'abc'],
    ['reply@in.example', 'reply@in.example', undefined],
    ['reply+a+b@in.example', 'reply@in.example', 'a+b'],
    ['reply@in+x.example', 'reply@in+x.example', undefined],
  ])('%s', (address, base, mark) => {
    expect(rules.splitMark(address)).toEqual({ base, mark })
    if (mark) expect(rules.withMark(base, mark)).toBe(address)
  })
})

describe('what a machine wrote', () => {
  it.each([
    ['Auto-Submitted: auto-replied', true],
    ['Auto-Submitted: no', false],
    ['X-Auto-Response-Suppress: DR, OOF', true],
    ['X-Auto-Response-Suppress: DR', false],
    ['Precedence: bulk', true],
    ['Precedence: first-class', false],
    ['List-Id: <news.example>', true],
    ['Return-Path: <>', true],
    ['Subject: Out of office', false],
  ])('%s: %s', (head, expected) => {
    expect(rules.isAutomatic(fieldsOf(head), 'petra@x.example')).toBe(expected)
  })
})

describe('a delivery report', () => {
  it('is hard when it failed for good', () => {
    const report = rules.readReport(
      'Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; petra@x.example\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 No\r\n such user',
    )
    expect(report).toEqual({
      address: 'petra@x.example',
      action: 'failed',
      status: '5.1.1',
      reply: '550 5.1.1 No such user',
    })
    expect(rules.isHard(report!)).toBe(true)
  })

  it.each([
    ['delayed', '4.4.1'],
    ['failed', '4.2.2'],
    ['delivered', '2.0.0'],
  ])('is not hard when %s with %s', (action, status) => {
    expect(rules.isHard({ address: null, action, status, reply: '' })).toBe(false)
  })

  it('that is none is nothing', () => {
    expect(rules.readReport('Hello')).toBeUndefined()
  })
})
