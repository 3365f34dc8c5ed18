import { Tokenizer } from 'htmlparser2'
import { add, noPieces, type Pieces } from '#text/clean/pieces.ts'

const tags =
  /<(?:!doctype|!--|\/?(?:html|body|head|p|br|div|span|a|table|tr|td|ul|ol|li|b|i|u|em|strong|blockquote|h[1-6]|img|font|pre|code|hr|details|summary))(?:[\s/>-])/i
const entities = /&(?:nbsp|amp|lt|gt|quot|apos|#\d{1,6}|#x[\da-f]{1,6});/i

/** Whether a text is written in HTML, by the tags and entities that people and their programs use. */
export function isHtml(text: string): boolean {
  return tags.test(text) || entities.test(text)
}

const blocks = new Set(
  'p div br tr li ul ol table blockquote h1 h2 h3 h4 h5 h6 hr pre section article header footer details summary'.split(
    ' ',
  ),
)
const silent = new Set([
  'script',
  'style',
  'head',
  'title',
  'template',
  'noscript',
  'svg',
  'object',
  'select',
])
/** How mail programs mark what is quoted and who signed. */
const marks =
  /(?:^|\s)(?:gmail_quote|gmail_signature|moz-cite-prefix|moz-signature|yahoo_quoted|protonmail_quote|zmail_extra|divrplyfwdmsg|appendonsend|ms-outlook-mobile-signature)/i
const bare = new Set('br hr img input meta link wbr area base col embed source track param'.split(' '))

/**
 * The text that a reader of the HTML sees, without quoted mail and signatures that are marked as such. Reads tags
 * one by one, without a tree, so that no nesting makes it slow.
 */
export function htmlText(html: string): Pieces {
  const made = noPieces()
  let tag = ''
  let isMarked = false
  let attribute = ''
  /** the element that is not read, and how many of its name are open; undefined outside of any */
  let skipped: { name: string; depth: number } | undefined
  let done = 0
  let isLineStart = true
  const breakLine = (name: string, at: number) => {
    if (skipped || isLineStart || !blocks.has(name)) return
    add(made, '\n', at, 0)
    isLineStart = true
  }
  const say = (text: string, from: number, to: number) => {
    done = to
    if (skipped) return
    add(made, text, from, to - from)
    isLineStart = text.endsWith('\n')
  }
  const opened = (end: number) => {
    done = end + 1
    const isSkipped = silent.has(tag) || isMarked
    if (skipped) {
      if (skipped.name === tag) skipped.depth++
    } else if (isSkipped && !bare.has(tag)) skipped = { name: tag, depth: 1 }
    else breakLine(tag, end)
  }
  const passed = (_: number, end: number) => {
    done = end + 1
  }
  const reader = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      ontext: (from, to) => say(html.slice(from, to), from, to),
      ontextentity: (point, to) => say(String.fromCodePoint(point), done, to),
      onopentagname(from, to) {
        tag = html.slice(from, to).toLowerCase()
        isMarked = false
      },
      onattribname(from, to) {
        attribute = html.slice(from, to).toLowerCase()
      },
      onattribdata(from, to) {
        const value = html.slice(from, to)
        if (attribute === 'class' || attribute === 'id') isMarked ||= marks.test(value)
        else if (attribute === 'type') isMarked ||= tag === 'blockquote' && value === 'cite'
      },
      onattribentity() {},
      onattribend() {},
      onopentagend: opened,
      onselfclosingtag: opened,
      onclosetag(from, to) {
        done = to + 1
        const name = html.slice(from, to).toLowerCase()
        if (skipped?.name === name && --skipped.depth === 0) skipped = undefined
        breakLine(name, to)
      },
      oncomment: passed,
      oncdata: passed,
      ondeclaration: passed,
      onprocessinginstruction: passed,
      onend() {},
    },
  )
  reader.write(html)
  reader.end()
  return made
}
