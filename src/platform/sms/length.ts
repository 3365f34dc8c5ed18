// GSM 03.38: the letters that take one seven-bit place, and those that take two.
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const doubled = new Set('\f^{}\\[~]|€')

const plainer: Record<string, string> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '\u00a0': ' ',
  '\u202f': ' ',
}

/** Typographic quotes, dashes and spaces as plain ones: one of them would more than halve what fits into a message. */
export function plainPunctuation(text: string): string {
  return text.replace(/[‘’“”„«»–—…\u00a0\u202f]/g, (letter) => plainer[letter]!)
}

export interface SmsLength {
  /** gsm7: 160 letters in one message; ucs2: 70, for a text with any other letter. */
  encoding: 'gsm7' | 'ucs2'
  /** In places of the encoding: a euro sign takes two in gsm7, an emoji two in ucs2. */
  characters: number
  /** How many messages the network carries and the provider counts. */
  segments: number
}

/** How long a text is as a text message (3GPP TS 23.038, 23.040): joined messages hold 153 or 67 places each. */
export function smsLength(text: string): SmsLength {
  const letters = [...text]
  const isGsm = letters.every((letter) => basic.has(letter) || doubled.has(letter))
  const places = letters.map((letter) => (isGsm ? (doubled.has(letter) ? 2 : 1) : letter.length))
  const characters = places.reduce((sum, one) => sum + one, 0)
  const [alone, joined] = isGsm ? [160, 153] : [70, 67]
  return {
    encoding: isGsm ? 'gsm7' : 'ucs2',
    characters,
    segments: characters <= alone ? 1 : packed(places, joined),
  }
}

/** A letter of two places is never cut in two. */
function packed(places: readonly number[], room: number): number {
  let segments = 1
  let used = 0
  for (const one of places) {
    if (used + one > room) {
      segments += 1
      used = 0
    }
    used += one
  }
  return segments
}

/** The longest text that is sent; providers refuse more. */
export const longestText = 1600
