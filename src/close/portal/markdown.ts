import { marked, type Token, type Tokens } from 'marked'
import { escapeHtml } from '#platform/mail/blocks.ts'

/**
 * The notes of a release as HTML: headings, lists, paragraphs, bold, emphasis, code, links to http and https, and images
 * that were uploaded here (`![What it shows](file_…)`); images from elsewhere are links. All else is text: nothing that was
 * typed becomes markup, because only what is known here is written out, and escaped.
 */
export function markdownHtml(text: string, imageUrl: (fileId: string) => string): string {
  const notes = text.slice(0, 20_000)
  try {
    return blocks(marked.lexer(notes, { gfm: true, breaks: true }), imageUrl)
  } catch (error) {
    // quotes in quotes, thousands deep
    if (error instanceof RangeError) return `<p>${escapeHtml(notes)}</p>`
    throw error
  }
}

const blocks = (tokens: readonly Token[], imageUrl: (fileId: string) => string, isLinked = false): string =>
  tokens.map((token) => written(token, imageUrl, isLinked)).join('')

function written(token: Token, imageUrl: (fileId: string) => string, isLinked: boolean): string {
  const within = (inLink = isLinked) =>
    'tokens' in token && token.tokens ? blocks(token.tokens, imageUrl, inLink) : escapeHtml(token.raw)
  switch (token.type) {
    case 'space':
    case 'def':
      return ''
    case 'heading':
      return `<h3>${within()}</h3>`
    case 'paragraph':
      return `<p>${within()}</p>`
    case 'list': {
      const { ordered, items } = token as Tokens.List
      const tag = ordered ? 'ol' : 'ul'
      return `<${tag}>${items.map((item) => `<li>${blocks(item.tokens, imageUrl)}</li>`).join('')}</${tag}>`
    }
    case 'strong':
      return `<b>${within()}</b>`
    case 'em':
      return `<em>${within()}</em>`
    case 'codespan':
    case 'code':
      return `<code>${escapeHtml((token as Tokens.Codespan).text)}</code>`
    case 'br':
      return '<br>'
    case 'escape':
      return escapeHtml((token as Tokens.Escape).text)
    case 'link':
      return link((token as Tokens.Link).href, within(true)) ?? within()
    case 'image': {
      const { href, text } = token as Tokens.Image
      return /^file_[0-9a-z]{26}$/.test(href)
        ? `<img src="${escapeHtml(imageUrl(href))}" alt="${escapeHtml(text)}" loading="lazy">`
        : isLinked
          ? escapeHtml(text)
          : (link(href, escapeHtml(text || href)) ?? escapeHtml(token.raw))
    }
    default:
      return within()
  }
}

const link = (href: string, words: string) =>
  /^https?:\/\//i.test(href)
    ? `<a href="${escapeHtml(href)}" rel="noopener noreferrer">${words}</a>`
    : undefined

/** The first words of notes, without their marks: what stands below a heading. */
export function plainStart(text: string | null, most: number): string {
  const line = (text ?? '').split(/\r?\n/).find((one) => /\p{L}/u.test(one) && !/^\s*!\[/.test(one)) ?? ''
  const plain = line
    .slice(0, 1000)
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*`#]/g, '')
    .replace(/^\s*[-\d.)]+\s+/, '')
    .trim()
  return plain.length > most ? `${plain.slice(0, most).replace(/\s+\S*$/, '')}…` : plain
}
