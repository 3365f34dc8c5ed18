import { expect, it } from 'vitest'
import { readTone, type ToneSign } from '#text/tone/tone.ts'

const petra = { name: 'Petra Lindqvist' }
const read = (body: string, sign: ToneSign, person: { name: string | null } = petra) =>
  readTone({ subject: 'Your feedback', body }, person)[sign]

it.each([
  ['Hello Petra, we read it.', ['Petra']],
  ['Dear Ms Lindqvist, we read it.', ['Lindqvist']],
  ['Hello there, we read it.', []],
  ['The Petras of this world', []],
])('a reply names the customer by first or last name: %s', (body, words) => {
  expect(read(body, 'name')).toEqual({ isMet: words.length > 0, words })
})

it('nobody can be named whose name is not known', () => {
  expect(read('Hello Petra', 'name', { name: null })).toMatchObject({ isMet: false, isUnknown: true })
})

it.each([
  ['Thank you for telling us.', ['Thank you']],
  ['We are sorry, and we apologise.', ['sorry', 'apologise']],
  ['Vielen Dank, und es tut uns leid.', ['Dank', 'leid']],
  ['Merci pour votre message.', ['Merci']],
  ['Gracias por escribirnos.', ['Gracias']],
  ['We looked at it.', []],
])('thanks and regret are seen by their words: %s', (body, words) => {
  expect(read(body, 'thanks')).toEqual({ isMet: words.length > 0, words })
})

it.each([
  ['You hear from me by Monday 30 November.', ['by Monday 30 November']],
  ['I call you on Thursday at ten.', ['Thursday']],
  ['We look at it in the review of 1 December and I write to you that week.', ['1 December', 'that week']],
  ['I will answer within two working days.', ['within two working days']],
  ['She decides by 3 December.', ['by 3 December']],
  ['Ich melde mich bis Freitag.', ['bis Freitag']],
  ['Je vous appellerai jeudi.', ['jeudi']],
  ['Le llamaré el lunes.', ['el lunes']],
  // a day alone is no promise, and a promise without a day has no date
  ['You wrote to us on Monday.', []],
  ['We will look at it soon.', []],
])('what happens next counts with the day by which it does: %s', (body, words) => {
  expect(read(body, 'next')).toEqual({ isMet: words.length > 0, words })
})

it.each([
  ['You should have read the guide, it is in the mail.', ['You should have']],
  ['This was your own fault and we told you.', ['your own fault']],
  ['As we already explained, it is in the guide.', ['As we already explained']],
  ['Sie haben vergessen, das zu speichern.', ['Sie haben vergessen']],
  ['Vous auriez dû nous le dire.', ['Vous auriez dû']],
  ['Usted debería haber llamado a la oficina.', ['Usted debería haber']],
])('blame is found by its words: %s', (body, words) => {
  expect(read(body, 'blame')).toEqual({ isMet: false, words })
})

it('a reply without words of blame is free of it, one in a language we do not know may not be', () => {
  expect(read('It was our mistake, and we are sorry for it.', 'blame')).toEqual({ isMet: true, words: [] })
  expect(read('Dziękujemy bardzo i przepraszamy', 'blame')).toMatchObject({ isMet: false, isUnknown: true })
})

it.each([
  ['We said NEVER.', ['NEVER']],
  ['We know!!', ['!!']],
  ['The CSV and the JSON of the API are fine.', []],
  ['We know!', []],
])('capitals and rows of exclamation marks are shouting: %s', (body, words) => {
  expect(read(body, 'calm')).toEqual({ isMet: words.length === 0, words })
})

it('250 words are read at once, 251 are not', () => {
  expect(read('word '.repeat(250), 'length')).toEqual({ isMet: true, words: ['250'] })
  expect(read('word '.repeat(251), 'length')).toEqual({ isMet: false, words: ['251'] })
})

it('a slot of ours or of a pasted letter that is left open is seen', () => {
  expect(read('Hello {{first_name}}, from [Your Name]', 'slots').words).toEqual([
    '{{first_name}}',
    '[Your Name]',
  ])
  expect(read('Hello Petra', 'slots').isMet).toBe(true)
})

it('no text meets nothing', () => {
  const all = Object.values(readTone({ subject: 'Hello', body: '  ' }, petra))
  expect(all.filter((one) => one.isMet)).toEqual([])
})
