import { widgetLimits } from '../rules.ts'
import { pagePicture } from './snapshot.ts'

export { coverParts } from './cover.ts'

// Generous, because the form goes on working meanwhile.
const timeLimitMs = 15_000
const largestSide = 2400

/**
 * A picture of what the window shows, drawn by this browser alone: the page is written as SVG with its computed
 * styles and painted on a canvas. No service is asked. Rejects when the page's rules forbid it or it takes too long.
 */
export async function capturePage(own: Element): Promise<Blob> {
  const svg = await withTimeLimit(pagePicture(own))
  // A data: address on purpose: Chromium taints the canvas for SVG from blob: addresses.
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await withTimeLimit(image.decode())
  const scale = Math.min(devicePixelRatio || 1, 2, largestSide / Math.max(innerWidth, innerHeight))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(innerWidth * scale)
  canvas.height = Math.round(innerHeight * scale)
  const paper = canvas.getContext('2d')!
  paper.fillStyle = '#ffffff'
  paper.fillRect(0, 0, canvas.width, canvas.height)
  paper.drawImage(image, 0, 0, canvas.width, canvas.height)
  return toPicture(canvas)
}

/** One still of the screen or window the person chooses; the sharing ends at once. */
export async function shareScreen(dialog: HTMLDialogElement): Promise<Blob> {
  const stream = await navigator.mediaDevices.getDisplayMedia({ video: true })
  dialog.style.visibility = 'hidden'
  try {
    const video = document.createElement('video')
    video.srcObject = stream
    video.muted = true
    await video.play()
    await new Promise((done) => setTimeout(done, 300)) // until the browser's own dialog is gone
    const canvas = document.createElement('canvas')
    const scale = Math.min(1, largestSide / Math.max(video.videoWidth, video.videoHeight))
    canvas.width = Math.round(video.videoWidth * scale)
    canvas.height = Math.round(video.videoHeight * scale)
    canvas.getContext('2d')!.drawImage(video, 0, 0, canvas.width, canvas.height)
    return await toPicture(canvas)
  } finally {
    dialog.style.visibility = ''
    for (const track of stream.getTracks()) track.stop()
  }
}

/** The smallest of WebP, PNG and JPEG that the server takes. */
export async function toPicture(canvas: HTMLCanvasElement): Promise<Blob> {
  for (const [type, quality] of [
    ['image/webp', 0.9],
    ['image/jpeg', 0.85],
    ['image/jpeg', 0.5],
  ] as const) {
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, type, quality))
    if (blob && blob.size > 0 && blob.size <= widgetLimits.pictureBytes) return blob
  }
  throw new Error('The picture is larger than 5 MB.')
}

function withTimeLimit<T>(work: Promise<T>): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_, reject) =>
      setTimeout(() => reject(new Error('The page took too long.')), timeLimitMs),
    ),
  ])
}
