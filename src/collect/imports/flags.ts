import { InvalidArgumentError } from 'commander'
import { type ColumnMapping, ImportOptions } from '#collect/imports/contract.ts'
import { type DateFormat, dateFormats } from '#collect/imports/map/dates.ts'
import type { ImportKind } from '#collect/imports/map/fields.ts'
import { AppError } from '#platform/errors.ts'

/** What `hearback import` was told. */
export interface FileFlags {
  kind: ImportKind
  mapping: ColumnMapping[]
  channel?: string
  tag?: string
  zone?: string
  history?: ImportOptions['history']
  product?: string
  currency?: string
  encoding?: string
  delimiter?: string
  header?: boolean
  sheet?: string
  errors?: string
  dryRun?: boolean
  json?: boolean
  quiet?: boolean
  workspace?: string
}

/** `column=field`, `column=occurredAt:dmy`, `column=rating:10`; the last = counts, as columns may hold one. */
export function collectMapping(text: string, list: ColumnMapping[]): ColumnMapping[] {
  const at = text.lastIndexOf('=')
  if (at < 1) throw new InvalidArgumentError('Write it as column=field, such as text=verbatim.')
  const [field = '', how] = text.slice(at + 1).split(':')
  const mapping: ColumnMapping = { column: text.slice(0, at), field }
  if (how === undefined) return [...list, mapping]
  if (field === 'rating' && Number(how) >= 1) return [...list, { ...mapping, ratingMax: Number(how) }]
  if ((dateFormats as readonly string[]).includes(how))
    return [...list, { ...mapping, date: how as DateFormat }]
  throw new InvalidArgumentError(
    `After : stands how a date is written (${dateFormats.join(', ')}) or the best possible rating.`,
  )
}

const delimiters: Record<string, string | null> = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  bar: '|',
  none: null,
}

/** How the file is to be read, where the command says so. */
export function readingOf(flags: FileFlags) {
  return {
    ...(flags.encoding === undefined ? {} : { encoding: flags.encoding }),
    ...(flags.delimiter === undefined ? {} : { delimiter: delimiters[flags.delimiter] as string | null }),
    ...(flags.header === undefined ? {} : { hasHeader: flags.header }),
    ...(flags.sheet === undefined ? {} : { sheet: flags.sheet }),
  }
}

/** The options of the import that the command names, checked. */
export function optionsOf(flags: FileFlags): Partial<ImportOptions> {
  const { channel, tag, zone, history, product, currency } = flags
  const options = Object.fromEntries(
    Object.entries({ channel, tag, zone, history, product, currency: currency?.toUpperCase() }).filter(
      ([, value]) => value !== undefined,
    ),
  )
  const checked = ImportOptions.safeParse(options)
  if (!checked.success) {
    const issue = checked.error.issues[0]!
    throw new AppError('invalid', 'import.option', `--${issue.path.join('.')}: ${issue.message}.`)
  }
  return options as Partial<ImportOptions>
}
