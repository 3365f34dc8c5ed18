import { asDataUrl } from './picture.ts'
import { boxProperties, svgAttributes, svgProperties } from './snapshot-properties.ts'

const mostElements = 8000
const mostFontBytes = 1_500_000
const html = 'http://www.w3.org/1999/xhtml'

/** Text as XML takes it: without control characters and halves of surrogate pairs. */
const xml = (text: string) =>
  text
    .replace(/[^\P{Cc}\t\n\r]|\p{Surrogate}|[\ufffe\uffff]/gu, '')
    .replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)

/** Same look, same class: keeps the SVG small. */
class Styles {
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

interface Writing {
  own: Element
  styles: Styles
  urls: Map<string, string>
  elements: number
  out: string[]
}

/** The visible part of the page as one SVG text without scripts, links or outside addresses. */
export async function pagePicture(own: Element): Promise<string> {
  const urls = await backgrounds(own)
  const writing: Writing = { own, styles: new Styles(), urls, elements: 0, out: [] }
  const root = document.documentElement
  const paper = [root, document.body]
    .map((element) => getComputedStyle(element).backgroundColor)
    .find((color) => color !== 'rgba(0, 0, 0, 0)' && color !== 'transparent')
  writeElement(writing, document.body)
  const fonts = await fontFaces()
  const size = `width="${innerWidth}" height="${innerHeight}"`
  const sheet = xml(`*{margin:0;padding:0;border:0;box-sizing:content-box}${fonts}${writing.styles}`)
  const shift = `position:absolute;left:${-scrollX}px;top:${-scrollY}px;width:${root.scrollWidth}px`
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" ${size}><foreignObject x="0" y="0" width="100%" height="100%">` +
    `<div xmlns="${html}" style="position:relative;overflow:hidden;width:${innerWidth}px;height:${innerHeight}px;background:${xml(paper ?? '#fff')}">` +
    `<style>${sheet}</style><div style="${shift}">${writing.out.join('')}</div></div></foreignObject></svg>`
  )
}

function declarations(
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

function isMasked(element: Element): boolean {
  if (element.hasAttribute('data-hearback-mask')) return true
  if (!(element instanceof HTMLInputElement)) return false
  return (
    element.type === 'password' ||
    /\b(cc-|one-time-code|current-password|new-password)/.test(element.autocomplete)
  )
}

/** Every box gets the very size it has on the screen, so that text wraps at the same words. */
function boxStyle(writing: Writing, element: Element, style: CSSStyleDeclaration, area: DOMRect): string {
  let text = declarations(style, boxProperties, writing.urls)
  for (const axis of ['overflow-x', 'overflow-y']) {
    if (/auto|scroll/.test(style.getPropertyValue(axis))) text += `${axis}:hidden;` // no scroll bars in the picture
  }
  // An SVG has no window to be fixed to: such boxes are placed on the page where they are seen.
  if (style.position === 'fixed')
    text += `position:absolute;inset:auto;margin:0;left:${area.left + scrollX}px;top:${area.top + scrollY}px;`
  else if (style.position === 'sticky') text += 'position:relative;inset:auto;'
  const hasSize =
    style.display !== 'inline' &&
    style.display !== 'contents' &&
    !/^table-(row|column|header|footer)/.test(style.display)
  if (hasSize && element !== document.body)
    text += `box-sizing:${style.boxSizing};width:${style.width};height:${style.height};`
  return text
}

function writeElement(writing: Writing, element: Element): void {
  if (element === writing.own || element.hasAttribute('data-hearback-ignore')) return
  if (/^(script|style|link|meta|noscript|template|head|title|base)$/i.test(element.localName)) return
  if (++writing.elements > mostElements) throw new Error('The page has too many elements to picture.')
  const style = getComputedStyle(element)
  if (style.display === 'none') return
  const area = element.getBoundingClientRect()
  if (element.localName === 'br') {
    writing.out.push('<br/>')
    return
  }
  if (element instanceof SVGElement) {
    writeSvg(writing, element, style)
    return
  }
  const name = writing.styles.className(boxStyle(writing, element, style, area))
  writing.out.push(`<div class="${name}">`)
  if (isMasked(element)) {
    writing.out.push(`<div style="width:100%;height:100%;min-height:1em;background:#000"></div>`)
  } else if (isNear(area, style)) writeInside(writing, element, style)
  writing.out.push('</div>')
}

/** Boxes far outside the window keep their size and lose their content. */
function isNear(area: DOMRect, style: CSSStyleDeclaration): boolean {
  if (style.display === 'contents' || style.display === 'inline') return true
  if (style.overflow === 'visible' && (area.width === 0 || area.height === 0)) return true
  return (
    area.bottom > -200 && area.top < innerHeight + 200 && area.right > -200 && area.left < innerWidth + 200
  )
}

function writeInside(writing: Writing, element: Element, style: CSSStyleDeclaration): void {
  if (writeReplaced(writing, element, style)) return
  // Buttons centre what is in them without saying so in their style.
  const isCentered = element instanceof HTMLButtonElement && !/flex|grid/.test(style.display)
  if (isCentered)
    writing.out.push(
      '<div style="display:flex;flex-direction:column;justify-content:center;height:100%"><div>',
    )
  writePseudo(writing, element, '::before')
  const scrolled = element !== document.body && (element.scrollTop || element.scrollLeft)
  if (scrolled) {
    writing.out.push(
      `<div style="position:relative;left:${-element.scrollLeft}px;top:${-element.scrollTop}px">`,
    )
  }
  const children =
    element.shadowRoot?.childNodes ??
    (element instanceof HTMLSlotElement && element.assignedNodes().length > 0
      ? element.assignedNodes()
      : element.childNodes)
  for (const child of children) {
    if (child.nodeType === Node.TEXT_NODE) writing.out.push(xml(child.textContent ?? ''))
    else if (child.nodeType === Node.ELEMENT_NODE) writeElement(writing, child as Element)
  }
  if (scrolled) writing.out.push('</div>')
  writePseudo(writing, element, '::after')
  if (isCentered) writing.out.push('</div></div>')
}

function writePseudo(writing: Writing, element: Element, which: '::before' | '::after'): void {
  const style = getComputedStyle(element, which)
  const content = style.content
  if (!content || content === 'none' || content === 'normal' || style.display === 'none') return
  const text = /^"(.*)"$/s.exec(content)?.[1]?.replace(/\\(.)/g, '$1') ?? ''
  const name = writing.styles.className(
    `${declarations(style, boxProperties, writing.urls)}width:${style.width};height:${style.height};box-sizing:${style.boxSizing};`,
  )
  writing.out.push(`<div class="${name}">${xml(text)}</div>`)
}

/** Form fields, pictures and frames have no children to write. True when the element was one. */
function writeReplaced(writing: Writing, element: Element, style: CSSStyleDeclaration): boolean {
  const { out } = writing
  if (
    element instanceof HTMLImageElement ||
    element instanceof HTMLVideoElement ||
    element instanceof HTMLCanvasElement
  ) {
    const data = pixels(element)
    const fit = `width:100%;height:100%;object-fit:${style.objectFit};object-position:${style.objectPosition}`
    if (data) out.push(`<img src="${data}" style="${fit}"/>`)
    else
      out.push(
        `<div style="width:100%;height:100%;background:#d7dbd8;overflow:hidden;font:11px sans-serif;color:#464e49">${xml(element.getAttribute('alt') ?? '')}</div>`,
      )
    return true
  }
  if (
    element instanceof HTMLIFrameElement ||
    element.localName === 'object' ||
    element.localName === 'embed'
  ) {
    out.push('<div style="width:100%;height:100%;background:#d7dbd8"></div>')
    return true
  }
  if (element instanceof HTMLInputElement) {
    if (element.type === 'checkbox' || element.type === 'radio') {
      const round = element.type === 'radio' ? 'border-radius:50%;' : 'border-radius:2px;'
      const own =
        style.appearance === 'none'
          ? ''
          : `border:1px solid #767676;background:${element.checked ? '#0075ff' : '#fff'};`
      out.push(`<div style="width:100%;height:100%;box-sizing:border-box;${round}${own}"></div>`)
    } else
      out.push(
        fieldText(
          element.value || element.placeholder,
          !element.value,
          element.type === 'submit' || element.type === 'button',
        ),
      )
    return true
  }
  if (element instanceof HTMLTextAreaElement) {
    out.push(
      `<div style="white-space:pre-wrap;overflow-wrap:break-word">${xml(element.value || element.placeholder)}</div>`,
    )
    return true
  }
  if (element instanceof HTMLSelectElement) {
    out.push(fieldText(element.selectedOptions[0]?.text ?? '', false, false))
    return true
  }
  return false
}

function fieldText(text: string, isFaint: boolean, isCentered: boolean): string {
  const look = `display:flex;align-items:center;height:100%;white-space:pre;overflow:hidden;${isFaint ? 'opacity:.55;' : ''}${isCentered ? 'justify-content:center;' : ''}`
  return `<div style="${look}">${xml(text)}</div>`
}

/** The pixels of a picture of this page's own origin; one from elsewhere becomes a grey box. */
function pixels(element: HTMLImageElement | HTMLVideoElement | HTMLCanvasElement): string | undefined {
  try {
    if (element instanceof HTMLCanvasElement) return element.toDataURL()
    const [width, height] =
      element instanceof HTMLImageElement
        ? [element.naturalWidth, element.naturalHeight]
        : [element.videoWidth, element.videoHeight]
    if (!width || !height) return undefined
    const canvas = document.createElement('canvas')
    const scale = Math.min(1, 1600 / Math.max(width, height))
    canvas.width = Math.max(1, width * scale)
    canvas.height = Math.max(1, height * scale)
    canvas.getContext('2d')!.drawImage(element, 0, 0, canvas.width, canvas.height)
    return canvas.toDataURL()
  } catch {
    return undefined
  }
}

/** Icons and drawings keep their shapes; only known attributes are copied. */
function writeSvg(writing: Writing, element: SVGElement, style: CSSStyleDeclaration): void {
  const tag = element.localName
  if (
    !/^(svg|g|path|circle|ellipse|line|rect|polyline|polygon|text|tspan|defs|linearGradient|radialGradient|stop|clipPath|mask|symbol|use)$/.test(
      tag,
    )
  )
    return
  if (++writing.elements > mostElements) throw new Error('The page has too many elements to picture.')
  const isOuter = tag === 'svg' && !(element.parentElement instanceof SVGElement)
  let look = declarations(style, svgProperties, writing.urls)
  if (isOuter)
    look += `${declarations(style, boxProperties, writing.urls)}width:${style.width};height:${style.height};`
  let attributes = isOuter ? ' xmlns="http://www.w3.org/2000/svg"' : ''
  for (const { name, value } of element.attributes)
    if (svgAttributes.has(name)) attributes += ` ${name}="${xml(value)}"`
  const out = tag === 'use' ? 'g' : tag
  if (tag === 'use') {
    const [x, y] = [element.getAttribute('x'), element.getAttribute('y')]
    if (x || y) attributes += ` transform="translate(${Number(x) || 0} ${Number(y) || 0})"`
  }
  writing.out.push(`<${out}${attributes} class="${writing.styles.className(look)}">`)
  const target =
    tag === 'use' ? document.getElementById((element.getAttribute('href') ?? '').replace(/^#/, '')) : element
  if (target instanceof SVGElement && target !== element && target.localName === 'symbol') {
    const box = target.getAttribute('viewBox')
    writing.out.push(`<svg${box ? ` viewBox="${xml(box)}"` : ''} width="100%" height="100%">`)
    for (const child of target.children) if (child instanceof SVGElement) writeSvg(writing, child, style)
    writing.out.push('</svg>')
  } else if (target instanceof SVGElement) {
    for (const child of target.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) writing.out.push(xml(child.textContent ?? ''))
      else if (child instanceof SVGElement) writeSvg(writing, child, getComputedStyle(child))
    }
  }
  writing.out.push(`</${out}>`)
}

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
async function backgrounds(own: Element): Promise<Map<string, string>> {
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
async function fontFaces(): Promise<string> {
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
