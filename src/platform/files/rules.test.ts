import { expect, test } from 'vitest'
import { cleanName, downloadHeaders, isMarkup, typeOf } from '#platform/files/rules.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

test.each([
  ['\x89PNG\r\n\x1a\n0000', 'image/png'],
  ['\xff\xd8\xff\xe0aaaaaaaa', 'image/jpeg'],
  ['RIFF0000WEBPVP8 ', 'image/webp'],
  ['RIFF0000WAVEfmt ', 'application/octet-stream'],
  ['GIF89a000000', 'image/gif'],
  ['%PDF-1.7 0000', 'application/pdf'],
  ['PK\x03\x0400000000', 'application/zip'],
  ['x\x9f>\x22\x01\x00\x01\x06\x90\x08\x00\x04', 'application/ms-tnef'],
  ['hello, world', 'application/octet-stream'],
  ['', 'application/octet-stream'],
])('%j is told to be %s by its bytes', (head, type) => expect(typeOf(latin(head))).toBe(type))

test.each([
  '<svg xmlns="http://www.w3.org/2000/svg"/>',
  '  \n<?xml version="1.0"?><svg/>',
  '\ufeff<!DOCTYPE html><script>1</script>',
  '<!-- a comment --><svg/>',
])('%j is markup and refused', (text) => expect(isMarkup(bytes(text))).toBe(true))

test('markup in UTF-16 is seen', () => {
  expect(isMarkup(new Uint8Array(Buffer.from('\ufeff<svg/>', 'utf16le')))).toBe(true)
})
test('a PNG is no markup', () => expect(isMarkup(latin('\x89PNG\r\n\x1a\n<svg/>'))).toBe(false))

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\temp\\bild.png', 'bild.png'],
  ['invoice\u200b.p\u202egnp.exe', 'invoice.pgnp.exe'],
  ['..', 'file'],
  ['a"b\r\nc.png', 'abc.png'],
  ['Übersicht März.png', 'Übersicht März.png'],
])('the name %j is kept as %j', (given, kept) => expect(cleanName(given)).toBe(kept))

test('a download is an attachment that no browser guesses at or runs', () => {
  const headers = downloadHeaders({ name: 'Übersicht "1".png', type: 'image/png', bytes: 3 })
  expect(headers['content-disposition']).toBe(
    `attachment; filename="_bersicht _1_.png"; filename*=UTF-8''%C3%9Cbersicht%20%221%22.png`,
  )
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  })
})
