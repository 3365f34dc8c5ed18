import { describe, expect, test } from 'vitest'
import { plainPunctuation, smsLength } from '#platform/sms/length.ts'
import { e164 } from '#platform/sms/number.ts'
import { twilio } from '#platform/sms/twilio.ts'
import { replyWord } from '#platform/sms/words.ts'

describe('a number that can be texted names its country', () => {
  test.each([
    ['+49 30 901820', '+4930901820'],
    ['+49 (0)30 / 901-820', '+4930901820'],
    ['+1 (415) 555.2671', '+14155552671'],
  ])('%s is %s', (text, number) => expect(e164(text)).toBe(number))
  test.each(['030 901820', '0049 30 901820', '+49 12', '+0123456789', 'call me', '+4930901820 ext 5', ''])(
    '“%s” is none',
    (text) => expect(e164(text)).toBeUndefined(),
  )
})

describe('the length of a text is counted as the network does', () => {
  test.each([
    ['', 'gsm7', 0, 1],
    ['a'.repeat(160), 'gsm7', 160, 1],
    ['a'.repeat(161), 'gsm7', 161, 2],
    ['a'.repeat(306), 'gsm7', 306, 2],
    ['a'.repeat(307), 'gsm7', 307, 3],
    ['€'.repeat(80), 'gsm7', 160, 1],
    // A letter of two places is never cut: 76 of them fit into 153 places.
    ['€'.repeat(153), 'gsm7', 306, 3],
    ['Grüße aus Köln', 'gsm7', 14, 1],
    ['ê'.repeat(70), 'ucs2', 70, 1],
    ['ê'.repeat(71), 'ucs2', 71, 2],
    ['مرحبا', 'ucs2', 5, 1],
    ['😀'.repeat(35), 'ucs2', 70, 1],
    ['😀'.repeat(36), 'ucs2', 72, 2],
  ])('“%.10s…” as %s takes %i places in %i', (text, encoding, characters, segments) =>
    expect(smsLength(text)).toEqual({ encoding, characters, segments }),
  )

  test('typographic signs become plain ones, so that the short alphabet does', () => {
    const text = plainPunctuation('“It’s fine” – or not…')
    expect(text).toBe('"It\'s fine" - or not...')
    expect(smsLength(text).encoding).toBe('gsm7')
  })
})

describe('a reply of one word', () => {
  test.each([
    'STOP',
    'stop.',
    ' StopAll ',
    'Unsubscribe',
    'CANCEL',
    'end',
    'Quit',
    'Stopp',
    'ARRÊT',
    'baja',
    'Parar',
    'إيقاف',
  ])('%s stops', (text) => expect(replyWord(text)).toBe('stop'))
  test.each(['START', 'unstop'])('%s takes it back', (text) => expect(replyWord(text)).toBe('start'))
  test.each(['help', 'INFO'])('%s is left to the provider', (text) => expect(replyWord(text)).toBe('help'))
  test.each(['please stop losing my filters', '9', 'Stop by on Monday', '', '👍'])(
    '“%s” is something said',
    (text) => expect(replyWord(text)).toBeUndefined(),
  )
})

test('the signature is the one of Twilio’s documented example', () => {
  const fields = new URLSearchParams({
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675309',
    Digits: '1234',
    From: '+14158675309',
    To: '+18005551212',
  })
  const call = (signature: string | undefined) => ({
    url: 'https://mycompany.com/myapp.php?foo=1&bar=2',
    fields,
    header: () => signature,
  })
  expect(twilio.isSigned({ token: '12345' }, call('RSOYDt4T1cUTdK1PDd93/VVr8B8='))).toBe(true)
  expect(twilio.isSigned({ token: '12346' }, call('RSOYDt4T1cUTdK1PDd93/VVr8B8='))).toBe(false)
  expect(twilio.isSigned({ token: '12345' }, call(undefined))).toBe(false)
})
