import { type Writing, xml } from './snapshot-writing.ts'

/** Form fields, pictures and frames have no children to write. True when the element was one. */
export function writeReplaced(writing: Writing, element: Element, style: CSSStyleDeclaration): boolean {
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
