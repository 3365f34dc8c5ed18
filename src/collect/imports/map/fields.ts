import type { DateFormat } from './dates.ts'

/** What a file may hold. */
export const importKinds = ['feedback', 'accounts', 'contacts'] as const
export type ImportKind = (typeof importKinds)[number]

export const kindWords: Record<ImportKind, string> = {
  feedback: 'Feedback',
  accounts: 'Accounts',
  contacts: 'Contacts',
}

/** Where a column can go, by what the file holds, with the words people see. */
export const fieldWords = {
  feedback: {
    verbatim: 'Verbatim',
    title: 'Title',
    rating: 'Rating',
    ratingMax: 'Best possible rating',
    occurredAt: 'Said on',
    channel: 'Channel',
    kind: 'Kind',
    externalId: 'External id',
    sourceUrl: 'Link to the source',
    language: 'Language',
    product: 'Product',
    tags: 'Tags',
    contactEmail: 'Contact e-mail',
    contactName: 'Contact name',
    contactExternalId: 'Contact id',
    accountName: 'Account name',
    accountExternalId: 'Account id',
    accountMrr: 'Account MRR',
    accountCurrency: 'Account currency',
    accountSegment: 'Account segment',
    context: 'Keep with the item',
  },
  accounts: {
    name: 'Name',
    externalId: 'External id',
    domain: 'Domain',
    segment: 'Segment',
    plan: 'Plan',
    lifecycle: 'Lifecycle',
    mrr: 'MRR',
    currency: 'Currency',
    ownerEmail: 'Owner’s e-mail',
    parentName: 'Parent account',
    goLiveOn: 'Go-live date',
    renewalOn: 'Renewal date',
    zone: 'Time zone',
  },
  contacts: {
    email: 'E-mail',
    name: 'Name',
    externalId: 'External id',
    title: 'Job title',
    roles: 'Roles',
    phone: 'Phone',
    locale: 'Language',
    zone: 'Time zone',
    accountName: 'Account name',
    accountExternalId: 'Account id',
    unsubscribed: 'Unsubscribed',
  },
} as const

/** Fields that several columns may share: texts are joined, tags gathered. */
export const sharedFields: ReadonlySet<string> = new Set([
  'verbatim',
  'tags',
  'context',
  'roles',
  'skip',
  'undecided',
])

/** Without one of these an import cannot begin. */
export const neededFields: Record<ImportKind, readonly string[]> = {
  feedback: ['verbatim', 'title'],
  accounts: ['name'],
  contacts: ['email', 'externalId'],
}

/** How the cells of a column are read. */
export interface ReadAs {
  date?: DateFormat | undefined
  /** Best possible rating. */
  ratingMax?: number | undefined
}

/** Where one column goes. `skip`: not imported; `undecided`: a person has to choose. */
export interface ColumnMapping extends ReadAs {
  column: string
  field: string
}

/** All fields of a kind, in the order people see them. */
export function fieldsOf(kind: ImportKind): [field: string, words: string][] {
  return Object.entries(fieldWords[kind])
}

/** Whether a field exists for a kind. */
export function isField(kind: ImportKind, field: string): boolean {
  return field === 'skip' || field === 'undecided' || Object.hasOwn(fieldWords[kind], field)
}

/** Columns that error-row downloads add; they are never data. */
export const reportColumns = ['hearback_line', 'hearback_error'] as const

/** What is wrong with a mapping, in a sentence that says what to do; undefined when an import may begin. */
export function mappingTrouble(
  kind: ImportKind,
  mapping: readonly ColumnMapping[],
  columns: readonly string[],
): string | undefined {
  const known = new Set(columns)
  const taken = new Map<string, string>()
  for (const { column, field } of mapping) {
    if (!known.has(column)) return `There is no column “${column}” in the file. It has ${listed(columns)}.`
    if (!isField(kind, field)) {
      const fields = fieldsOf(kind).map(([name]) => name)
      return `“${field}” is no field. Choose one of ${fields.join(', ')} or skip.`
    }
    if (field === 'undecided') return `Choose where the column “${column}” goes, or do not import it.`
    const other = taken.get(field)
    if (other !== undefined && !sharedFields.has(field)) {
      const words = fieldsOf(kind).find(([name]) => name === field)?.[1]
      return `The columns “${other}” and “${column}” both go to ${words}. Choose one of them.`
    }
    taken.set(field, column)
  }
  const needed = neededFields[kind]
  if (needed.some((field) => taken.has(field))) return undefined
  const words = needed.map((field) => fieldsOf(kind).find(([name]) => name === field)?.[1]).join(' or ')
  return `No column goes to ${words}. Choose the one that holds it.`
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 12).map((name) => `“${name}”`)
  return names.length > 12 ? `${shown.join(', ')} and ${names.length - 12} more` : shown.join(', ')
}
