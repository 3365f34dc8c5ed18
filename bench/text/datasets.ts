import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Type } from '#text/cues/cue.ts'

/** The labelled sets as rows of one shape. What a set says nothing about is absent. */
export interface Row {
  set: string
  text: string
  title?: string
  /** 1–5 */
  stars?: number
  types?: Partial<Record<Type, boolean>>
  sentiment?: 'negative' | 'neutral' | 'positive'
  /** name of the app or product, for samples that keep one product together */
  group?: string
  lang?: string
  label?: string
}

type Raw = Record<string, unknown> & { text: string }

/** The folder with the sets: `--datasets`, HEARBACK_DATASETS or ../shared/datasets; explains itself where it is not. */
export function datasetsFolder(argv: readonly string[] = process.argv): string {
  const at = argv.indexOf('--datasets')
  const folder = resolve((at >= 0 && argv[at + 1]) || process.env.HEARBACK_DATASETS || '../shared/datasets')
  if (!existsSync(folder)) {
    console.error(
      `The labelled sets are not in ${folder}. Name their folder with --datasets FOLDER or HEARBACK_DATASETS. The product does not need them; training and measuring do.`,
    )
    process.exit(69)
  }
  return folder
}

const vlc = (label: string): Partial<Record<Type, boolean>> => {
  const starts = (...names: string[]) => names.some((name) => label.startsWith(name))
  const isUnclear = label.includes('uncertain')
  return {
    bug: starts('apparent bug', 'bug confirmation'),
    feature: starts('feature request', 'motivation fr'),
    ...(isUnclear ? {} : { question: starts('question on', 'help seek', 'requesting more') }),
    praise: starts('praise'),
    usability: starts('unsatisfactory', 'dispraise'),
  }
}

const urr = (labels: string[], stars: number): Partial<Record<Type, boolean>> => {
  const has = (...names: string[]) => names.some((name) => labels.includes(name))
  const isPleased = stars >= 4
  const isUse = has('UI', 'APP USABILITY')
  const isSpeed = has('PERFORMANCE', 'MEMORY', 'BATTERY')
  return {
    bug: has('ERROR'),
    // Kind words about ease or speed carry the same labels as complaints: only clear rows count.
    ...(isUse && isPleased ? {} : { usability: isUse }),
    ...(isSpeed && isPleased ? {} : { performance: isSpeed }),
    pricing: has('PRICE', 'LICENSING'),
    ...(stars === 5 && !has('ERROR') ? { praise: true } : stars <= 2 ? { praise: false } : {}),
  }
}

const ofStars = (stars: number): Row['sentiment'] =>
  stars <= 2 ? 'negative' : stars === 3 ? 'neutral' : 'positive'

const readers: Record<string, (raw: Raw) => Omit<Row, 'set' | 'text'>> = {
  'type-gplay4000': (raw) => ({ types: { bug: raw.label === 'bug', feature: raw.label === 'feature' } }),
  'type-urr': (raw) => ({
    stars: raw.stars as number,
    types: urr(raw.labels as string[], raw.stars as number),
    sentiment: ofStars(raw.stars as number),
    group: raw.app as string,
  }),
  'type-forum-vlc': (raw) => ({ types: vlc(raw.label as string), label: raw.label as string }),
  'type-nlbse24-train': (raw) => ({
    title: raw.title as string,
    group: raw.repo as string,
    types: { bug: raw.label === 'bug', feature: raw.label === 'feature', question: raw.label === 'question' },
    label: raw.label as string,
  }),
  'themes-clap-rq3': (raw) => ({
    stars: raw.stars as number,
    types: { bug: raw.label === 'BUG', feature: raw.label === 'FEATURE' },
    group: raw.app as string,
  }),
  'sentiment-airline-tweets': (raw) => ({ sentiment: raw.sentiment as Row['sentiment'] }),
  'sentiment-proscons': (raw) => ({ sentiment: raw.sentiment as Row['sentiment'] }),
  'sentiment-product-reviews-2': (raw) => {
    const sum = (raw.scores as number[]).reduce((a, b) => a + b, 0)
    return {
      sentiment: sum > 0 ? 'positive' : sum < 0 ? 'negative' : 'neutral',
      group: raw.product as string,
    }
  },
  'aspects-aware': (raw) => ({
    stars: raw.stars as number,
    sentiment: raw.sentiment as Row['sentiment'],
    label: raw.category as string,
    group: raw.app as string,
    types: {
      pricing: raw.category === 'cost',
      performance: raw.category === 'efficiency' && raw.sentiment === 'negative',
      usability: raw.category === 'usability' && raw.sentiment === 'negative',
    },
  }),
  'sentiment-multilingual': (raw) => ({
    sentiment: raw.sentiment as Row['sentiment'],
    lang: raw.lang as string,
  }),
  'raw-nsmc-korean': (raw) => ({
    sentiment:
      (raw.rating as number) >= 9 ? 'positive' : (raw.rating as number) <= 4 ? 'negative' : 'neutral',
    lang: 'korean',
  }),
  'raw-arminer': (raw) => ({
    stars: raw.stars as number,
    sentiment: ofStars(raw.stars as number),
    group: raw.app as string,
  }),
  'search-appreviews': (raw) => ({ group: raw.app as string }),
  'search-appreviews-pool': (raw) => ({ group: raw.app as string }),
  'topics-banking77': (raw) => ({
    label: raw.label as string,
    types: { question: true },
    group: raw.split as string,
  }),
}

/** The sets whose licence lets them train what is shipped; docs/text-model.md names the licences. */
export const licensed = [
  'sentiment-proscons',
  'sentiment-product-reviews-2',
  'topics-banking77',
  'type-urr',
  'search-appreviews',
  'search-appreviews-pool',
  'type-forum-vlc',
  'raw-nsmc-korean',
] as const

/** All rows of a set as its README describes them. */
export function rawRows<T>(folder: string, set: string): T[] {
  return readFileSync(join(folder, set, `${set}.jsonl`), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T)
}

/** All rows of a set. */
export function rowsOf(folder: string, set: string): Row[] {
  const reader = readers[set]
  if (!reader) throw new Error(`There is no reader for the set ${set}.`)
  return readFileSync(join(folder, set, `${set}.jsonl`), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const raw = JSON.parse(line) as Raw
      return { set, text: raw.text, ...reader(raw) }
    })
}
