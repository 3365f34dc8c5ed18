import { boxProperties } from './snapshot-properties.ts'
import { writeReplaced } from './snapshot-replaced.ts'
import { backgrounds, fontFaces } from './snapshot-resources.ts'
import { writeSvg } from './snapshot-svg.ts'
import { countElement, declarations, Styles, type Writing, xml } from './snapshot-writing.ts'

const html = 'http://www.w3.org/1999/xhtml'

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
  countElement(writing)
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
