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

const others = {
  Hebrew: 'החשבוניות יוצאות שגויות כל שבוע',
  Thai: 'ใบแจ้งหนี้ผิดทุกสัปดาห์',
  'simplified Chinese': '导出的账单总是错的，我们每周要花三个小时改。',
  'traditional Chinese': '匯出的帳單總是錯的。',
  Japanese: '請求書の出力がいつもまちがっています。カードも。',
  Korean: '내보낸 청구서가 항상 틀립니다',
}
const letters = (text: string) => [...text.replace(/[\s\p{C}]/gu, '')].sort().join('')

test.each(Object.entries(others))(
  'a quote in %s has each of its letters, broken into lines or not',
  async (_, said) => {
    const sheet = paper()
    sheet.text(said, { weight: 600 })
    const from = sheet.y
    sheet.text(said, { width: 60 })
    expect(sheet.y).toBeGreaterThan(from + 14)
    const { text } = await read(await sheet.end())
    // where a font has no such letter the PDF has a box, which says nothing when it is read
    const body = text.replace('Larkfield', '').replace('Week of 2 to 8 March, page 1 of 1', '')
    expect(letters(body)).toBe(letters(said + said))
  },
)

test('pictures fall away, and the words around them stay', async () => {
  const sheet = paper()
  sheet.text('Great 👍🏽 really ❤️ good')
  const { text } = await read(await sheet.end())
  expect(text).toMatch(/Great\s+really\s+good/)
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
