const blanks = /^(|-+|n\/?a|null|none|nil|undefined|\(empty\))$/i

/** A cell without surrounding space; what people write for nothing is nothing. */
export function cellText(cells: readonly string[], index: number): string {
  const text = (cells[index] ?? '').trim()
  return blanks.test(text) ? '' : text
}

const channelCodes: Record<string, string> = {
  mail: 'email',
  e_mail: 'email',
  appstore: 'app_store',
  app_store: 'app_store',
  google_play: 'app_store',
  play_store: 'app_store',
  ios: 'app_store',
  android: 'app_store',
  call: 'phone',
  telephone: 'phone',
  telefon: 'phone',
  twitter: 'social',
  x: 'social',
  facebook: 'social',
  instagram: 'social',
  linkedin: 'social',
  reddit: 'forum',
  community: 'forum',
  g2: 'review',
  capterra: 'review',
  trustpilot: 'review',
  review_site: 'review',
  ticket: 'support',
  zendesk: 'support',
  intercom: 'chat',
  live_chat: 'chat',
  text_message: 'sms',
  web: 'form',
  website: 'form',
  web_form: 'form',
  in_app: 'widget',
  nps: 'survey',
  csat: 'survey',
  face_to_face: 'in_person',
}

/** A channel code from what a file calls it: “App Store” is app_store. Undefined when nothing is left of it. */
export function channelCode(text: string): string | undefined {
  const code = text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '')
    .slice(0, 40)
  if (code === '') return undefined
  return Object.hasOwn(channelCodes, code) ? channelCodes[code] : code
}

/** The tags in a cell: a JSON list, or words parted by semicolons, bars or commas. */
export function tagsOf(text: string): string[] {
  if (/^\[.*\]$/s.test(text)) {
    try {
      const list: unknown = JSON.parse(text)
      if (Array.isArray(list))
        return list
          .filter((tag) => typeof tag === 'string' || typeof tag === 'number')
          .map((tag) => String(tag).trim())
          .filter(Boolean)
    } catch {
      // Not JSON after all: read as words.
    }
  }
  const separator = /[;|]/.test(text) ? /[;|]/ : /,/
  return text
    .split(separator)
    .map((tag) => tag.trim())
    .filter(Boolean)
}

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  '#39': "'",
}

/** Text out of HTML as helpdesks export it; text without tags stays as it is. */
export function withoutMarkup(text: string): string {
  if (
    !/<\/?(p|br|div|span|a|b|i|strong|em|ul|ol|li|h[1-6]|table|tr|td|blockquote|html|body)\b[^<>]{0,2000}>/i.test(
      text,
    )
  )
    return text
  return text
    .replace(/<(script|style)\b[^<]{0,20000}<\/\1>/gi, '')
    .replace(/<(br|\/p|\/div|\/li|\/tr|\/h[1-6]|\/blockquote)\b[^<>]{0,2000}>/gi, '\n')
    .replace(/<\/?[a-z][^<>]{0,2000}>/gi, '')
    .replace(/&(amp|lt|gt|quot|apos|nbsp|#39);/g, (_, name: string) => entities[name]!)
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
