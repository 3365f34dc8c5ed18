import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** The fonts of a PDF: Inter by script, and Noto for Arabic. A font file holds some scripts; a text may need several. */

export type Weight = 400 | 500 | 600

/** One font file in one weight, as the writer sees it: which signs it has, and how wide a text becomes. */
export interface Face {
  name: string
  has(codePoint: number): boolean
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
  const read = files.get(path) ?? readFileSync(require.resolve(path))
  files.set(path, read)
  return read
}

type Document = PDFKit.PDFDocument

/** The font behind a name, which pdfkit does not tell of. */
interface Opened {
  _font: { font: { hasGlyphForCodePoint(codePoint: number): boolean } }
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
        const { font } = (document.font(name) as unknown as Opened)._font
        face = { name, has: (codePoint) => font.hasGlyphForCodePoint(codePoint) }
        open.set(name, face)
      }
      yield face
    }
  }
}
