import { boxProperties, svgAttributes, svgProperties } from './snapshot-properties.ts'
import { countElement, declarations, type Writing, xml } from './snapshot-writing.ts'

/** Icons and drawings keep their shapes; only known attributes are copied. */
export function writeSvg(writing: Writing, element: SVGElement, style: CSSStyleDeclaration): void {
  const tag = element.localName
  if (
    !/^(svg|g|path|circle|ellipse|line|rect|polyline|polygon|text|tspan|defs|linearGradient|radialGradient|stop|clipPath|mask|symbol|use)$/.test(
      tag,
    )
  )
    return
  countElement(writing)
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
