import { asDataUrl } from './picture.ts'
import { mostElements } from './snapshot-properties.ts'

const mostFontBytes = 1_500_000

async function fetched(url: string, mostBytes: number): Promise<string | undefined> {
  try {
    if (new URL(url, location.href).origin !== location.origin) return undefined
    const answer = await fetch(url)
    const blob = answer.ok ? await answer.blob() : undefined
    return blob && blob.size <= mostBytes ? await asDataUrl(blob) : undefined
  } catch {
    return undefined
  }
}

/** Background pictures of this origin that are in sight, at most twelve. */
export async function backgrounds(own: Element): Promise<Map<string, string>> {
  const wanted = new Set<string>()
  let seen = 0
  for (const element of document.body.querySelectorAll('*')) {
    if (element === own || ++seen > mostElements || wanted.size >= 12) break
    const url = /url\("(?!data:)([^"]+)"\)/.exec(getComputedStyle(element).backgroundImage)?.[1]
    if (url) wanted.add(url)
  }
  const found = await Promise.all(
    [...wanted].map(async (url) => [url, await fetched(url, 1_000_000)] as const),
  )
  return new Map(found.filter((pair): pair is [string, string] => pair[1] !== undefined))
}

/** The page's own fonts that are in use and come from its origin, so that text looks and wraps the same. */
export async function fontFaces(): Promise<string> {
  let text = ''
  let left = mostFontBytes
  const used = new Set<string>()
  for (const face of document.fonts ?? [])
    if (face.status === 'loaded') used.add(face.family.replace(/["']/g, ''))
  if (used.size === 0) return ''
  for (const sheet of document.styleSheets) {
    let rules: CSSRuleList
    try {
      rules = sheet.cssRules
    } catch {
      continue // a sheet from another origin
    }
    for (const rule of rules) {
      if (!(rule instanceof CSSFontFaceRule)) continue
      const family = rule.style.getPropertyValue('font-family')
      if (!used.has(family.replace(/["']/g, '')) || !coversLatin(rule)) continue
      const url = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue('src'))?.[1]
      const data = url && (await fetched(new URL(url, sheet.href ?? location.href).href, left))
      if (!data) continue
      left -= data.length
      const keep = ['font-family', 'font-weight', 'font-style', 'font-stretch']
        .map((name) => `${name}:${rule.style.getPropertyValue(name)};`)
        .join('')
      text += `@font-face{${keep}src:url("${data}")}`
    }
  }
  return text
}

function coversLatin(rule: CSSFontFaceRule): boolean {
  const range = rule.style.getPropertyValue('unicode-range')
  return !range || /U\+0*(0-|0000-|20-|0020-)/i.test(range) || /U\+\?\?/.test(range)
}
