import { describe, expect, it } from 'vitest'
import { cleanCss } from '#close/portal/css.ts'
import { markdownHtml } from '#close/portal/markdown.ts'
import {
  cleanLine,
  heldFor,
  linksIn,
  nameFault,
  safeBack,
  shownName,
  visibleTo,
} from '#close/portal/rules.ts'

describe('own style', () => {
  it.each([
    ['.idea h3 { color: #123456; padding: 4px }', 'body.portal .idea h3{color:#123456;padding:4px}'],
    [
      'body { --accent: rgb(1, 2, 3) } a:hover{color:red}',
      'body.portal{--accent:rgb(1,2,3)}body.portal a:hover{color:red}',
    ],
    [
      '@media (prefers-color-scheme: dark) { .top { background: black } }',
      '@media (prefers-color-scheme:dark){body.portal .top{background:black}}',
    ],
    [
      'p{font-size:1.1rem;line-height:1.4;letter-spacing:-.02em}',
      'body.portal p{font-size:1.1rem;line-height:1.4;letter-spacing:-.02em}',
    ],
    ['> a{color:var(--ink)/*</style>*/}', 'body.portal >a{color:var(--ink)}'],
    ['a{--x:"\\a}body{display:none"}', 'body.portal a{--x:"\\a}body{display:none"}'],
  ])('keeps %s', (given, kept) => {
    expect(cleanCss(given)).toEqual({ css: kept, faults: [] })
  })

  it.each([
    'body { background: url(https://evil.example/x) }',
    'body { background: u\\72l(//evil.example) }',
    'body { background: image-set("https://evil.example/x" 1x) }',
    '@import "https://evil.example/a.css";',
    '@font-face { font-family: a; src: url(//evil.example) }',
    '.vote { position: fixed }',
    '.vote { display: none }',
    'a { color: transparent }',
    'a { COLOR: Transparent }',
    'a { color: rgba(0,0,0,0) }',
    'a { color: rgb(0 0 0 / .01) }',
    'a { color: #12345600 }',
    'a { color: color-mix(in srgb, red 0%, #0000) }',
    'p { FONT-SIZE: 0 }',
    'p { font-size: .01px }',
    'p { font-size: calc(0px) }',
    'p { line-height: .01 }',
    'p { letter-spacing: -9999px }',
    'main { MARGIN-LEFT: -9999px }',
    'a { background: \\75rl(//evil.example) }',
    'a { background: \\75 rl("//evil.example") }',
    'a { background: var(--x, url(//evil.example)) }',
    'a { background: src("//evil.example") }',
    'a { font-family: x, u/**/rl(a) }',
    'a { --x: url(//evil.example) }',
    'a { --x: "\\3c/style>" }',
    'a { --x: { color: red } }',
    'a { c\\6flor: red }',
    '@media (min-width: 1px) or (color) { a { color: red } }',
    '@media (min-width: 1px) { @media (max-width: 2px) { a { color: red } } }',
    '@m\\65 dia (min-width: 1px) { a { color: red } }',
    '.idea::after { color: red }',
    'a:has(b) { color: red }',
    'a + b { color: red }',
    'p { font-size: 0px }',
    'main { margin-left: -9999px }',
    'main { margin: calc(0px - 100vw) }',
    '.vote { color: red !important }',
    'input[value^="a"] { color: red }',
    '* { color: red }',
    '.trap { color: red }',
    'p { color: red </style><script>alert(1)</script> }',
    'p { color',
  ])('leaves out %s, and says so', (given) => {
    const { css, faults } = cleanCss(given)
    expect(css).toBe('')
    expect(faults.length).toBeGreaterThan(0)
  })

  it('reads 20,000 characters of braces in no time', () => {
    for (const text of ['{'.repeat(20_000), '}'.repeat(20_000), 'a{'.repeat(10_000), '/*'.repeat(10_000)])
      expect(cleanCss(text).css).toBe('')
  })
})

describe('names', () => {
  it.each(['Larkfield', 'Ларкфилд', 'Larkfield Школа', 'أفكار Larkfield', 'Ιδέες 2037', '声 Larkfield'])(
    '%s is a name',
    (name) => {
      expect(nameFault(name)).toBeUndefined()
    },
  )
  it.each(['Lаrkfield', 'Goοgle', 'Lark\u202efield', 'Lark\u200bfield'])('%s imitates another', (name) => {
    expect(nameFault(name)).toBeDefined()
  })
  it.each([
    ['Petra Lindqvist', 'Petra L.'],
    ['Petra', 'Petra'],
    ['petra@quillmere.example', null],
    [null, null],
    ['  \u202e ', null],
  ])('%s is shown to others as %s', (name, shown) => {
    expect(shownName(name)).toBe(shown)
  })
})

it.each([
  ['no link at all', 0],
  ['see https://a.example and www.b.example', 2],
  ['buy at cheap-pills.shop now', 1],
  ['version 2.0.com is no', 0],
])('“%s” has so many links: %d', (text, links) => {
  expect(linksIn(text)).toBe(links)
})

it('a comment waits by the setting, and with many links in any case', () => {
  const settings = { commentsHeld: 'first', linksAllowed: 2 } as const
  expect(heldFor({ links: 0, isKnown: true }, settings)).toBeNull()
  expect(heldFor({ links: 0, isKnown: false }, settings)).toBe('first')
  expect(heldFor({ links: 3, isKnown: true }, settings)).toBe('links')
  expect(heldFor({ links: 3, isKnown: true }, { ...settings, commentsHeld: 'none' })).toBe('links')
  expect(heldFor({ links: 0, isKnown: true }, { ...settings, commentsHeld: 'all' })).toBe('all')
})

it('an area belongs to the nearest board at or above it', () => {
  const areas = [
    { id: 'a', parent_id: null, name: 'A' },
    { id: 'b', parent_id: 'a', name: 'B' },
    { id: 'c', parent_id: 'b', name: 'C' },
    { id: 'd', parent_id: null, name: 'D' },
  ]
  const boards = [
    { id: '1', product_area_id: 'a', segments: ['school'] },
    { id: '2', product_area_id: 'c', segments: [] },
  ]
  expect(visibleTo(null, boards, areas)).toMatchObject({
    boards: [{ id: '2', areaIds: ['c'] }],
    hiddenAreaIds: ['a', 'b'],
  })
  expect(visibleTo('school', boards, areas)).toMatchObject({
    boards: [{ areaIds: ['a', 'b'] }, { areaIds: ['c'] }],
    hiddenAreaIds: [],
  })
})

it.each([
  ['/p/x', '/p/x'],
  ['/p/x/ideas/req_1?said=vote', '/p/x/ideas/req_1?said=vote'],
  ['/p/xy', '/p/x'],
  ['//evil.example', '/p/x'],
  ['/p/x/../../w', '/p/x'],
  ['/p/x//evil.example', '/p/x'],
  ['https://evil.example/p/x', '/p/x'],
  ['/p/x/%2e%2e/%2e%2e/w', '/p/x'],
  ['/\\evil.example', '/p/x'],
  ['/p/x/..\\..\\w', '/p/x'],
  ['/p/x\r\nset-cookie: a=b', '/p/x'],
  [null, '/p/x'],
])('after a form, %s leads to %s', (back, to) => {
  expect(safeBack(back, '/p/x')).toBe(to)
})

it('notes become HTML of a few kinds, and what was typed stays text', () => {
  const url = (id: string) => `/f/${id}`
  expect(markdownHtml('a **b** <i>\n\n1. x\n2. `y`', url)).toBe(
    '<p>a <b>b</b> &lt;i&gt;</p><ol><li>x</li><li><code>y</code></li></ol>',
  )
  expect(
    markdownHtml(
      '[x](javascript:alert(1)) ![x](https://evil.example/t.png) [k](https://a.example/?a="b)',
      url,
    ),
  ).not.toMatch(/<img|href="javascript/)
  for (const [notes, html] of [
    ['<script>x</script>', '&lt;script&gt;x&lt;/script&gt;'],
    ['| a |\n|--|\n| <i> |', '| a |\n|--|\n| &lt;i&gt; |'],
    ['[x][r]\n\n[r]: javascript:alert(1)', '<p>x</p>'],
    ['[x](//a.example)', '<p>x</p>'],
    ['`<b>` \\<b>', '<p><code>&lt;b&gt;</code> &lt;b&gt;</p>'],
    [
      '[![x](https://a.example/x.png)](https://b.example)',
      '<p><a href="https://b.example" rel="noopener noreferrer">x</a></p>',
    ],
    [
      '![a"b](file_01jq0000000000000000000000)',
      '<p><img src="/f/file_01jq0000000000000000000000" alt="a&quot;b" loading="lazy"></p>',
    ],
  ] as const)
    expect(markdownHtml(notes, url)).toBe(html)
  const deep = '>'.repeat(20_000)
  expect(markdownHtml(deep, url)).toBe(`<p>${'&gt;'.repeat(20_000)}</p>`)
  expect(cleanLine('a\u0000b \u202e\n c', 10)).toBe('ab c')
})
