import { pictureTypes, widgetLimits } from '../rules.ts'
import { cameraIcon, h, icon } from './dom.ts'
import type { State } from './state.ts'
import type { Texts } from './texts/en.ts'

// Filled in by the build.
declare const CAPTURE_CHUNK: string

type Capture = typeof import('./capture.ts')
const loadCapture = (state: State): Promise<Capture> => import(`${state.base}/widget/${CAPTURE_CHUNK}`)

/**
 * The part of the form that adds a screenshot. It works beside the form: Send stays usable at every moment,
 * and whatever goes wrong here ends in a sentence, never in an answer that cannot be sent.
 */
export function picturePart(
  state: State,
  dialog: HTMLDialogElement,
  texts: Texts,
  words: { picture?: Blob },
): HTMLElement {
  const part = h('div', { class: 'field' })
  const status = h('p', { class: 'hint', role: 'status' })
  let original: Blob | undefined = words.picture

  const file = h('input', {
    type: 'file',
    accept: pictureTypes.join(','),
    hidden: true,
    onchange: () => void (file.files?.[0] && take(() => accepted(file.files![0]!))),
  })

  function accepted(given: File): Promise<Blob> {
    const fits =
      (pictureTypes as readonly string[]).includes(given.type) && given.size <= widgetLimits.pictureBytes
    return fits ? Promise.resolve(given) : Promise.reject(new Error(texts.fileRefused))
  }

  async function take(source: () => Promise<Blob>): Promise<void> {
    status.textContent = texts.takingScreenshot
    add.disabled = true
    try {
      original = await source()
      await edit()
    } catch (error) {
      showWaysOut(
        error instanceof Error && error.message === texts.fileRefused
          ? texts.fileRefused
          : texts.screenshotFailed,
      )
    } finally {
      add.disabled = false
    }
  }

  async function edit(): Promise<void> {
    const { coverParts } = await loadCapture(state)
    const covered = await coverParts(original!, dialog, texts)
    status.textContent = ''
    if (covered) {
      words.picture = covered
      showPicture()
    } else if (!words.picture) showButton()
  }

  function showWaysOut(text: string): void {
    status.textContent = text
    const share = 'mediaDevices' in navigator && 'getDisplayMedia' in navigator.mediaDevices
    const shareButton = quiet(
      texts.shareScreen,
      () => void take(async () => (await loadCapture(state)).shareScreen(dialog)),
    )
    part.replaceChildren(
      status,
      h(
        'div',
        { class: 'acts' },
        share && shareButton,
        quiet(texts.chooseFile, () => file.click()),
      ),
      file,
    )
  }

  function showButton(): void {
    part.replaceChildren(add, status, file)
  }

  function showPicture(): void {
    const image = h('img', { alt: texts.screenshotAlt })
    void asDataUrl(words.picture!).then((url) => {
      image.src = url
    })
    status.textContent = ''
    const acts = h(
      'div',
      { class: 'acts' },
      quiet(texts.editScreenshot, () => void edit().catch(() => showWaysOut(texts.screenshotFailed))),
      quiet(texts.removeScreenshot, () => {
        delete words.picture
        original = undefined
        showButton()
        add.focus()
      }),
    )
    part.replaceChildren(
      h('div', { class: 'shot' }, image, acts),
      h('span', { class: 'vh', role: 'status' }, texts.screenshotAdded),
      file,
    )
  }

  const add = h(
    'button',
    {
      class: 'quiet',
      type: 'button',
      onclick: () => void take(async () => (await loadCapture(state)).capturePage(state.root.host)),
    },
    icon(...cameraIcon),
    texts.addScreenshot,
  )

  if (words.picture) showPicture()
  else showButton()
  return part
}

function quiet(text: string, act: () => void): HTMLButtonElement {
  return h('button', { class: 'quiet', type: 'button', onclick: act }, text)
}

/** A data: address, because pages allow `img-src data:` more often than `blob:`. */
export function asDataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result as string)
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(blob)
  })
}
