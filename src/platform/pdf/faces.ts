import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { plainFont } from '#platform/pdf/woff.ts'

/** The fonts of a PDF: Inter by script, and one each for scripts that it has not. A font file holds some scripts; a text may need several. */

export type Weight = 400 | 500 | 600

/** One font file in one weight, as the writer sees it: which signs it has, and how wide a text becomes. */
export interface Face {
  name: string
  has(sign: string): boolean
  /** at size one */
  widthOf(text: string): number
}

const require = createRequire(import.meta.url)

interface Family {
  name: string
  file(weight: Weight): string
  /** only for these letters; the file stays closed until one occurs */
  letters?: RegExp
}

const fontsource = (folder: string, file: string, weights?: Record<Weight, number>): Family => ({
  name: file,
  file: (weight) =>
    require.resolve(`@fontsource/${folder}/files/${file}-${weights?.[weight] ?? weight}-normal.woff`),
})

const hans: Record<Weight, string> = { 400: 'Regular', 500: 'Medium', 600: 'Bold' }

/** What is tried in order for each sign. */
const families: readonly Family[] = [
  ...['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese'].map((part) =>
    fontsource('inter', `inter-${part}`),
  ),
  fontsource('noto-sans-arabic', 'noto-sans-arabic-arabic'),
  { ...fontsource('noto-sans-hebrew', 'noto-sans-hebrew-hebrew'), letters: /\p{Script=Hebrew}/u },
  { ...fontsource('noto-sans-thai', 'noto-sans-thai-thai'), letters: /\p{Script=Thai}/u },
  {
    ...fontsource('nanum-gothic', 'nanum-gothic-korean', { 400: 400, 500: 400, 600: 700 }),
    letters: /\p{Script=Hangul}/u,
  },
  {
    name: 'noto-sans-hans',
    file: (weight) =>
      join(dirname(require.resolve('@embedpdf/fonts-sc')), '..', 'fonts', `NotoSansHans-${hans[weight]}.otf`),
    letters: /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\u3000-\u303f\uff00-\uffef]/u,
  },
]

const files = new Map<string, Buffer>()

/** A font file; read once. WOFF rather than WOFF2, of which no part can be taken out. */
function read(path: string): Buffer {
  const file = files.get(path) ?? readFileSync(path)
  const font = files.has(path) || !path.endsWith('.woff') ? file : plainFont(file)
  files.set(path, font)
  return font
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

/** Gives the faces of a document in which a sign may be found, each opened when a text first needs it. */
export function facesOf(document: Document): (weight: Weight, sign: string) => Iterable<Face> {
  const open = new Map<string, Face>()
  return function* (weight, sign) {
    for (const family of families) {
      if (family.letters && !family.letters.test(sign)) continue
      const name = `${family.name} ${weight}`
      const face = open.get(name) ?? opened(document, family, name, weight)
      open.set(name, face)
      yield face
    }
  }
}

function opened(document: Document, { file, letters }: Family, name: string, weight: Weight): Face {
  document.registerFont(name, read(file(weight)))
  const font = (document.font(name) as unknown as Opened)._font
  shapeOnce(font)
  return {
    name,
    has: (sign) => (letters?.test(sign) ?? true) && font.font.hasGlyphForCodePoint(sign.codePointAt(0)!),
    widthOf: (text) => font.layout(text, features).advanceWidth / 1000,
  }
}
