import type { ColumnMapping, ImportKind } from './fields.ts'

/** A known export of another tool: recognised by columns that only it has. */
export interface Preset {
  name: string
  kind: ImportKind
  /** All of these must be in the header. */
  columns: readonly string[]
  channel?: string
  mapping: readonly ColumnMapping[]
}

const to = (column: string, field: string, readAs: Partial<ColumnMapping> = {}): ColumnMapping => ({
  column,
  field,
  ...readAs,
})

export const presets: readonly Preset[] = [
  {
    name: 'Google Play reviews',
    kind: 'feedback',
    columns: ['Package Name', 'Star Rating', 'Review Text', 'Review Submit Millis Since Epoch'],
    channel: 'app_store',
    mapping: [
      to('Package Name', 'product'),
      to('Star Rating', 'rating', { ratingMax: 5 }),
      to('Review Title', 'title'),
      to('Review Text', 'verbatim'),
      to('Review Submit Millis Since Epoch', 'occurredAt', { date: 'unix_ms' }),
      to('Review Submit Date and Time', 'skip'),
      to('Review Last Update Date and Time', 'skip'),
      to('Review Last Update Millis Since Epoch', 'skip'),
      to('Reviewer Language', 'language'),
      to('Review Link', 'sourceUrl'),
    ],
  },
  {
    name: 'Delighted responses',
    kind: 'feedback',
    columns: ['Person ID', 'Survey Response ID', 'Score', 'Comment'],
    channel: 'survey',
    mapping: [
      to('Survey Response ID', 'externalId'),
      to('Score', 'rating', { ratingMax: 10 }),
      to('Comment', 'verbatim'),
      to('Person ID', 'contactExternalId'),
      to('Person Name', 'contactName'),
      to('Person Email', 'contactEmail'),
    ],
  },
  {
    name: 'HubSpot companies',
    kind: 'accounts',
    columns: ['Record ID', 'Company name'],
    mapping: [
      to('Record ID', 'externalId'),
      to('Company name', 'name'),
      to('Company Domain Name', 'domain'),
      to('Lifecycle Stage', 'lifecycle'),
    ],
  },
  {
    name: 'HubSpot contacts',
    kind: 'contacts',
    columns: ['Record ID', 'Email', 'Associated Company'],
    mapping: [
      to('Record ID', 'externalId'),
      to('Email', 'email'),
      to('Associated Company', 'accountName'),
      to('Job Title', 'title'),
      to('Phone Number', 'phone'),
    ],
  },
]

/** The preset that a file's columns fit, if any. */
export function presetFor(kind: ImportKind, columns: readonly string[]): Preset | undefined {
  return presets.find(
    (preset) => preset.kind === kind && preset.columns.every((column) => columns.includes(column)),
  )
}
