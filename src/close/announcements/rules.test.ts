import { expect, test } from 'vitest'
import { type Kind, kinds, slotFaults, slotsOf } from '#close/announcements/rules.ts'
import { announcementTexts } from '#close/announcements/texts.ts'
import { mailTo } from '#close/announcements/wording.ts'
import { shippedLanguages } from '#collect/surveys/texts/languages.ts'
import { slotsIn } from '#platform/templates/rules.ts'

test('every kind says in every language what its slots ask for, and nothing else', () => {
  for (const language of shippedLanguages)
    for (const kind of kinds) {
      const { subject, body } = announcementTexts[language].kinds[kind]
      const shown = slotsOf[kind].filter((slot) => slot.name !== 'more' && slot.type !== 'link')
      expect([language, kind, slotsIn(`${subject} ${body}`).sort()]).toEqual([
        language,
        kind,
        shown.map((slot) => slot.name).sort(),
      ])
    }
})

test('an empty slot blocks sending in each language that was begun, and a date has to be one that is to come', () => {
  const faults = (kind: Kind, texts: Record<string, Record<string, string>>, slots = {}) =>
    slotFaults(kind, { language: 'en', texts, slots }, '2037-03-02').map(
      (one) => `${one.field} ${one.message}`,
    )
  expect(faults('planned', { en: { what: 'Pause' }, de: { more: 'Gern' } }, { when: 'Q1' })).toEqual([
    'texts.de.what is empty',
  ])
  expect(faults('planned', {}, { when: 'soon' })).toEqual([
    'texts.en.what is empty',
    expect.stringContaining('slots.when is no date'),
  ])
  expect(faults('planned', { en: { what: 'Pause' } }, { when: '2037-03-01' })).toEqual(['slots.when is past'])
  expect(faults('planned', { en: { what: 'Pause' } }, { when: 'quarterly' })).toHaveLength(1)
  const shipped = { en: { what: 'Pause', how: 'Press it' } }
  expect(faults('shipped', shipped)).toEqual([])
  expect(faults('shipped', shipped, { link: 'javascript:alert(1)' })).toEqual([
    'slots.link is not an http or https address',
  ])
  // the mail would lead nowhere
  expect(faults('shipped', shipped, { link: 'https:larkfield.example' })).toHaveLength(1)
})

test('what was written is text in every part of the mail, and dates are said in the language of the person', () => {
  const wording = {
    kind: 'planned' as const,
    language: 'en' as const,
    texts: { en: { what: '<b>Pause</b> {{when}}' }, de: { what: 'Pausieren' } },
    slots: { when: '2037-Q2' },
    writtenOn: '2037-03-02',
  }
  const from = { brand: 'Larkfield', writer: 'Ines Okafor' }
  const mail = mailTo(wording, { name: 'Petra Roth', locale: 'fr', asked: [] }, from)
  expect(mail.subject).toBe('It is planned: <b>Pause</b> {{when}}')
  expect(mail.html).toContain('&lt;b&gt;Pause&lt;/b&gt;')
  expect(mail.html).not.toContain('<b>Pause')
  expect(mail.body).toContain('Hello Petra,')
  expect(mail.body).toContain('Target: Q2 2037')
  const german = mailTo(wording, { name: null, locale: 'de-AT', asked: ['Pausieren'] }, from)
  expect(german.body).toContain('Ziel: 2. Quartal 2037')
  expect(german.body).toContain('Das haben Sie sich gewünscht:\n• Pausieren')
})
