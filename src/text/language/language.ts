import { fold } from '#text/words/fold.ts'
import { eachWord } from '#text/words/words.ts'

/**
 * The language of a text, by the n-gram profiles of ELD (Apache-2.0): of the kept libraries the surest and fastest on
 * short feedback, and the smallest. A guess that is not sure is no guess.
 */

/** More of a text does not make it surer. */
const readMost = 600
/** From this confidence on a language is named. */
const sureFrom = 0.6

/** ELD takes Indonesian for Malay; these words part them. */
const indonesian = new Set(
  'tidak bisa gak nggak ga udah sudah banget karena saya gue anda mau kalau sangat dengan nya aku enggak dong sih kami kita mobil uang beda coba'.split(
    ' ',
  ),
)
const malay = new Set(
  'tak boleh kerana awak nak dia korang lah tu ni je sebab macam dekat ialah bahawa daripada kepada ringgit wang kereta cuba juga'.split(
    ' ',
  ),
)

/** Words that running English is full of and that other languages do not have. */
const english = new Set(
  "the and this that with you your it not have has but when would because they there which what are from been please can will were could should their than about them these how who if just only more every after then very make get some why know it's i'm don't can't doesn't".split(
    ' ',
  ),
)
/** Words of English that others have too. */
const shared = new Set(
  'is to of for in a i on was be so at as an or by we me my all no do out like am'.split(' '),
)
/** From so many changes of words that only English has, and this share of both, a text needs no closer look. */
const fewestEnglish = 3
const plainlyEnglish = 0.25

/** Whether a text is plainly English: by its function words, at a tenth of the cost of the profiles. */
function isPlainlyEnglish(text: string): boolean {
  let words = 0
  let own = 0
  let common = 0
  let foreign = 0
  let start = -1
  let last = ''
  for (let i = 0; i <= text.length; i++) {
    const unit = i < text.length ? text.charCodeAt(i) : 32
    const lower = unit | 32
    if ((lower >= 97 && lower <= 122) || (unit === 39 && start >= 0)) {
      if (start < 0) start = i
    } else {
      if (unit > 0xbf && unit !== 0x2019) foreign++
      if (start < 0) continue
      words++
      if (i - start <= 7) {
        const word = text.slice(start, i).toLowerCase()
        if (!english.has(word)) common += shared.has(word) ? 1 : 0
        else if (word !== last) {
          own++
          last = word
        }
      }
      start = -1
    }
  }
  return own >= fewestEnglish && own + common >= words * plainlyEnglish && foreign * 20 <= words
}

export interface Language {
  /** ISO 639-1; null where the text is too short, too mixed or of no language */
  code: string | null
  /** 0…1 */
  confidence: number
}

/** Tells the language of a text. */
export type LanguageOf = (text: string) => Language

type Profiles = typeof import('eld/extrasmall')['eld']
let loaded: Promise<LanguageOf> | undefined

/** Loads the profiles, once: some 0.3 s of the processor, which no start should wait for. */
export function loadLanguages(): Promise<LanguageOf> {
  loaded ??= import('eld/extrasmall').then(
    ({ eld }) =>
      (text) =>
        languageBy(eld, text),
  )
  return loaded
}

function languageBy(eld: Profiles, text: string): Language {
  const start = text.length > readMost ? text.slice(0, readMost) : text
  if (isPlainlyEnglish(start)) return { code: 'en', confidence: 0.98 }
  const result = eld.detect(start)
  if (result.language === '') return { code: null, confidence: 0 }
  const [first = 0, second = 0] = Object.values(result.getScores())
  if (!result.isReliable()) return { code: null, confidence: round(Math.min(0.5, first * 0.6)) }
  const confidence = Math.min(
    start.length < 15 ? 0.75 : 0.98,
    0.62 + 1.2 * (first - second) + Math.min(0.15, start.length / 600),
  )
  if (result.language !== 'ms') return answer(result.language, confidence)
  return answer(...malayOrIndonesian(start, confidence))
}

function answer(code: string, confidence: number): Language {
  return { code: confidence >= sureFrom ? code : null, confidence: round(confidence) }
}

const round = (value: number) => Math.round(value * 100) / 100

function malayOrIndonesian(text: string, confidence: number): [code: string, confidence: number] {
  let lead = 0
  const folded = fold(text).text
  eachWord(folded, (_, from, to) => {
    const word = folded.slice(from, to)
    if (indonesian.has(word)) lead++
    if (malay.has(word)) lead--
  })
  return [lead > 0 ? 'id' : 'ms', lead === 0 ? 0.5 : Math.min(confidence, 0.6 + 0.12 * Math.abs(lead))]
}
