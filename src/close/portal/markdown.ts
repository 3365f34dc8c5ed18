import { escapeHtml } from '#platform/mail/blocks.ts'

/**
 * The notes of a release as HTML: headings, lists, paragraphs, bold, emphasis, code, links to http and https, and images
 * that were uploaded here (`![What it shows](file_…)`); images from elsewhere are links. All else is text: nothing that was typed becomes markup.
 */
export function markdownHtml(text: string, imageUrl: (fileId: string) => string): string {
  const out: string[] = []
  let list: { tag: 'ul' | 'ol'; items: string[] } | undefined
  let paragraph: string[] = []
  const flush = () => {
    if (paragraph.length > 0)
      out.push(`<p>${inline(paragraph.join('\n'), imageUrl).replaceAll('\n', '<br>')}</p>`)
    if (list)
      out.push(
        `<${list.tag}>${list.items.map((item) => `<li>${inline(item, imageUrl)}</li>`).join('')}</${list.tag}>`,
      )
    paragraph = []
    list = undefined
  }
  for (const raw of text.slice(0, 20_000).split(/\r?\n/)) {
    const line = raw.trim()
    const heading = /^(#{1,3}) +(\S.*)$/.exec(line)
    const item = /^(?:([-*])|\d{1,3}[.)]) +(\S.*)$/.exec(line)
    if (line === '') flush()
    else if (heading) {
      flush()
      out.push(`<h3>${inline(heading[2]!, imageUrl)}</h3>`)
    } else if (item) {
      const tag = item[1] ? 'ul' : 'ol'
      if (paragraph.length > 0 || (list && list.tag !== tag)) flush()
      list ??= { tag, items: [] }
      list.items.push(item[2]!)
    } else {
      if (list) flush()
      paragraph.push(line)
    }
  }
  flush()
  return out.join('')
}

const piece =
  /!\[([^\]\n]{0,200})\]\((file_[0-9a-z]{26})\)|!?\[([^\]\n]{1,300})\]\((https?:\/\/[^\s()<>"]{1,1000})\)|\*\*([^*\n]{1,500})\*\*|\*([^*\n]{1,500})\*|`([^`\n]{1,300})`/g

function inline(text: string, imageUrl: (fileId: string) => string): string {
  let out = ''
  let at = 0
  for (const match of text.matchAll(piece)) {
    const [whole, alt, file, label, url, bold, emphasis, code] = match
    out += escapeHtml(text.slice(at, match.index))
    if (file) out += `<img src="${escapeHtml(imageUrl(file))}" alt="${escapeHtml(alt ?? '')}" loading="lazy">`
    else if (url) out += `<a href="${escapeHtml(url)}" rel="noopener noreferrer">${escapeHtml(label!)}</a>`
    else if (bold) out += `<b>${escapeHtml(bold)}</b>`
    else if (emphasis) out += `<em>${escapeHtml(emphasis)}</em>`
    else out += `<code>${escapeHtml(code!)}</code>`
    at = match.index + whole.length
  }
  return out + escapeHtml(text.slice(at))
}

/** The first words of notes, without their marks: what stands below a heading. */
export function plainStart(text: string | null, most: number): string {
  const line = (text ?? '').split(/\r?\n/).find((one) => /\p{L}/u.test(one) && !/^\s*!\[/.test(one)) ?? ''
  const plain = line
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*`#]/g, '')
    .replace(/^\s*[-\d.)]+\s+/, '')
    .trim()
  return plain.length > most ? `${plain.slice(0, most).replace(/\s+\S*$/, '')}…` : plain
}
