import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { testFolder } from '#platform/testing/folder.ts'
import { copyAsUtf8, decodeWindows1252, type Encoding, EncodingProbe } from './encoding.ts'

const german = 'Kommentar;Name\nDie Größe stimmt nicht – schöne Grüße, 5 €;Jörg Müller\n'

function guess(...chunks: Buffer[]) {
  const probe = new EncodingProbe()
  for (const chunk of chunks) probe.add(chunk)
  return probe.guess()
}

function as(encoding: 'utf-16le' | 'utf-16be' | 'latin1', text: string): Buffer {
  if (encoding === 'latin1')
    return Buffer.from(text.replaceAll('–', '\u0096').replaceAll('€', '\u0080'), 'latin1')
  const bytes = Buffer.from(text, 'utf16le')
  return encoding === 'utf-16le' ? bytes : bytes.swap16()
}

async function copied(bytes: Buffer, encoding: Encoding): Promise<Buffer> {
  const folder = testFolder()
  writeFileSync(join(folder, 'in'), bytes)
  await copyAsUtf8(join(folder, 'in'), encoding, join(folder, 'out'))
  return readFileSync(join(folder, 'out'))
}

describe('the encoding of a file', () => {
  test('is UTF-8 when every byte fits, also when a chunk ends inside a letter', () => {
    const bytes = Buffer.from(`${german}🙂`)
    for (let cut = 0; cut < bytes.length; cut++) {
      expect(guess(bytes.subarray(0, cut), bytes.subarray(cut))).toMatchObject({
        encoding: 'utf-8',
        isCertain: true,
      })
    }
  })

  test('is told by its mark, and UTF-16 also without one', () => {
    expect(guess(Buffer.from(`\ufeff${german}`))).toMatchObject({ encoding: 'utf-8', isCertain: true })
    expect(guess(as('utf-16le', `\ufeff${german}`))).toMatchObject({ encoding: 'utf-16le', isCertain: true })
    expect(guess(as('utf-16be', `\ufeff${german}`))).toMatchObject({ encoding: 'utf-16be', isCertain: true })
    expect(guess(as('utf-16le', german))).toMatchObject({ encoding: 'utf-16le', isCertain: true })
    expect(guess(as('utf-16be', german))).toMatchObject({ encoding: 'utf-16be', isCertain: true })
  })

  test('is Windows-1252 when Western words come out', () => {
    expect(guess(as('latin1', german))).toMatchObject({ encoding: 'windows-1252', isCertain: true })
  })

  test('is asked about when other readings are as good: Polish, Cyrillic, Mac, Japanese, damaged UTF-8', () => {
    const polish = Buffer.from(
      [...'Za']
        .map((c) => c.charCodeAt(0))
        .concat(
          [0xbf, 0xf3, 0xb3, 0xe6],
          [...' g'].map((c) => c.charCodeAt(0)),
          [0xea, 0x9c, 0x6c, 0xb9, 0x20, 0x6a, 0x61, 0x9f, 0xf1],
        ),
    )
    expect(guess(polish).isCertain).toBe(false)
    const cyrillic = Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x2c, 0x20, 0xec, 0xe8, 0xf0, 0x0a])
    expect(guess(cyrillic)).toMatchObject({
      isCertain: false,
      others: expect.arrayContaining(['windows-1251']),
    })
    const mac = Buffer.from('The caf\x8e was good, gr\x9f\xa7e from Mr M\x9fller', 'latin1')
    expect(guess(mac)).toMatchObject({ isCertain: false, encoding: 'macintosh' })
    const japanese = Buffer.from([0x83, 0x65, 0x83, 0x58, 0x83, 0x67, 0x2c, 0x31, 0x0a])
    expect(guess(japanese).isCertain).toBe(false)
    const damaged = Buffer.concat([Buffer.from('äöüß'.repeat(20)), Buffer.from([0xc3, 0x2c])])
    expect(guess(damaged)).toMatchObject({ encoding: 'utf-8', isCertain: false })
  })

  test('is copied into UTF-8 without a wrong letter', async () => {
    expect((await copied(as('latin1', german), 'windows-1252')).toString()).toBe(german)
    expect((await copied(as('utf-16le', `\ufeff${german}`), 'utf-16le')).toString()).toBe(german)
    expect((await copied(as('utf-16be', german), 'utf-16be')).toString()).toBe(german)
    expect((await copied(Buffer.from([0xcf, 0xf0, 0xe8]), 'windows-1251')).toString()).toBe('При')
  })

  test('leaves a byte that is no UTF-8 where the encoding has no letter, so that the row is reported', async () => {
    const bytes = Buffer.concat([as('utf-16le', 'a'), Buffer.from([0x3d, 0xd8]), as('utf-16le', 'b')])
    expect([...(await copied(bytes, 'utf-16le'))]).toEqual([0x61, 0xff, 0x62])
  })

  test('Windows-1252 signs in the range of control characters are those of the standard', () => {
    expect(decodeWindows1252(Buffer.from([0x80, 0x92, 0x96, 0x9f, 0xe9]))).toBe('€’–Ÿé')
  })
})
