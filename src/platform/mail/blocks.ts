import { directionOf } from '#platform/web/format.ts'

/**
 * A mail is a list of blocks, from which the plain text and the HTML are both made.
 * Everything is text here: nothing that a customer wrote can become markup.
 */
export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'quote'; text: string }
  | { kind: 'button'; label: string; url: string }
  | { kind: 'scale'; label: string; low: string; high: string; from: number; links: readonly string[] }
  | { kind: 'choices'; label: string; links: readonly { label: string; url: string }[] }
  | { kind: 'bars'; title: string; sub?: string; labels: 'narrow' | 'wide'; rows: readonly Bar[] }
  | { kind: 'small'; text: string; links?: readonly { label: string; url: string }[] }

/** A row of a chart: a label, a bar of so much of the room (0 to 1; null: none), and what it comes to. */
export interface Bar {
  label: string
  share: number | null
  value: string
  tone: 'plain' | 'strong' | 'late'
  /** stands below, smaller */
  note?: string
}

export interface MailPage {
  brand: string
  language?: string
  /** The line that mail programs show beside the subject. */
  preview?: string
  blocks: readonly Block[]
}

const markStart = '\uE000'
const markEnd = '\uE001'

/**
 * Stands for a personal link until the mail leaves: the outbox keeps the real address sealed.
 * May be followed by a query: `linkMark('answer') + '?score=7'`.
 */
export function linkMark(name: string): string {
  return markStart + name + markEnd
}

/** Puts the real addresses in place of the marks; a mark without an address becomes `#`. */
export function fillMarks(text: string, links: Readonly<Record<string, string>>, isHtml = false): string {
  return text.replace(/\uE000([a-z_]+)\uE001/g, (_, name: string) => {
    const url = links[name] ?? '#'
    return isHtml ? escapeHtml(url) : url
  })
}

const clean = (text: string) => text.replaceAll(markStart, '').replaceAll(markEnd, '')

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => entities[letter]!)
}

const safeUrl = (url: string) =>
  url.startsWith(markStart) || /^https?:\/\//.test(url) ? escapeHtml(url) : '#'

const lines = (text: string) => escapeHtml(clean(text)).replace(/\r?\n/g, '<br>')
const paragraphs = (text: string) => text.split(/\r?\n[ \t]*\r?\n/).filter((part) => part.trim() !== '')

const font = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif"

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h1 class="ink" style="margin:0 0 16px;font-size:20px;line-height:28px;color:#161e19">${lines(block.text)}</h1>`
    case 'text':
      return paragraphs(block.text)
        .map((part) => `<p class="ink" style="margin:0 0 16px;color:#161e19">${lines(part.trim())}</p>`)
        .join('\n')
    case 'quote':
      return `<blockquote class="ink quote" style="margin:0 0 16px;padding:0 0 0 14px;border-left:3px solid #006048;color:#161e19">${lines(block.text)}</blockquote>`
    case 'button':
      return `<p style="margin:0 0 16px"><a class="button" href="${safeUrl(block.url)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#006048;color:#ffffff;font-weight:600;text-decoration:none">${lines(block.label)}</a></p>`
    case 'scale':
      return scaleHtml(block)
    case 'choices':
      return choicesHtml(block)
    case 'bars':
      return barsHtml(block)
    case 'small':
      return `<p class="dim" style="margin:0 0 12px;font-size:13px;line-height:20px;color:#5c645f">${lines(block.text)}${(
        block.links ?? []
      )
        .map(
          (link) =>
            ` <a class="dim" href="${safeUrl(link.url)}" style="color:#5c645f;text-decoration:underline">${lines(link.label)}</a>`,
        )
        .join(',')}</p>`
  }
}

const asked = (label: string) =>
  `<p class="ink" style="margin:0 0 12px;font-size:18px;line-height:26px;font-weight:600;color:#161e19">${lines(label)}</p>`

/** Plain links one below the other, each as wide as the mail, so that a thumb finds it. */
function choicesHtml(block: Extract<Block, { kind: 'choices' }>): string {
  const rows = block.links
    .map(
      ({ label, url }) =>
        `<tr><td class="cell" valign="middle" height="44" style="border:1px solid #838b86"><a class="ink" href="${safeUrl(url)}" style="display:block;padding:12px 14px;font-size:16px;line-height:20px;font-weight:600;color:#161e19;text-decoration:none">${lines(label)}</a></td></tr>`,
    )
    .join('')
  return `${asked(block.label)}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;border-collapse:collapse;margin:0 0 20px">${rows}</table>`
}

/** A row of plain links in a table with widths as attributes: Outlook draws with Word, which knows no flex or grid. */
function scaleHtml(block: Extract<Block, { kind: 'scale' }>): string {
  const width = Math.floor(100 / block.links.length)
  const last = block.from + block.links.length - 1
  const cells = block.links
    .map(
      (url, i) =>
        `<td class="cell" width="${width}%" align="center" valign="middle" height="44" style="border:1px solid #838b86"><a class="ink" href="${safeUrl(url)}" style="display:block;padding:12px 0;font-size:16px;line-height:20px;font-weight:600;color:#161e19;text-decoration:none" aria-label="${block.from + i} of ${last}">${block.from + i}</a></td>`,
    )
    .join('')
  return `${asked(block.label)}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;border-collapse:collapse;margin:0 0 6px"><tr>${cells}</tr></table>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;margin:0 0 20px"><tr><td class="dim" align="left" style="font-size:13px;line-height:20px;color:#5c645f">${block.from} ${lines(block.low)}</td><td class="dim" align="right" style="font-size:13px;line-height:20px;color:#5c645f">${lines(block.high)} ${last}</td></tr></table>`
}

const barInks = { plain: '#b3b9b5', strong: '#006048', late: '#dd333b' }

/** A chart out of table cells: no picture to fetch or to block, and read row by row it is the figures in words. */
function barsHtml(block: Extract<Block, { kind: 'bars' }>): string {
  const width = block.labels === 'narrow' ? 20 : 42
  const bar = ({ share, tone }: Bar) =>
    share
      ? `<table role="presentation" width="${Math.max(1, Math.round(100 * share))}%" cellpadding="0" cellspacing="0" border="0"><tr><td class="bar-${tone}" height="10" bgcolor="${barInks[tone]}" style="height:10px;line-height:10px;font-size:0;background:${barInks[tone]}">&nbsp;</td></tr></table>`
      : ''
  const small = 'font-size:13px;line-height:20px'
  const rows = block.rows
    .map((one) => {
      const weight = one.tone === 'plain' ? 400 : 600
      const note = one.note
        ? `<tr><td colspan="3" class="dim" style="padding:0 0 6px;${small};color:#5c645f">${lines(one.note)}</td></tr>`
        : ''
      return `<tr><td class="ink" width="${width}%" style="padding:1px 0;${small};color:#161e19;font-weight:${weight}">${lines(one.label)}</td><td style="padding:1px 8px">${bar(one)}</td><td class="ink" width="12%" align="right" style="padding:1px 0;${small};color:#161e19;font-weight:${weight};white-space:nowrap">${lines(one.value)}</td></tr>${note}`
    })
    .join('\n')
  return `<p class="ink" style="margin:0 0 ${block.sub ? 0 : 6}px;font-weight:600;color:#161e19">${lines(block.title)}</p>
${block.sub ? `<p class="dim" style="margin:0 0 6px;${small};color:#5c645f">${lines(block.sub)}</p>` : ''}
<table width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;margin:0 0 20px">${rows}</table>`
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
    case 'text':
      return clean(block.text).trim()
    case 'quote':
      return clean(block.text).trim().replace(/^/gm, '> ')
    case 'button':
      return `${clean(block.label)}:\n${block.url}`
    case 'scale': {
      const last = block.links.length - 1
      const end = (i: number) => clean(i === 0 ? block.low : i === last ? block.high : '')
      const said = (i: number) => `${block.from + i}${end(i) ? ` (${end(i)})` : ''}`
      return `${clean(block.label)}\n\n${block.links.map((url, i) => `${said(i)}: ${url}`).join('\n')}`
    }
    case 'choices':
      return `${clean(block.label)}\n\n${block.links.map((one) => `${clean(one.label)}: ${one.url}`).join('\n')}`
    case 'bars':
      return [
        clean(block.title),
        ...(block.sub ? [clean(block.sub)] : []),
        ...block.rows.map(
          ({ label, value, note }) => `– ${clean(label)}: ${clean(value)}${note ? ` (${clean(note)})` : ''}`,
        ),
      ].join('\n')
    case 'small':
      return [
        clean(block.text).trim(),
        ...(block.links ?? []).map((link) => `${clean(link.label)}: ${link.url}`),
      ].join('\n')
  }
}

/** The plain-text part, always present. */
export function mailText(page: MailPage): string {
  return `${page.blocks.map(blockText).join('\n\n')}\n`
}

/**
 * The HTML part: one column, no pictures, nothing fetched, colours for light and dark.
 * Styles stand on the elements because some mail programs drop the head.
 */
export function mailHtml(page: MailPage): string {
  const language = page.language ?? 'en'
  const isRtl = directionOf(language) === 'rtl'
  const hidden = page.preview
    ? `<div style="display:none;max-height:0;overflow:hidden">${lines(page.preview)}</div>`
    : ''
  return `<!doctype html>
<html lang="${escapeHtml(language)}" dir="${isRtl ? 'rtl' : 'auto'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${lines(page.brand)}</title>
<style>
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
body,.page{background:#111512!important}
.ink,.brand{color:#eaeeeb!important}
.dim{color:#b6bdb8!important}
.cell{border-color:#656e69!important}
.quote{border-color:#5fc8a3!important}
.button{background:#5fc8a3!important;color:#051811!important}
.bar-plain{background:#515753!important}
.bar-strong{background:#5fc8a3!important}
.bar-late{background:#ef6567!important}
}
</style>
</head>
<body style="margin:0;padding:0;background:#ffffff">${hidden}
<table class="page" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;background:#ffffff"><tr><td align="center" style="padding:24px 16px">
<!--[if mso]><table role="presentation" width="560" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:560px"><tr><td align="${isRtl ? 'right' : 'left'}" dir="${isRtl ? 'rtl' : 'auto'}" style="${font};font-size:16px;line-height:24px">
<p class="brand" style="margin:0 0 24px;font-weight:600;color:#161e19">${lines(page.brand)}</p>
${page.blocks.map(blockHtml).join('\n')}
</td></tr></table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
`
}
