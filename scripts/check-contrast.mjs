// Checks every pair of colours the components use, in both themes, and the palette under three kinds of colour blindness.
// A new colour is added together with its pairs. Run: npm run check:contrast
import { readFileSync } from 'node:fs'

const css = readFileSync(new URL('../src/platform/web/tokens.css', import.meta.url), 'utf8')

function block(pattern, name) {
  const found = css.match(pattern)
  if (!found) throw new Error(`tokens.css has no ${name} block`)
  return Object.fromEntries(
    [...found[1].matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((one) => [one[1], one[2]]),
  )
}

const themes = {
  light: block(/\[data-theme="light"\] \{([\s\S]*?)\n\}/, 'light'),
  dark: block(/\n\[data-theme="dark"\] \{([\s\S]*?)\n\}/, 'dark'),
}
const system = block(/:root:not\(\[data-theme\]\) \{([\s\S]*?)\n {2}\}/, 'system dark')

const channels = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
const linear = (hex) => channels(hex).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
const luminance = (hex) => {
  const [r, g, b] = linear(hex)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a, b) => {
  const [dark, light] = [luminance(a), luminance(b)].sort((p, q) => p - q)
  return (light + 0.05) / (dark + 0.05)
}

const text = 4.5
const mark = 3
const grounds = ['canvas', 'surface', 'sunken', 'raised', 'hover']
const inks = [
  'ink',
  'ink-2',
  'ink-3',
  'accent-ink',
  'neg-ink',
  'pos-ink',
  'neu-ink',
  'mix-ink',
  'late-ink',
  'soon-ink',
]
const marks = [
  'focus',
  'control-line',
  'accent',
  'late',
  'neg',
  'pos',
  'mix',
  'chart-1',
  'chart-2',
  'chart-3',
  'chart-4',
  'chart-6',
]
const pairs = [
  ...inks.flatMap((ink) => grounds.map((ground) => [ink, ground, text])),
  ...['active', 'accent-tint'].flatMap((ground) =>
    ['ink', 'ink-2', 'ink-3'].map((ink) => [ink, ground, text]),
  ),
  ...['neg', 'pos', 'neu', 'mix', 'late', 'soon'].flatMap((tone) => [
    [`${tone}-ink`, `${tone}-tint`, text],
    ['ink', `${tone}-tint`, text],
  ]),
  ['accent-ink', 'accent-tint', text],
  ['accent-ink', 'accent-tint-2', text],
  ['ink', 'accent-tint-2', text],
  ['neg-ink', 'neg-tint-2', text],
  ['pos-ink', 'pos-tint-2', text],
  ['on-accent', 'accent', text],
  ['on-accent', 'accent-hover', text],
  ['on-late', 'late', text],
  ['ink', 'mark', text],
  ['ink-inverse', 'ink', text],
  // a late or nearly late clock in a selected row
  ['late-ink', 'accent-tint', text],
  ['soon-ink', 'accent-tint', text],
  ...marks.flatMap((one) => ['canvas', 'surface', 'sunken'].map((ground) => [one, ground, mark])),
]

let bad = 0
const fail = (line) => {
  bad += 1
  console.log(`FAIL ${line}`)
}

for (const [name, theme] of Object.entries(themes)) {
  let tightest = { room: Number.POSITIVE_INFINITY, says: '' }
  for (const [front, ground, least] of pairs) {
    if (!theme[front] || !theme[ground]) {
      fail(`${name}: ${front} or ${ground} is missing`)
      continue
    }
    const ratio = contrast(theme[front], theme[ground])
    if (ratio < least) fail(`${name}: ${front} on ${ground} is ${ratio.toFixed(2)}, needs ${least}`)
    if (ratio / least < tightest.room) {
      tightest = { room: ratio / least, says: `${front} on ${ground} ${ratio.toFixed(2)} (needs ${least})` }
    }
  }
  console.log(`${name}: ${pairs.length} pairs, tightest ${tightest.says}`)
}
if (JSON.stringify(system) !== JSON.stringify(themes.dark)) fail('the two dark blocks differ')

// Colour blindness: Machado 2009, severity 1; distance in OKLab times 100. Below 8 two series are hard to tell apart.
const sights = {
  normal: null,
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}
const times = (matrix, [r, g, b]) => matrix.map((row) => Math.max(0, row[0] * r + row[1] * g + row[2] * b))
function oklab([r, g, b]) {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}
const sets = {
  categorical: ['chart-1', 'chart-2', 'chart-3', 'chart-4', 'chart-5', 'chart-6'],
  'NPS groups': ['neg', 'neu', 'pos'],
  'clock marks': ['soon', 'late', 'ink-2'],
  sentiment: ['neg', 'neu', 'pos', 'mix'],
}
for (const [name, theme] of Object.entries(themes)) {
  for (const [set, keys] of Object.entries(sets)) {
    for (const [sight, matrix] of Object.entries(sights)) {
      const seen = keys.map((key) => oklab(matrix ? times(matrix, linear(theme[key])) : linear(theme[key])))
      let closest = { distance: Number.POSITIVE_INFINITY, says: '' }
      for (let i = 0; i < keys.length; i++) {
        for (let j = i + 1; j < keys.length; j++) {
          const distance = 100 * Math.hypot(...seen[i].map((value, axis) => value - seen[j][axis]))
          if (distance < closest.distance)
            closest = { distance, says: `${keys[i]}/${keys[j]} ${distance.toFixed(1)}` }
        }
      }
      if (closest.distance < 8) fail(`${name} ${set} ${sight}: ${closest.says}, needs 8`)
    }
  }
}
console.log(bad > 0 ? `${bad} pair(s) fail` : 'All pairs hold, in both themes and for every kind of sight.')
process.exitCode = bad > 0 ? 1 : 0
