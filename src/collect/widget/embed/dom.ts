type Child = Node | string | null | undefined | false
type Attributes = Record<string, string | number | boolean | EventListener | undefined>

/** Makes an element without innerHTML, so that pages with Trusted Types and a strict CSP accept the widget. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else if (value === true) element.setAttribute(name, '')
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value))
  }
  for (const child of children) if (child) element.append(child)
  return element
}

/** A decorative 20 px line icon made of path data. */
export function icon(...paths: string[]): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(space, 'svg')
  svg.setAttribute('viewBox', '0 0 20 20')
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('class', 'icon')
  for (const d of paths) {
    const path = document.createElementNS(space, 'path')
    path.setAttribute('d', d)
    svg.append(path)
  }
  return svg
}

// One constant each, so that the loader carries only its own.
export const speechIcon = ['M3.5 4.5h13v9h-7l-3.5 3v-3h-2.5z']
export const bugIcon = [
  'M10 6.5c2.2 0 3.6 1.5 3.6 4.2S12.2 16 10 16s-3.6-2.6-3.6-5.300S7.800 6.500 10 6.500z',
  'M7.500 6.300a2.500 2.500 0 0 1 5 0M10 9v7M6.400 9.500 3.500 8M6.400 12H3.200M6.800 14l-2.6 1.800M13.6 9.500 16.500 8M13.6 12h3.200M13.200 14l2.6 1.800',
]
export const wishIcon = [
  'M7.700 13.6c0-1.500-2.500-2.6-2.500-5.600a4.800 4.800 0 0 1 9.600 0c0 3-2.500 4.100-2.500 5.600z',
  'M8 16.500h4',
]
export const closeIcon = ['M5 5l10 10M15 5 5 15']
export const cameraIcon = [
  'M3 6.500h3.200L7.500 4.500h5l1.300 2H17v9H3z',
  'M10 13.500a2.700 2.700 0 1 0 0-5.400 2.700 2.700 0 0 0 0 5.400z',
]
export const tickIcon = ['M4.500 10.500l3.700 3.700 7.300-8']
export const clockIcon = ['M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14z', 'M10 6v4.300l2.700 1.700']
