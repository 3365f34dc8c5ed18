import { expect, test } from 'vitest'
import {
  accountNameKey,
  cleanDomain,
  companyDomain,
  foldText,
  monthsActive,
  personNameKey,
  segmentKey,
} from '#customers/accounts/rules.ts'

test.each([
  ['The Müller & Söhne GmbH', 'Muller and Sohne'],
  ['Quillmere Academy, Inc.', 'QUILLMERE  ACADEMY'],
  ['O’Hara Group Ltd', "O'Hara"],
  ['A.C.M.E. Co.', 'ACME'],
])('"%s" and "%s" are one name', (a, b) => {
  expect(accountNameKey(a)).toBe(accountNameKey(b))
})

test.each([
  ['North Clinic', 'South Clinic'],
  ['Limited', 'Group'],
  ['!!!', '???'],
])('"%s" and "%s" are two names', (a, b) => {
  expect(accountNameKey(a)).not.toBe(accountNameKey(b))
})

test('a name is never reduced to nothing', () => {
  for (const name of ['GmbH', 'The', '株式会社', '---', 'Ä']) expect(accountNameKey(name)).not.toBe('')
})

test('names of persons compare without order, accents and commas', () => {
  expect(personNameKey('Tóth, Mirela')).toBe(personNameKey('Mirela Toth'))
})

test.each([
  ['https://www.Example.com/path?x=1', 'example.com'],
  ['shop.example.co.uk.', 'shop.example.co.uk'],
  ['münchen.example', 'münchen.example'],
  ['not a domain', undefined],
  ['localhost', undefined],
  ['', undefined],
])('the domain of "%s" is %s', (text, domain) => {
  expect(cleanDomain(text)).toBe(domain)
})

test('public mail services say nothing about a company', () => {
  expect(companyDomain('ana@gmail.com')).toBeUndefined()
  expect(companyDomain('ana@Quillmere.example')).toBe('quillmere.example')
})

test('segments and search text are folded', () => {
  expect(segmentKey('Mid-Market (EU)')).toBe('mid-market-eu')
  expect(foldText('  Straße   ÉCOLE ')).toBe('strasse ecole')
})

test('months are counted from the day of go-live', () => {
  expect(monthsActive('2026-02-02', '2026-02-01')).toBeUndefined()
  expect(monthsActive('2026-02-02', '2026-02-02')).toBe(1)
  expect(monthsActive('2026-02-02', '2026-11-19')).toBe(10)
})
