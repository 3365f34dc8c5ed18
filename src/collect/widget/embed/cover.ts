import { toPicture } from './capture.ts'
import { closeIcon, h, icon } from './dom.ts'
import { trapFocus } from './focus.ts'
import { asDataUrl } from './picture.ts'
import type { Texts } from './texts/en.ts'
import { fill } from './texts.ts'

/** A box in shares of the picture, 0 to 1. */
interface Box {
  x: number
  y: number
  width: number
  height: number
}

const step = 0.01
const least = 0.01
const within = (value: number, most: number) => Math.min(Math.max(value, 0), most)

/**
 * Lets the person draw black boxes over a picture and paints them into the pixels, so that what is covered never
 * leaves the browser. Resolves with the new picture, or undefined when cancelled.
 */
export async function coverParts(
  picture: Blob,
  parent: HTMLDialogElement,
  texts: Texts,
): Promise<Blob | undefined> {
  const image = new Image()
  image.src = await asDataUrl(picture)
  await image.decode()
  const canvas = h('canvas', { role: 'img', 'aria-label': texts.screenshotAlt })
  canvas.width = image.naturalWidth
  canvas.height = image.naturalHeight
  canvas.getContext('2d')!.drawImage(image, 0, 0)

  const boxes: { box: Box; element: HTMLButtonElement }[] = []
  const stage = h('div', { class: 'stage' }, canvas)
  const place = ({ box, element }: (typeof boxes)[number]) => {
    element.style.left = `${box.x * 100}%`
    element.style.top = `${box.y * 100}%`
    element.style.width = `${box.width * 100}%`
    element.style.height = `${box.height * 100}%`
  }
  const remove = (element: HTMLButtonElement) => {
    const at = boxes.findIndex((one) => one.element === element)
    boxes.splice(at, 1)
    element.remove()
    ;(boxes.at(-1)?.element ?? addButton).focus()
  }
  const addBox = (box: Box) => {
    const element = h('button', { type: 'button', 'aria-label': fill(texts.box, { n: boxes.length + 1 }) })
    const one = { box, element }
    element.addEventListener('keydown', (event) => {
      if (event.key === 'Delete' || event.key === 'Backspace') return remove(element)
      const [dx, dy] =
        { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[
          event.key
        ] ?? []
      if (dx === undefined || dy === undefined) return
      event.preventDefault()
      if (event.shiftKey) {
        box.width = Math.max(least, within(box.width + dx, 1 - box.x))
        box.height = Math.max(least, within(box.height + dy, 1 - box.y))
      } else {
        box.x = within(box.x + dx, 1 - box.width)
        box.y = within(box.y + dy, 1 - box.height)
      }
      place(one)
    })
    boxes.push(one)
    stage.append(element)
    place(one)
    return one
  }

  stage.addEventListener('pointerdown', (start) => {
    if (start.button !== 0) return
    start.preventDefault()
    const area = canvas.getBoundingClientRect()
    const at = (event: PointerEvent) => ({
      x: within((event.clientX - area.left) / area.width, 1),
      y: within((event.clientY - area.top) / area.height, 1),
    })
    const from = at(start)
    const held = boxes.find(({ element }) => element === start.target)
    const before = held && { ...held.box }
    const drawn = held ?? addBox({ ...from, width: 0, height: 0 })
    const move = (event: PointerEvent) => {
      const to = at(event)
      if (before) {
        drawn.box.x = within(before.x + to.x - from.x, 1 - before.width)
        drawn.box.y = within(before.y + to.y - from.y, 1 - before.height)
      } else {
        Object.assign(drawn.box, {
          x: Math.min(from.x, to.x),
          y: Math.min(from.y, to.y),
          width: Math.abs(to.x - from.x),
          height: Math.abs(to.y - from.y),
        })
      }
      place(drawn)
    }
    const end = () => {
      stage.removeEventListener('pointermove', move)
      // A press without a drag is no box.
      if (!before && (drawn.box.width < least / 2 || drawn.box.height < least / 2))
        return remove(drawn.element)
      drawn.element.focus()
    }
    stage.setPointerCapture(start.pointerId)
    stage.addEventListener('pointermove', move)
    stage.addEventListener('lostpointercapture', end, { once: true })
  })

  const addButton = h(
    'button',
    {
      class: 'quiet',
      type: 'button',
      onclick: () => addBox({ x: 0.35, y: 0.4, width: 0.3, height: 0.2 }).element.focus(),
    },
    texts.addBox,
  )
  const undoButton = h(
    'button',
    { class: 'quiet', type: 'button', onclick: () => boxes.length && remove(boxes.at(-1)!.element) },
    texts.undoBox,
  )
  const theme = parent.classList.contains('dark')
    ? 'dark'
    : parent.classList.contains('light')
      ? 'light'
      : 'auto'
  const dialog = h('dialog', {
    class: `editor ${theme}`,
    'aria-labelledby': 'cover-title',
    lang: parent.lang,
    dir: parent.dir,
  })

  return new Promise((resolve) => {
    let result: Blob | undefined
    const use = async () => {
      const paper = canvas.getContext('2d')!
      paper.fillStyle = '#000000'
      for (const { box } of boxes) {
        const left = Math.floor(box.x * canvas.width)
        const top = Math.floor(box.y * canvas.height)
        paper.fillRect(
          left,
          top,
          Math.ceil(box.width * canvas.width) + 1,
          Math.ceil(box.height * canvas.height) + 1,
        )
      }
      // Closed only when the picture is made: whoever presses Send next sends it along.
      result = await toPicture(canvas).catch(() => undefined)
      dialog.close()
    }
    const closeButton = h(
      'button',
      { class: 'plain', type: 'button', 'aria-label': texts.cancel, onclick: () => dialog.close() },
      icon(...closeIcon),
    )
    dialog.append(
      h(
        'div',
        { class: 'head' },
        h('h2', { id: 'cover-title', tabindex: -1 }, texts.coverTitle),
        closeButton,
      ),
      h(
        'div',
        { class: 'body' },
        h('p', { class: 'note' }, `${texts.coverHelp} `, h('span', { class: 'keys' }, texts.coverKeys)),
        stage,
        h(
          'div',
          { class: 'bar' },
          addButton,
          undoButton,
          h('button', { class: 'quiet', type: 'button', onclick: () => dialog.close() }, texts.cancel),
          h('button', { class: 'send', type: 'button', onclick: () => void use() }, texts.useScreenshot),
        ),
      ),
    )
    // The picture's dialog lies inside the form's: Esc here must not close both.
    dialog.addEventListener('close', (event) => {
      event.stopPropagation()
      parent.style.opacity = ''
      dialog.remove()
      resolve(result)
    })
    trapFocus(dialog)
    parent.getRootNode().appendChild(dialog)
    parent.style.opacity = '0' // out of sight but in place, so that focus comes back to it
    dialog.showModal()
    dialog.querySelector('h2')!.focus()
  })
}
