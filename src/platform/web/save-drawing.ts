const kept = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'paint-order',
  'text-decoration',
] as const
const ns = 'http://www.w3.org/2000/svg'
const headRoom = 56
const margin = 16

/** A drawing on the page as a file of its own: with its title, in the colours that are seen, without addresses. */
export function svgText(drawing: SVGSVGElement, title: string, sub: string): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement
  const own = [...drawing.querySelectorAll('*')]
  for (const [i, node] of [...copy.querySelectorAll('*')].entries()) {
    const style = getComputedStyle(own[i]!)
    node.removeAttribute('class')
    for (const name of kept) node.setAttribute(name, style.getPropertyValue(name))
  }
  for (const link of [...copy.querySelectorAll('a')]) link.replaceWith(...link.children)
  for (const name of [...copy.querySelectorAll('title')]) name.remove()
  const [width, height] = [drawing.width.baseVal.value, drawing.height.baseVal.value]
  const page = getComputedStyle(document.body)
  const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  const file = document.createElementNS(ns, 'svg')
  const [wide, tall] = [width + 2 * margin, height + headRoom + margin]
  for (const [name, value] of Object.entries({ width: wide, height: tall, viewBox: `0 0 ${wide} ${tall}` }))
    file.setAttribute(name, String(value))
  const put = (name: string, given: Record<string, string | number>, text = '') => {
    const node = document.createElementNS(ns, name)
    for (const [key, value] of Object.entries(given)) node.setAttribute(key, String(value))
    node.textContent = text
    file.append(node)
    return node
  }
  const font = { x: margin, 'font-family': page.fontFamily }
  put('rect', { width: wide, height: tall, fill: colour('--surface') })
  put('text', { ...font, y: 24, 'font-size': 15, 'font-weight': 600, fill: colour('--ink') }, title)
  put('text', { ...font, y: 42, 'font-size': 11, fill: colour('--ink-3') }, sub)
  put('g', { transform: `translate(${margin} ${headRoom})` }).append(...copy.childNodes)
  return new XMLSerializer().serializeToString(file)
}

/** Hands a drawing over as an SVG file, or as a PNG of twice its size. */
export async function saveDrawing(
  drawing: SVGSVGElement,
  as: 'svg' | 'png',
  name: string,
  title: string,
  sub: string,
): Promise<void> {
  const file = new Blob([svgText(drawing, title, sub)], { type: 'image/svg+xml' })
  save(as === 'svg' ? file : await asPng(file), `${name}.${as}`)
}

async function asPng(file: Blob): Promise<Blob> {
  const address = URL.createObjectURL(file)
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.width * 2
    canvas.height = image.height * 2
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve, reject) =>
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be drawn.'))),
        'image/png',
      ),
    )
  } finally {
    URL.revokeObjectURL(address)
  }
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
