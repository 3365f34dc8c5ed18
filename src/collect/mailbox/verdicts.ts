import type { Fields } from '#collect/mailbox/rules.ts'

/** What the mail servers before us said of a mail: how likely it is spam, and whether its sender was proven. */

/** How likely a mail is spam, as its own filters said it. */
export interface Spam {
  /** 5 is where SpamAssassin and Microsoft begin to call it spam */
  score: number
  /** the header that said so */
  says: string
}

const number = (text: string | undefined) => (text === undefined ? undefined : Number(text))
const startsWithNumber = (value: string) => number(/^[+-]?\d{1,6}(?:\.\d{1,9})?/.exec(value)?.[0])

/** A filter that only says yes or no means the least that is called spam. */
const flagged = (value: string) => (/^yes\b/i.test(value) ? 5 : /^no\b/i.test(value) ? 0 : undefined)

/** The headers of each filter, the most exact first, and where the number stands in them. */
const filters: readonly (readonly [name: string, read: (value: string) => number | undefined])[][] = [
  // SpamAssassin, and what writes like it; `hits` until version 3
  [
    ['X-Spam-Status', (value) => number(/\b(?:score|hits)=([+-]?\d{1,6}(?:\.\d{1,9})?)/i.exec(value)?.[1])],
    ['X-Spam-Score', startsWithNumber],
    ['X-Spam-Level', (value) => /^[*+]+$/.exec(value)?.[0].length],
    ['X-Spam-Flag', flagged],
  ],
  // Rspamd: `default: False [5.20 / 15.00]; SYMBOL(1.00)[]`
  [
    ['X-Spamd-Result', (value) => number(/\[\s*([+-]?\d{1,6}(?:\.\d{1,9})?)\s*\//.exec(value)?.[1])],
    ['X-Rspamd-Score', startsWithNumber],
    ['X-Spam', flagged],
  ],
  // Microsoft's spam confidence level: -1 (trusted) to 9
  [
    ['X-MS-Exchange-Organization-SCL', startsWithNumber],
    ['X-Forefront-Antispam-Report', (value) => number(/(?:^|;)\s*SCL:(-?\d{1,2})/i.exec(value)?.[1])],
  ],
]

/**
 * The highest score that a filter on the way gave; undefined where none said anything. Of each header only the topmost
 * is read: the nearest server wrote it.
 */
export function spamOf(fields: Fields): Spam | undefined {
  const said = filters.flatMap((headers) => {
    for (const [name, read] of headers) {
      const value = fields.get(name.toLowerCase())?.[0] ?? ''
      const score = read(value)
      if (score !== undefined) return [{ score, says: `${name}: ${value}`.slice(0, 500) }]
    }
    return []
  })
  return said.sort((a, b) => b.score - a.score)[0]
}

/** Whether the workspace's own mail server could prove who sent a mail. */
export interface Proof {
  isProven: boolean
  /** such as `mx.example.com: dmarc=fail, spf=fail` */
  says: string
}

/** Whose words count: the name the workspace gave, else what its address and mailbox let one expect. */
export interface OwnServer {
  authServer: string | null
  address: string | null
  imap: { host: string } | null
}

/** How large providers name themselves there; Microsoft gives no name. */
const knownNames: Record<string, string> = { 'imap.gmail.com': 'mx.google.com', 'outlook.office365.com': '' }

function isOwn(name: string, { authServer, address, imap }: OwnServer): boolean {
  if (authServer) return name === authServer
  if (imap && (name === imap.host || name === knownNames[imap.host])) return true
  const domain = address?.split('@')[1]
  if (!domain || !name.includes('.')) return false
  return name === domain || name.endsWith(`.${domain}`) || domain.endsWith(`.${name}`)
}

/**
 * What the workspace's own server found about the sender (Authentication-Results, RFC 8601): its topmost header only,
 * as everybody can write one further down. DMARC decides; where it says nothing, a failed SPF or DKIM of which neither
 * passed. Undefined where nothing was found out.
 */
export function proofOf(headers: readonly string[], own: OwnServer): Proof | undefined {
  for (const header of headers) {
    const [start = '', ...rest] = bare(header).split(';')
    const isNamed = !start.includes('=')
    const name = isNamed ? (start.trim().split(/\s+/)[0] ?? '').toLowerCase() : ''
    if (!isOwn(name, own)) continue
    const found = (isNamed ? rest : [start, ...rest]).flatMap((part) => {
      const [, method, result] = /^\s*(dmarc|spf|dkim)(?:\/\d+)?\s*=\s*([a-z]+)/i.exec(part) ?? []
      return method && result ? [{ method: method.toLowerCase(), result: result.toLowerCase() }] : []
    })
    const says = `${name || 'the mail server'}: ${found.map((one) => `${one.method}=${one.result}`).join(', ')}`
    const isSo = (method: RegExp, result: RegExp) =>
      found.some((one) => method.test(one.method) && result.test(one.result))
    if (isSo(/dmarc/, /^pass$/)) return { isProven: true, says }
    if (isSo(/dmarc/, /^fail$/)) return { isProven: false, says }
    const isFailed = isSo(/spf/, /^(?:hard|soft)?fail$/) || isSo(/dkim/, /^fail$/)
    return isFailed && !isSo(/spf|dkim/, /^pass$/) ? { isProven: false, says } : undefined
  }
  return undefined
}

/** A header value without its comments and quoted words. */
function bare(value: string): string {
  let depth = 0
  let isQuoted = false
  let text = ''
  for (let at = 0; at < Math.min(value.length, 10_000); at++) {
    const one = value[at]!
    if (one === '\\' && (isQuoted || depth > 0)) at++
    else if (one === '"' && depth === 0) isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (one === '(') depth++
    else if (one === ')') depth = Math.max(0, depth - 1)
    else if (depth === 0) text += one
  }
  return text
}
