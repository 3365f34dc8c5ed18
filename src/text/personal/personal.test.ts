import fc from 'fast-check'
import { expect, test } from 'vitest'
import { personalRemover } from '#text/personal/personal.ts'

const known = {
  people: ['Ana Lima', 'Jörg Weiß', 'May Young', '田中 太郎'],
  companies: [
    'Northwind Traders GmbH',
    'northwind traders',
    'Hazelwick School',
    'hazelwick.example',
    'Global Foods',
  ],
}
const without = personalRemover(known)

test.each([
  ['Write to ana.lima+x@mail.example.co.uk, soon.', 'Write to [email], soon.'],
  ['ana (at) example [dot] com', '[email]'],
  ['mailto:ana@intranet', 'mailto:[email]'],
  ['＊ａｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ', '*[email]'],
  ['a\u200bna@exa\u00admple.com', '[email]'],
  ['thanks @ana_l for that', 'thanks [person] for that'],
  ['See https://app.example/r/8?token=abc#x. It fails', 'See [link]. It fails'],
  ['(www.example.com/me)', '([link])'],
  ['app.example.com/users/7 fails', '[link] fails'],
  ['It runs on node.js and/or on 3.11', 'It runs on node.js and/or on 3.11'],
  ['from 192.168.10.7:8080 to 2001:db8::8a2e:370:7334', 'from [ip]:8080 to [ip]'],
  ['At 10:30:15 version 10.15.7 crashed', 'At 10:30:15 version 10.15.7 crashed'],
  ['00:1b:63:84:45:e6 is the reader', '[number] is the reader'],
  ['paid with 4111 1111 1111 1111 twice', 'paid with [card] twice'],
  ['4111-1111-1111-1112', '[number]'],
  ['to DE89 3704 0044 0532 0130 00 and wait', 'to [iban] and wait'],
  ['IBAN gb82west12345698765432.', 'IBAN [iban].'],
  ['Call +49 (0)30 123456-78 or 030/1234567', 'Call [phone] or [phone]'],
  ['٠٣٠ ١٢٣ ٤٥٦٧ is my number', '[phone] is my number'],
  ['customer 12345678, VAT DE123456789', 'customer [number], VAT DE[number]'],
  ['on 2026-11-26 10:30 and 26.11.2026', 'on 2026-11-26 10:30 and 26.11.2026'],
  ['12 seats at 1,250,000 a year, 99.95 %', '12 seats at 1,250,000 a year, 99.95 %'],
  ['key sk-proj-a1B2c3D4e5F6g7H8 leaked', 'key [token] leaked'],
  ['id 0190d3c8-0000-7000-8000-00000000dead', 'id [token]'],
  ['a state-of-the-art-solution', 'a state-of-the-art-solution'],
  ['Regards, ANA LIMA', 'Regards, [person]'],
  ["ana said Lima, Ana is Ana's name", "[person] said [person] is [person]'s name"],
  ['joerg? Jorg Weiss and JÖRG', 'joerg? [person] and [person]'],
  ['it may be that May waits', 'it may be that [person] waits'],
  ['ここで田中太郎さんが', 'ここで[person]さんが'],
  [
    'We at Northwind Traders GmbH, at northwind traders and Northwind',
    'We at [company], at [company] and [company]',
  ],
  ['the school at hazelwick.example', 'the school at [company]'],
  ['our northwind account, global and first', 'our [company] account, global and first'],
  ['card •••• •••• •••• 1111 twice', 'card [card] twice'],
  ['[email] stays, \ue000 goes', '[email] stays,  goes'],
  ['', ''],
])('%j is sent as %j', (text, expected) => {
  expect(without(text).text).toBe(expected)
})

test('what was taken out is counted', () => {
  expect(without('Ana, ana@a.example, 030 1234567').removed).toEqual({ person: 1, email: 1, phone: 1 })
})

const digit = fc.integer({ min: 0, max: 9 }).map(String)
const letters = fc.stringMatching(/^[a-z]{2,12}$/)
const gap = fc.constantFrom('', ' ', '-', '.', '/', ' (', ') ')
const phone = fc
  .tuple(
    fc.constantFrom('+49 ', '0', '(0) '),
    fc.array(fc.tuple(digit, gap), { minLength: 7, maxLength: 12 }),
    digit,
  )
  .map(([start, parts, end]) => start + parts.map(([one, between]) => one + between).join('') + end)
  // what could be the year of a date stays
  .filter((text) => !/(19|20)\d\d/.test(text))
const email = fc
  .tuple(letters, fc.constantFrom('.', '_', '+', '-'), letters, letters)
  .map(([a, between, b, host]) => `${a}${between}${b}@${host}.example`)
const luhn = fc.array(digit, { minLength: 14, maxLength: 14 }).map((body) => {
  const start = `4${body.join('')}`
  const sum = [...start].reverse().reduce((all, one, i) => {
    const twice = Number(one) * 2
    return all + (i % 2 === 0 ? (twice > 9 ? twice - 9 : twice) : Number(one))
  }, 0)
  return start + String((10 - (sum % 10)) % 10)
})
const around = fc.constantFrom('', ' ', '\n', '(', '"', 'so: ', '，', '<', 'on 2026-11-26 ')

test('no address, telephone or card number is left, whatever stands around it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(around, fc.oneof(phone, email, luhn)), { maxLength: 6 }), (parts) => {
      const text = parts.map(([before, secret]) => `${before}${secret} ;`).join(' and ')
      const { text: left } = without(text)
      expect(left).not.toMatch(/@|\p{Nd}{5}/u)
      for (const [, secret] of parts) expect(left).not.toContain(secret)
      for (const run of left.replaceAll('2026-11-26', '').match(/\d[\d .\-/()]*\d/g) ?? [])
        expect(run.replace(/\D/g, '').length).toBeLessThan(7)
    }),
  )
})

test('no known name is left in any spelling with capitals, and what is left once is left twice', () => {
  const name = fc
    .constantFrom('Ana Lima', 'Jörg Weiß', 'Northwind Traders', 'hazelwick.example')
    .chain((one) => fc.constantFrom(one, one.toUpperCase(), one.toLowerCase(), one.normalize('NFD')))
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), name, fc.string({ unit: 'binary' }), (before, one, after) => {
      const { text } = without(`${before} ${one} ${after}`)
      expect(text.toLowerCase()).not.toMatch(/\b(ana|lima|jörg|northwind|hazelwick)\b/)
      expect(without(text).text).toBe(text)
    }),
    { numRuns: 40 },
  )
})
