import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { plainFont } from '#platform/pdf/woff.ts'

/** The fonts of a PDF: Inter by script, and Noto for Arabic. A font file holds some scripts; a text may need several. */

export type Weight = 400 | 500 | 600

/** One font file in one weight, as the writer sees it: which signs it has, and how wide a text becomes. */
export interface Face {
  name: string
  has(codePoint: number): boolean
  /** at size one */
  widthOf(text: string): number
}

const require = createRequire(import.meta.url)

/** What is tried in order for each sign. */
const families = [
  ['@fontsource/inter', 'inter-latin'],
  ['@fontsource/inter', 'inter-latin-ext'],
  ['@fontsource/inter', 'inter-cyrillic'],
  ['@fontsource/inter', 'inter-cyrillic-ext'],
  ['@fontsource/inter', 'inter-greek'],
  ['@fontsource/inter', 'inter-greek-ext'],
  ['@fontsource/inter', 'inter-vietnamese'],
  ['@fontsource/noto-sans-arabic', 'noto-sans-arabic-arabic'],
] as const

const files = new Map<string, Buffer>()

/** A font file; read once. WOFF rather than WOFF2, of which no part can be taken out. */
function fileOf(folder: string, file: string, weight: Weight): Buffer {
  const path = `${folder}/files/${file}-${weight}-normal.woff`
  const read = files.get(path) ?? plainFont(readFileSync(require.resolve(path)))
  files.set(path, read)
  return read
}

type Document = PDFKit.PDFDocument

/** Numbers have one width each, and letters stand as close as they belong. */
export const features: PDFKit.Mixins.OpenTypeFeatures[] = ['tnum', 'kern']

interface Laid {
  advanceWidth: number
}

/** The font behind a name, which pdfkit does not tell of. */
interface Opened {
  _font: {
    font: { hasGlyphForCodePoint(codePoint: number): boolean }
    layout(text: string, features: readonly string[]): Laid
  }
}

/** Has a font shape each text once: it is asked to measure it, to break lines, and twice to write it. */
function shapeOnce(opened: Opened['_font']): void {
  const known = new Map<string, Laid>()
  const shape = opened.layout.bind(opened)
  opened.layout = (text, asked) => {
    const laid = known.get(text) ?? shape(text, asked)
    known.set(text, laid)
    return laid
  }
}

/** Gives the faces of a document, each opened when a text first needs it. */
export function facesOf(document: Document): (weight: Weight) => Iterable<Face> {
  const open = new Map<string, Face>()
  return function* (weight) {
    for (const [folder, file] of families) {
      const name = `${file} ${weight}`
      let face = open.get(name)
      if (!face) {
        document.registerFont(name, fileOf(folder, file, weight))
        const opened = (document.font(name) as unknown as Opened)._font
        shapeOnce(opened)
        face = {
          name,
          has: (codePoint) => opened.font.hasGlyphForCodePoint(codePoint),
          widthOf: (text) => opened.layout(text, features).advanceWidth / 1000,
        }
        open.set(name, face)
      }
      yield face
    }
  }
}
