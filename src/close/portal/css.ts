import type { CssNode, Declaration, Rule } from 'css-tree'
import generate from 'css-tree/generator'
import parse from 'css-tree/parser'
import walk from 'css-tree/walker'

/**
 * A workspace's own style of its portal. It is parsed, not searched for what is bad: what is not on a list here is left
 * out and said. Everything is scoped to the page's body and can load nothing; no property on the list places, hides or moves
 * things, and letters stay opaque and large enough. The page allows the result by its hash.
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
const states = new Set(['hover', 'focus-visible', 'first-child', 'last-child'])
const properties =
  /^(color|background|background-color|border(-(block|inline|top|bottom|left|right)(-(start|end))?)?(-(color|width|style))?|border-radius|border-(start|end)-(start|end)-radius|box-shadow|font-(family|size|weight|style|variant|stretch)|line-height|letter-spacing|word-spacing|text-(align|decoration(-(color|line|style|thickness))?|transform|underline-offset|wrap)|padding(-(block|inline|top|bottom|left|right)(-(start|end))?)?|margin(-(block|inline|top|bottom|left|right)(-(start|end))?)?|gap|(row|column)-gap|max-width|accent-color|--[a-z][a-z0-9-]{0,39})$/
/** Functions that reckon and colour; none loads anything. */
const functions =
  /^(rgba?|hsla?|oklch|oklab|lch|lab|color-mix|light-dark|var|calc|clamp|min|max|linear-gradient|radial-gradient)$/
const medias =
  /^\((prefers-color-scheme:\s*(dark|light)|(min|max)-width:\s*\d{1,4}(\.\d{1,2})?(px|rem|em)|prefers-contrast:\s*more)\)$/
const rulesMost = 300
/** What a value may be made of; an address is none of it. */
const valueParts = new Set<CssNode['type']>([
  ...(['Value', 'Identifier', 'Number', 'Percentage', 'Dimension', 'Hash', 'Operator', 'String'] as const),
  ...(['Function', 'Parentheses'] as const),
])

export interface Cleaned {
  css: string
  /** a sentence for each thing left out */
  faults: string[]
}

/** The style as it may stand on a page, and what was left out of it. */
export function cleanCss(given: string): Cleaned {
  const faults: string[] = []
  const leaveOut = (node: CssNode | string, why: string) => {
    const text = typeof node === 'string' ? node : generate(node)
    faults.push(`“${text.length > 60 ? `${text.slice(0, 60)}…` : text}” ${why}`)
  }
  const sheet = parse(given, {
    parseCustomProperty: true,
    onParseError: (error) => {
      leaveOut(error.message, `(line ${error.line}): what cannot be read is left out.`)
    },
  })
  if (sheet.type !== 'StyleSheet') return { css: '', faults }
  let rules = 0
  const ruleOf = (rule: Rule): string => {
    if (++rules > rulesMost) {
      if (rules === rulesMost + 1) faults.push(`Only the first ${rulesMost} rules are taken.`)
      return ''
    }
    const asked = rule.prelude.type === 'SelectorList' ? rule.prelude.children.toArray() : [rule.prelude]
    const selectors = asked.flatMap((one) => {
      const selector = selectorOf(one)
      if (!selector) leaveOut(one, 'is no selector of the portal; see the names that can be styled.')
      return selector ?? []
    })
    const declared = rule.block.children.toArray().flatMap((one) => {
      const why = one.type === 'Declaration' ? faultOf(one) : 'is not taken: it is no property with a value.'
      if (why) leaveOut(one, why)
      return why ? [] : generate(one)
    })
    return selectors.length > 0 && declared.length > 0 ? `${selectors.join(',')}{${declared.join(';')}}` : ''
  }
  const css = sheet.children
    .toArray()
    .map((node) => {
      if (node.type === 'Rule') return ruleOf(node)
      if (node.type === 'Comment') return ''
      const query =
        node.type === 'Atrule' && node.name === 'media' && node.prelude ? generate(node.prelude) : ''
      if (node.type === 'Atrule' && node.block && medias.test(query))
        return `@media ${query}{${node.block.children
          .toArray()
          .map((one) => {
            if (one.type === 'Rule') return ruleOf(one)
            if (one.type !== 'Comment') leaveOut(one, 'is not taken: within @media stand rules alone.')
            return ''
          })
          .join('')}}`
      leaveOut(node, 'is not taken; of the rules with @ only @media by width, theme or contrast is.')
      return ''
    })
    .filter((one) => !one.endsWith('{}'))
    .join('')
  return { css, faults: faults.slice(0, 20) }
}

/** A selector within the page's body; undefined where it names anything else. */
function selectorOf(node: CssNode): string | undefined {
  if (node.type !== 'Selector') return undefined
  const pieces = node.children.toArray()
  const isFine = pieces.every((piece, i) => {
    if (piece.type === 'TypeSelector') return elements.has(piece.name) || (piece.name === 'body' && i === 0)
    if (piece.type === 'ClassSelector') return classes.has(piece.name)
    if (piece.type === 'PseudoClassSelector') return piece.children === null && states.has(piece.name)
    return piece.type === 'Combinator' && (piece.name === ' ' || piece.name === '>')
  })
  if (!isFine || pieces.filter(({ type }) => type === 'Combinator').length > 3) return undefined
  const text = generate(node)
  return /^body\b/.test(text) ? text.replace(/^body/, 'body.portal') : `body.portal ${text}`
}

/** Letters smaller than these cannot be read, by unit. */
const smallest: Readonly<Record<string, number>> = { px: 8, pt: 6, rem: 0.5, em: 0.5, '%': 50, '': 0.8 }

function isReadable(size: string): boolean {
  const [, number, unit = ''] = /^\+?(\d*\.?\d+)([a-z%]*)$/.exec(size) ?? []
  return number === undefined ? /^[a-z-]+$/.test(size) : Number(number) >= (smallest[unit] ?? Infinity)
}

/** A colour that something behind it is seen through. */
const seeThrough = /\btransparent\b|\/|#(?:[\da-f]{4}|[\da-f]{8})\b|(?:rgb|hsl)a?\((?:[^,)]*,){3}/

/** Why a declaration is left out; undefined where it stays. */
function faultOf({ property: given, value, important }: Declaration): string | undefined {
  const property = given.toLowerCase()
  if (!properties.test(property)) return 'is not taken: its property is not on the list.'
  const text = generate(value)
  let isFine = !important && text.length <= 200 && !text.includes('<')
  // what the reader did not understand
  isFine &&= value.type !== 'Raw'
  walk(value, (node) => {
    if (node !== value) isFine &&= valueParts.has(node.type)
    if (node.type === 'Function') isFine &&= functions.test(node.name.toLowerCase())
  })
  for (const [, name] of text.matchAll(/([a-z-]+)\(/gi)) isFine &&= functions.test(name!.toLowerCase())
  // pushed off the page
  if (property.startsWith('margin')) isFine &&= /^[\d.a-z%\s]+$/i.test(text)
  if (/^(font-size|line-height)$/.test(property)) isFine &&= isReadable(text.toLowerCase())
  // letters on top of each other, or off the page
  if (/^(letter|word)-spacing$/.test(property)) isFine &&= /^(normal|-?(0|0?\.\d+)r?em|-?\dpx|0)$/i.test(text)
  if (property === 'color') isFine &&= !seeThrough.test(text.toLowerCase())
  return isFine ? undefined : 'is not taken: its value is not.'
}
