import { extractText, getDocumentProxy } from 'unpdf'
import { expect, test } from 'vitest'
import { Paper } from '#platform/pdf/paper.ts'

const paper = () =>
  new Paper({
    title: 'Week',
    author: 'Larkfield',
    madeAt: new Date('2037-03-09T06:00:00Z'),
    head: 'Week of 2 to 8 March',
  })

const said = [
  'naïve façade, €12, Łódź',
  'Приложение нужно нам в поле',
  'Το μενού μπερδεύει',
  'Đường này rất chậm',
]

async function read(bytes: Buffer) {
  const { totalPages, text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), {
    mergePages: true,
  })
  return { pages: totalPages, text }
}

test('quotes in Latin, Cyrillic, Greek and Vietnamese letters can be read and copied', async () => {
  const sheet = paper()
  for (const one of said) sheet.text(one)
  const { text } = await read(await sheet.end())
  for (const one of said) expect(text).toContain(one)
})

test('Arabic is shaped, stands at the right, and keeps its numbers and Western words in order', async () => {
  const sheet = paper()
  sheet.text('رقم 340 (PDF)')
  const { text } = await read(await sheet.end())
  expect(text).toContain('340')
  expect(text).toContain('PDF')
  expect(text.replace(/\p{Cc}/gu, '')).toContain('رقم')
})

test('sheets are numbered, a word too long for a line is parted, and the same words make the same file', async () => {
  const make = () => {
    const sheet = paper()
    sheet.text('x'.repeat(300))
    for (let n = 0; n < 80; n++) sheet.text(`Line ${n}`)
    return sheet.end()
  }
  const [once, again] = [await make(), await make()]
  expect(once.equals(again)).toBe(true)
  const { pages, text } = await read(once)
  expect(pages).toBe(2)
  expect(text).toContain('Week of 2 to 8 March, page 2 of 2')
})
