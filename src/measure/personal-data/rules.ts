/** Why a person is erased, as the law names it (GDPR, article 17 (1)); a code, so that no certificate can name anybody. */
export const grounds = ['request', 'consent', 'objection', 'purpose', 'unlawful', 'law'] as const
export type Ground = (typeof grounds)[number]

export const groundWords: Record<Ground, string> = {
  request: 'The person asked for it',
  consent: 'They withdrew their consent',
  objection: 'They objected to the processing',
  purpose: 'The data are not needed any more',
  unlawful: 'The data should not have been kept',
  law: 'A law requires it',
}

/** What happens, or happened, to the rows of one kind. */
export interface KindCount {
  kind: string
  /** rows that go */
  removed: number
  /** rows that stay, because they are counted, without words, names and addresses */
  emptied: number
  /** texts of colleagues and about several people, out of which names, addresses and sentences are taken */
  mentions: number
}

/** The counts of tables as counts of kinds, in the order of the map. What only holds ids and codes is left as it is. */
export function countsOfKinds(
  rows: readonly { kind: string; act: string; n: string | number }[],
): KindCount[] {
  const kinds = new Map<string, KindCount>()
  for (const { kind, act, n } of rows) {
    if (act === 'keep') continue
    const one = kinds.get(kind) ?? { kind, removed: 0, emptied: 0, mentions: 0 }
    one[act === 'delete' ? 'removed' : act === 'blank' ? 'emptied' : 'mentions'] += Number(n)
    kinds.set(kind, one)
  }
  return [...kinds.values()]
}

/** Whether what somebody typed is the name or the address of the person. */
export function isConfirmed(typed: string, person: { name: string | null; email: string | null }): boolean {
  const fold = (text: string) => text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()
  return [person.name, person.email].some((one) => one !== null && fold(one) === fold(typed))
}
