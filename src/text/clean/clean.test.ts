import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskCards, passesLuhn } from '#text/clean/cards.ts'
import { ownWords } from '#text/clean/clean.ts'
import { sourceOf } from '#text/clean/pieces.ts'

const own = (text: string) => ownWords(text).text.trim()

test.each([
  ['Plain words stay.\nAll of them.', 'Plain words stay.\nAll of them.'],
  ['It fails.\n\nOn Mon, 3 Mar 2025 at 10:00, Ana <ana@a.example> wrote:\n> How is it?\n> Ana', 'It fails.'],
  ['It fails.\n\nOn Mon, 3 Mar 2025 at 10:00,\nAna Lima <ana@a.example>\nwrote:\n\nHow is it?', 'It fails.'],
  ['Geht nicht.\n\nAm 03.03.2025 um 10:00 schrieb Ana Lima:\n> Wie ist es?', 'Geht nicht.'],
  ['Ça marche pas.\n\nLe lun. 3 mars 2025 à 10:00, Ana a écrit :\n> Alors ?', 'Ça marche pas.'],
  ['> How is it?\nBad.\n> And the export?\nWorse.', 'Bad.\nWorse.'],
  ['Ana wrote:\n> How is it?\nBad.', 'Bad.'],
  ['Broken.\n\n-----Original Message-----\nFrom: Support\nHow are you?', 'Broken.'],
  [
    'Broken.\n________________________________\nFrom: S <s@a.example>\nSent: Monday\nTo: Me\nSubject: Hi\n\nText',
    'Broken.',
  ],
  ['Von: S\nGesendet: Montag\nAn: Ich\nBetreff: Hallo\n\nDer Export fehlt.', 'Der Export fehlt.'],
  [
    '---------- Forwarded message ---------\nFrom: C\nDate: Mon\nSubject: Hi\n\nThe export is slow.',
    'The export is slow.',
  ],
  ['Slow.\n\n-- \nAna Lima\nHead of Data', 'Slow.'],
  ['Slow.\n\nBest regards,\nAna Lima\n+49 30 1234567', 'Slow.'],
  ['Langsam.\n\nMit freundlichen Grüßen\nAna Lima', 'Langsam.'],
  ['Slow.\nSent from my iPhone', 'Slow.'],
  ['Love it.\nThanks.\nBut the export is broken', 'Love it.\nThanks.\nBut the export is broken'],
  ['Thanks!', 'Thanks!'],
  [
    'Slow.\n\nThis e-mail and any attachments are confidential and intended solely for the addressee. If you are not the intended recipient, delete it.',
    'Slow.',
  ],
  [
    'The confidential flag of this message is lost when I delete attachments.',
    'The confidential flag of this message is lost when I delete attachments.',
  ],
  ['The log it wrote on 12 May:\nfailed', 'The log it wrote on 12 May:\nfailed'],
  ['<p>Can&#39;t &amp; won&rsquo;t</p><p>save<br>it</p>', "Can't & won’t\nsave\nit"],
  ['<div>Bad</div><div class="gmail_quote">On Monday<blockquote>Hi</blockquote></div>', 'Bad'],
  ['<style>p{}</style><p>Hi<script>alert(1)</script> there</p>', 'Hi there'],
  ['<!-- template --><b>Title</b> text', 'Title text'],
  ['1 < 2 and a > b', '1 < 2 and a > b'],
  ['', ''],
  ['<p></p>', ''],
])('of %j only %j is the customer’s own', (text, expected) => {
  expect(own(text)).toBe(expected)
})

test('every piece leads back to its place in the original', () => {
  const html =
    '<p>Hello&nbsp;Ana</p><blockquote type="cite">old</blockquote><p>The <b>export</b> isn&#39;t there</p>'
  const made = ownWords(html)
  const find = (words: string) => {
    const at = made.text.indexOf(words)
    return html.slice(...sourceOf(made, at, at + words.length))
  }
  expect(find('export')).toBe('export')
  expect(find("isn't")).toBe('isn&#39;t')
  expect(find('Ana')).toBe('Ana')
})

test.each([
  ['4111 1111 1111 1111', '•••• •••• •••• 1111'],
  ['card 4111-1111-1111-1111 exp 12/27', 'card ••••-••••-••••-1111 exp 12/27'],
  ['378282246310005', '•••••••••••0005'],
  ['４１１１１１１１１１１１１１１１', '••••••••••••１１１１'],
  ['12 4111111111111111 99', '12 ••••••••••••1111 99'],
  ['4111 1111 1111 1112', '4111 1111 1111 1112'],
  ['order 9111111111111111', 'order 9111111111111111'],
  ['call +49 30 1234 5678 900', 'call +49 30 1234 5678 900'],
  ['94111111111111111', '94111111111111111'],
])('%j is kept as %j', (text, masked) => {
  expect(maskCards(text)).toBe(masked)
  expect(masked.length).toBe(text.length)
})

test('the check digit decides', () => {
  expect(passesLuhn('4111111111111111')).toBe(true)
  expect(passesLuhn('4111111111111112')).toBe(false)
})

const evil: [string, string][] = [
  ['open tags', '<p '],
  ['nested tags', '<div>'],
  ['entities', '&amp;'],
  ['introductions', 'On 1 2020 10:00 a@b wrote:\n'],
  ['headers', 'From: a\nTo: b\nSubject: c\n\n'],
  ['farewells', 'Thanks\n'],
  ['quotes', '>'],
  ['digits', '4'],
  ['digits with blanks', '4 '],
  ['small print', '\n\nconfidential this e-mail '],
]
test.each(evil)('%s without end are read in bounded work', (_, unit) => {
  // Twice the text must not cost many times the work; a quadratic reading of this size would not end.
  const text = unit.repeat(Math.ceil(100_000 / unit.length))
  expect(ownWords(text).text.length).toBeLessThanOrEqual(text.length)
  expect(maskCards(text).length).toBe(text.length)
})

test('no text breaks the cleaning, and nothing is made up', () => {
  const pieces = fc.constantFrom(
    '<p>',
    '</p>',
    '&amp;',
    '> ',
    '\n',
    '-- \n',
    'Thanks,\n',
    'On 2020 10:00 a@b wrote:',
    '4111111111111111',
    '<blockquote type=cite>',
    'word ',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' }))), (parts) => {
      const text = parts.join('')
      const made = ownWords(text)
      expect(made.text.length).toBeLessThanOrEqual(text.length + 1)
      const [from, to] = sourceOf(made, 0, made.text.length)
      expect(from >= 0 && from <= to && to <= text.length).toBe(true)
      expect(maskCards(maskCards(text))).toBe(maskCards(text))
    }),
    { numRuns: 300 },
  )
})
