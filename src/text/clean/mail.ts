import { add, noPieces, type Pieces } from '#text/clean/pieces.ts'

/**
 * What of a mail its sender wrote this time: without quoted mails, signatures and disclaimers. Works line by line
 * and reads only the beginning of a line, so it is linear. A text that is no mail passes unchanged.
 */
export function ownLines(text: string): Pieces {
  const lines = linesOf(text)
  const kept = new Array<boolean>(lines.length).fill(true)
  dropQuotes(lines, kept)
  dropDisclaimer(lines, kept)
  dropSignature(lines, kept)
  const made = noPieces()
  for (const [i, line] of lines.entries()) if (kept[i]) add(made, text.slice(line.from, line.to), line.from)
  return made
}

interface Line {
  /** with its line break */
  from: number
  to: number
  /** its first characters, trimmed: enough to know what it is */
  start: string
}

const readMost = 240

function linesOf(text: string): Line[] {
  const lines: Line[] = []
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from)
    const to = end < 0 ? text.length : end + 1
    lines.push({ from, to, start: text.slice(from, Math.min(to, from + readMost)).trim() })
    from = to
  }
  return lines
}

const quoted = /^[>|›]/
/** "On Monday, Ana wrote:" in the languages people write it in. */
const wrote =
  /(?:\b(?:wrote|writes|schrieb|geschrieben|a écrit|escribió|escreveu|ha scritto|schreef|skrev|kirjoitti|napisał\(a\)|napisał|napsal|написал|написала|пише|yazdı|írta|a scris)\b.{0,120}|写道|寫道|のメール|さんは書きました|작성)\s*[:：]?\s*$/iu
const wroteStart = /^(?:on|am|le|el|em|il|op|den|dne|w dniu|à|a|pada|vào|\d{1,4}[-./年])\b/iu
const original =
  /^[-_*\s]{2,}(?:original message|original appointment|forwarded message|ursprüngliche nachricht|weitergeleitete nachricht|message d'origine|message original|message transféré|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|исходное сообщение)/iu
const forwarded = /forwarded message|weitergeleitete nachricht|message transféré|begin forwarded|fwd/i
const begin = /^begin forwarded message:?$/i
const header =
  /^[*_]*(?:from|sent|to|cc|date|subject|von|gesendet|an|datum|betreff|de|envoyé|à|objet|enviado|para|asunto|assunto|da|inviato|a|oggetto|van|verzonden|aan|onderwerp|fra|til|emne|från|till|ämne|от|кому|тема|发件人|收件人|主题|差出人|宛先|件名)[*_]*\s*[:：]/iu

function dropQuotes(lines: readonly Line[], kept: boolean[]): void {
  const first = nextFilled(lines, 0)
  let hasOwn = false
  for (let i = 0; i < lines.length; i++) {
    const { start } = lines[i]!
    if (quoted.test(start)) {
      kept[i] = false
      continue
    }
    const intro = introOf(lines, i)
    if (intro > 0) {
      // Inline answers between quoted lines stay; a quotation without marks goes on to the end.
      const next = nextFilled(lines, intro)
      const isMarked = next < lines.length && quoted.test(lines[next]!.start)
      const end = isMarked ? intro : lines.length
      for (; i < end; i++) kept[i] = false
      i--
      continue
    }
    const isPassedOn = !hasOwn && (forwarded.test(start) || i === first)
    if (original.test(start) || begin.test(start) || isHeaderBlock(lines, i)) {
      if (!isPassedOn) {
        kept.fill(false, i)
        return
      }
      // Nothing stands before it: the mail that was passed on is the message.
      kept[i] = false
      while (i + 1 < lines.length && (header.test(lines[i + 1]!.start) || lines[i + 1]!.start === ''))
        kept[++i] = false
      continue
    }
    if (start !== '') hasOwn = true
  }
}

const dated = /\d{1,2}[:.]\d\d|\d{4}|[^\s<>]@[^\s<>]/

/** Where an introduction that starts at line `i` ends (it may be wrapped over three lines); 0 if there is none. */
function introOf(lines: readonly Line[], i: number): number {
  let joined = ''
  for (let k = i; k < Math.min(lines.length, i + 3); k++) {
    const { start } = lines[k]!
    if (start === '' || start.length === readMost) return 0
    joined = joined === '' ? start : `${joined} ${start}`
    if (!wrote.test(joined)) continue
    if (dated.test(joined) && (wroteStart.test(joined) || joined.includes('@'))) return k + 1
    // "Ana wrote:" is an introduction only where a quotation follows.
    const next = nextFilled(lines, k + 1)
    return k === i && next <= k + 2 && next < lines.length && quoted.test(lines[next]!.start) ? k + 1 : 0
  }
  return 0
}

/** Three lines like "From: …" in a row, perhaps after a rule. */
function isHeaderBlock(lines: readonly Line[], i: number): boolean {
  let k = i
  if (/^[_-]{5,}$/.test(lines[k]!.start)) k++
  let found = 0
  for (; k < lines.length && header.test(lines[k]!.start); k++) found++
  return found >= 3
}

function nextFilled(lines: readonly Line[], from: number): number {
  let i = from
  while (i < lines.length && lines[i]!.start === '') i++
  return i
}

const legal = [
  /\b(?:confidential|privileged|vertraulich|confidentiel|confidencial|riservat|vertrouwelijk)/i,
  /\b(?:intended (?:solely|only|recipient|for)|addressee|nur für den|destinataire|destinatario|destinatário|geadresseerde|unauthori[sz]ed|legal notice|disclaimer)/i,
  /\b(?:this (?:e-?mail|message|communication)|diese (?:e-?mail|nachricht)|ce (?:message|courriel|mail)|este (?:correo|mensaje|e-?mail)|questo messaggio|dit bericht)/i,
  /\b(?:delete|notify the sender|disclos|copying|distribution|attachments?|löschen|supprimer|elimin)/i,
]
const hint =
  /^(?:please consider (?:the environment|your)|think before you print|save (?:paper|a tree)|caution: (?:this email )?(?:external|originated)|\[?external(?: email)?\]?:|virus-free\b|this e-?mail has been (?:scanned|checked))/i

/** A paragraph of legal small print after the first one, and what follows it. */
function dropDisclaimer(lines: readonly Line[], kept: boolean[]): void {
  const first = nextFilled(lines, 0)
  for (let i = 0; i < lines.length; i++) {
    const { start } = lines[i]!
    if (!kept[i] || start === '') continue
    if (hint.test(start)) kept[i] = false
    else if (i > first) {
      const paragraph = paragraphAt(lines, i)
      if (legal.filter((cue) => cue.test(paragraph)).length < 3) continue
      for (let k = i; k < lines.length; k++) kept[k] = false
      return
    }
  }
}

function paragraphAt(lines: readonly Line[], i: number): string {
  if (lines[i - 1]?.start) return ''
  let text = ''
  for (let k = i; k < Math.min(lines.length, i + 8) && lines[k]!.start !== ''; k++)
    text += ` ${lines[k]!.start}`
  return text
}

const device =
  /^(?:sent from my|sent (?:via|with|using) |get outlook for|sent from (?:outlook|mail|yahoo|samsung|proton)|von meinem \S+ gesendet|gesendet von |gesendet mit |envoyé de mon|envoyé depuis|enviado (?:desde|do|a partir)|inviato da|verzonden (?:vanaf|met)|skickat från|sendt fra|отправлено с|iphoneから送信|发自我的)/iu
const signOff =
  /^(?:(?:(?:best|kind|warm|warmest|many|with (?:best|kind)) )?(?:regards|wishes)|best|thanks(?: (?:again|a lot|so much|in advance|and regards|& regards|very much))?|thank you(?: (?:very much|in advance|so much))?|many thanks|cheers|sincerely(?: yours)?|yours (?:sincerely|truly|faithfully)|respectfully|rgds|br|thx|(?:mit )?(?:freundlichen|besten|herzlichen|viele[n]?|liebe|schöne|beste|freundliche) (?:grüßen|grüssen|grüße|grüsse|gruß)|mfg|lg|vg|(?:bien )?cordialement|bien à vous|salutations|saludos(?: cordiales)?|un saludo|atentamente|cumprimentos|atenciosamente|abraços|obrigad[oa]|cordiali saluti|saluti|grazie|met vriendelijke groet(?:en)?|groet(?:en|jes)?|med vänlig(?:a)? hälsning(?:ar)?|med venlig hilsen|mvh|pozdrawiam|с уважением|よろしくお願い(?:いた)?します)\s*[,.!~–-]*$/iu

/** A signature: after "-- ", the line of a telephone, or a farewell with a few short lines after it. */
function dropSignature(lines: readonly Line[], kept: boolean[]): void {
  let isEmptyBefore = true
  let last = -1
  for (let i = 0; i < lines.length; i++) if (kept[i] && lines[i]!.start !== '') last = i
  for (let i = 0; i <= last; i++) {
    const { start } = lines[i]!
    if (!kept[i] || start === '') continue
    if (isEmptyBefore) {
      isEmptyBefore = false
      // A message of one word of thanks is no signature.
      if (!device.test(start)) continue
    }
    if (device.test(start)) {
      kept[i] = false
      continue
    }
    const isRule = last - i <= 15 && /^(?:--|—|__)$/.test(start)
    const isFarewell =
      start.length < 60 && last - i <= 8 && signOff.test(start) && isCard(lines, kept, i + 1, last)
    if (!isRule && !isFarewell) continue
    for (let k = i; k < lines.length; k++) kept[k] = false
    return
  }
}

const sentence =
  /\b(?:i|it|its|is|are|was|but|not|we|you|can|please|this|when|why|how|what|if|ich|nicht|ist|aber|je|pas|est|mais|no|pero|non|ma)\b/iu

/** Whether the lines could be a name, a position and an address: short, and none of them a sentence. */
function isCard(lines: readonly Line[], kept: readonly boolean[], from: number, last: number): boolean {
  for (let k = from; k <= last; k++) {
    const { start } = lines[k]!
    if (kept[k] && (start.length > 90 || (sentence.test(start) && !/@|www\.|https?:/.test(start))))
      return false
  }
  return true
}
