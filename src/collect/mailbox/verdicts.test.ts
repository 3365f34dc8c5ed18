import { describe, expect, it } from 'vitest'
import { headOf } from '#collect/mailbox/rules.ts'
import { proofOf, spamOf } from '#collect/mailbox/verdicts.ts'

const fieldsOf = (...lines: string[]) => headOf(Buffer.from(`${lines.join('\r\n')}\r\n\r\nbody`)).fields

describe('the spam score of a mail', () => {
  it.each([
    [
      'X-Spam-Status: Yes, score=7.2 required=5.0 tests=BAYES_99,URIBL_BLACK\r\n autolearn=no version=3.4.6',
      7.2,
    ],
    ['X-Spam-Status: No, hits=-1.4 required=5.0', -1.4],
    ['X-Spam-Score: 6.1 (++++++)', 6.1],
    ['X-Spam-Level: ********', 8],
    ['X-Spam-Flag: YES', 5],
    ['X-Spam-Flag: NO', 0],
    ['X-Spamd-Result: default: False [5.20 / 15.00];\r\n R_SPF_FAIL(1.00)[-all]', 5.2],
    ['X-Rspamd-Score: 12.314971', 12.314971],
    ['X-Spam: Yes', 5],
    ['X-MS-Exchange-Organization-SCL: -1', -1],
    ['X-Forefront-Antispam-Report: CIP:203.0.113.5;CTRY:;LANG:en;SCL:9;SRV:;SFV:SPM', 9],
  ])('%s: %s', (line, score) => {
    expect(spamOf(fieldsOf(line))).toEqual({ score, says: line.replace(/\r\n\s*/g, ' ') })
  })

  it.each([
    ['X-Spam-Status: score unknown'],
    ['X-Spam-Level:'],
    ['X-Spamd-Result: default: False'],
    ['Subject: X-Spam-Score: 9'],
  ])('%s says nothing', (line) => {
    expect(spamOf(fieldsOf(line))).toBeUndefined()
  })

  it('is the highest that any filter gave, and of each header the one of the nearest server', () => {
    const fields = fieldsOf(
      'X-Spam-Status: No, score=1.0 required=5.0',
      'X-Spam-Flag: YES',
      'X-Forefront-Antispam-Report: SCL:5;SRV:',
      'X-Spam-Status: Yes, score=40.0 required=5.0',
    )
    expect(spamOf(fields)).toEqual({ score: 5, says: 'X-Forefront-Antispam-Report: SCL:5;SRV:' })
  })
})

describe('whether the own mail server could prove the sender', () => {
  const own = { authServer: 'mx.larkfield.example', address: null, imap: null }
  it.each([
    ['mx.larkfield.example; dmarc=pass header.from=quillmere.example; spf=fail', true],
    ['mx.larkfield.example; dmarc=fail (p=none) header.from=quillmere.example; dkim=pass', false],
    ['MX.Larkfield.example 1; spf=softfail smtp.mailfrom=x.example; dkim=none', false],
    ['mx.larkfield.example; dkim=fail reason="bad; dmarc=pass" header.d=quillmere.example', false],
    ['mx.larkfield.example (by; dmarc=pass \\) a filter); dmarc=fail', false],
    ['mx.larkfield.example; dkim=fail; dkim=pass; spf=none', undefined],
    ['mx.larkfield.example; dmarc=none; spf=pass; dkim=fail', undefined],
    ['mx.larkfield.example; none', undefined],
    ['mx.elsewhere.example; dmarc=fail', undefined],
    ['', undefined],
  ])('%s: %s', (header, isProven) => {
    expect(proofOf([header], own)?.isProven).toBe(isProven)
  })

  it('is read from the topmost header of that server: what stands below, anybody can have written', () => {
    const [theirs, real, forged] = [
      'relay.quillmere.example; dmarc=pass',
      'mx.larkfield.example; dmarc=fail; spf=fail smtp.mailfrom=x.example',
      'mx.larkfield.example; dmarc=pass',
    ]
    expect(proofOf([theirs, real, forged], own)).toEqual({
      isProven: false,
      says: 'mx.larkfield.example: dmarc=fail, spf=fail',
    })
  })

  it.each([
    ['mx.larkfield.example; dmarc=fail', 'reply@larkfield.example', null],
    ['larkfield.example; dmarc=fail', 'reply@in.larkfield.example', null],
    ['mx.google.com; dmarc=fail', 'reply@larkfield.example', 'imap.gmail.com'],
    [
      'spf=fail (sender IP is 203.0.113.5) smtp.mailfrom=x.example; dmarc=fail',
      null,
      'outlook.office365.com',
    ],
    ['imap.hoster.example; dmarc=fail', null, 'imap.hoster.example'],
  ])('without a name, the server is known by the address or the mailbox: %s', (header, address, host) => {
    const one = { authServer: null, address, imap: host === null ? null : { host } }
    expect(proofOf([header], one)?.isProven).toBe(false)
    expect(proofOf(['example; dmarc=fail', 'mx.other.example; dmarc=fail'], one)).toBeUndefined()
  })
})
