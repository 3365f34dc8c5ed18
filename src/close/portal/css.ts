/**
 * A workspace's own style of its portal. It is parsed, not searched for what is bad: what is not on a list here is left
 * out and said. Everything is scoped to the page's body, can load nothing, cannot place one thing over another and cannot
 * hide anything; the page allows the result by its hash.
 */

/** The names that a style may speak of; documented in docs/portal.md. */
const elements = new Set([
  'h1',
  'h2',
  'h3',
  'p',
  'a',
  'ul',
  'ol',
  'li',
  'nav',
  'main',
  'header',
  'footer',
  'button',
  'time',
  'b',
  'img',
])
const classes = new Set([
  'top',
  'brand',
  'tabs',
  'idea',
  'vote',
  'voted',
  'status',
  'boards',
  'board',
  'send',
  'note',
  'comment',
  'staff',
  'roadmap',
  'column',
  'change',
  'wire',
  'foot',
  'say',
])
const states = new Set([':hover', ':focus-visible', ':first-child', ':last-child'])
const properties =
  /^(color|background|background-color|border(-(block|inline|top|bottom|left|right)(-(start|end))?)?(-(color|width|style))?|border-radius|border-(start|end)-(start|end)-radius|box-shadow|font-(family|size|weight|style|variant|stretch)|line-height|letter-spacing|word-spacing|text-(align|decoration(-(color|line|style|thickness))?|transform|underline-offset|wrap)|padding(-(block|inline|top|bottom|left|right)(-(start|end))?)?|margin(-(block|inline|top|bottom|left|right)(-(start|end))?)?|gap|(row|column)-gap|max-width|accent-color|--[a-z][a-z0-9-]{0,39})$/
/** Functions that reckon and colour; none loads anything. */
const functions =
  /^(rgba?|hsla?|oklch|oklab|lch|lab|color-mix|light-dark|var|calc|clamp|min|max|linear-gradient|radial-gradient)$/
const medias =
  /^\((prefers-color-scheme:\s*(dark|light)|(min|max)-width:\s*\d{1,4}(\.\d{1,2})?(px|rem|em)|prefers-contrast:\s*more)\)$/
const rulesMost = 300

export interface Cleaned {
  css: string
  /** a sentence for each thing left out */
  faults: string[]
}

/** The style as it may stand on a page, and what was left out of it. */
export function cleanCss(given: string): Cleaned {
  const faults: string[] = []
  const text = given.replace(/\/\*[\s\S]*?\*\//g, ' ')
  const css = block(text, faults, true, { rules: 0 })
  return { css, faults: faults.slice(0, 20) }
}

function block(text: string, faults: string[], mayNest: boolean, counted: { rules: number }): string {
  let out = ''
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('{', at)
    const rest = text.slice(at, open < 0 ? undefined : open).trim()
    if (open < 0) {
      if (rest) faults.push(`“${short(rest)}” is no rule: a selector and its properties in { }.`)
      break
    }
    const close = closing(text, open)
    if (close < 0) {
      faults.push(`“${short(rest)}” has no closing }.`)
      break
    }
    const inner = text.slice(open + 1, close)
    at = close + 1
    if (rest.startsWith('@')) {
      const media = /^@media\s+([\s\S]+)$/.exec(rest)?.[1]?.trim()
      if (!mayNest || !media || !medias.test(media))
        faults.push(
          `“${short(rest)}” is not taken; of the rules with @ only @media by width, theme or contrast is.`,
        )
      else {
        const within = block(inner, faults, false, counted)
        if (within) out += `@media ${media}{${within}}`
      }
      continue
    }
    if (++counted.rules > rulesMost) {
      if (counted.rules === rulesMost + 1) faults.push(`Only the first ${rulesMost} rules are taken.`)
      continue
    }
    const selectors = rest
      .split(',')
      .map((one) => selector(one.trim(), faults))
      .filter((one) => one !== undefined)
    const declared = inner
      .split(';')
      .map((one) => declaration(one.trim(), faults))
      .filter((one) => one !== undefined)
    if (selectors.length > 0 && declared.length > 0) out += `${selectors.join(',')}{${declared.join(';')}}`
  }
  return out
}

function closing(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++
    else if (text[at] === '}' && --depth === 0) return at
  }
  return -1
}

function selector(given: string, faults: string[]): string | undefined {
  const parts = given.split(/\s*>\s*|\s+/).filter(Boolean)
  const isFine =
    parts.length > 0 &&
    parts.length <= 4 &&
    parts.every((part) => {
      const pieces = part.match(/^[a-z0-9]+|\.[a-z-]+|:[a-z-]+/g) ?? []
      return (
        pieces.join('') === part &&
        pieces.every((piece) =>
          piece.startsWith('.')
            ? classes.has(piece.slice(1))
            : piece.startsWith(':')
              ? states.has(piece)
              : elements.has(piece) || piece === 'body',
        )
      )
    })
  if (!isFine) {
    faults.push(`“${short(given)}” is no selector of the portal; see the names that can be styled.`)
    return undefined
  }
  return parts[0] === 'body' ? ['body.portal', ...parts.slice(1)].join(' ') : `body.portal ${parts.join(' ')}`
}

function declaration(given: string, faults: string[]): string | undefined {
  if (given === '') return undefined
  const [, name, value] = /^([a-z-]+[a-z0-9-]*)\s*:\s*([\s\S]+)$/i.exec(given) ?? []
  const property = name?.toLowerCase()
  if (!property || !value || !properties.test(property)) {
    faults.push(`“${short(given)}” is not taken: its property is not on the list.`)
    return undefined
  }
  const clean = value.replace(/\s+/g, ' ').trim()
  const used = [...clean.matchAll(/([a-z-]*)\(/gi)].map((match) => match[1]!.toLowerCase())
  const isFine =
    clean.length <= 200 &&
    /^[a-z0-9#%.,+*/()\s'"!-]+$/i.test(clean) &&
    used.every((one) => functions.test(one)) &&
    isClosed(clean)
  // pushed off the page
  const isMoved = property.startsWith('margin') && !/^[\d.a-z%\s]+$/i.test(clean)
  // type so small or a text so thin as to be hidden
  const isHidden = /^(font-size|line-height)$/.test(property) && /^0*\.?0*([a-z%]*)$/i.test(clean)
  if (
    !isFine ||
    isHidden ||
    isMoved ||
    /!\s*important/i.test(clean) ||
    /\btransparent\b|\/\s*0(%|\b)/i.test(property === 'color' ? clean : '')
  ) {
    faults.push(`“${short(given)}” is not taken: its value is not.`)
    return undefined
  }
  return `${property}:${clean}`
}

function isClosed(value: string): boolean {
  let depth = 0
  for (const letter of value) {
    if (letter === '(') depth++
    if (letter === ')' && --depth < 0) return false
  }
  const quotes = (mark: string) => value.split(mark).length % 2 === 1
  return depth === 0 && quotes('"') && quotes("'")
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
