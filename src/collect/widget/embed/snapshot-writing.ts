import { mostElements } from './snapshot-properties.ts'

/** Text as XML takes it: without control characters and halves of surrogate pairs. */
export const xml = (text: string) =>
  text
    .replace(/[^\P{Cc}\t\n\r]|\p{Surrogate}|[\ufffe\uffff]/gu, '')
    .replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)

/** Same look, same class: keeps the SVG small. */
export class Styles {
  private readonly names = new Map<string, string>()

  className(declarations: string): string {
    const name = this.names.get(declarations) ?? `s${this.names.size}`
    this.names.set(declarations, name)
    return name
  }

  toString(): string {
    return [...this.names].map(([declarations, name]) => `.${name}{${declarations}}`).join('')
  }
}

/** One picture in the making. */
export interface Writing {
  own: Element
  styles: Styles
  urls: Map<string, string>
  elements: number
  out: string[]
}

/** Counts elements, so that a huge page is given up before the browser stalls. */
export function countElement(writing: Writing): void {
  if (++writing.elements > mostElements) throw new Error('The page has too many elements to picture.')
}

/** The named properties of a computed style as CSS; addresses are replaced by data, or dropped. */
export function declarations(
  style: CSSStyleDeclaration,
  names: readonly string[],
  urls: Map<string, string>,
): string {
  let text = ''
  for (const name of names) {
    let value = style.getPropertyValue(name)
    if (!value) continue
    if (value.includes('url(')) {
      value = value.replace(/url\("?([^")]*)"?\)/g, (_, url: string) => {
        const data = url.startsWith('data:') ? url : urls.get(url)
        return data ? `url("${data}")` : 'none'
      })
      if (name !== 'background-image' && value.includes('none')) continue
    }
    text += `${name}:${value};`
  }
  return text
}
