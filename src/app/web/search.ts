import { call } from '#platform/web/api.ts'
import type { Command, PaletteSource } from '#platform/web/palette.tsx'

/** Goes to a path below the workspace of the page; set by the frame, which has the router. */
let go: (path: string) => void = () => {}
export function setSearchNavigation(to: (path: string) => void) {
  go = to
}

const at = (id: string, label: string, icon: Command['icon'], hint: string, path: string): Command => ({
  id,
  label,
  group: 'go',
  icon,
  hint,
  run: () => go(path),
})

/** What the palette searches. Each contract is loaded on the first search, not with the page. */
export const searchSources: readonly PaletteSource[] = [
  {
    name: 'Feedback',
    async search(q, signal) {
      const { listFeedback } = await import('#organize/inbox/contract.ts')
      const { data, search } = await call(listFeedback, { q, limit: 4 }, { signal })
      if (data.length === 0) return []
      const words = new URLSearchParams({ q: search!.q })
      const from = search!.corrections.map((one) => `“${one.from}”`).join(', ')
      return [
        ...data.map((item) => {
          const who = item.contact?.name ?? item.account?.name ?? item.channelLabel
          const { text, marks } = item.match ?? { text: item.summary, marks: [] }
          return {
            ...at(item.id, `“${text}”`, 'survey', `item, ${who}`, `inbox/${item.id}?${words}`),
            marks: marks.map(([start, end]) => [start + 1, end + 1] as const),
          }
        }),
        at(
          'search:feedback',
          `All feedback that says “${search!.q}”`,
          'search',
          from && `no item says ${from}`,
          `inbox?view=everything&${words}`,
        ),
      ]
    },
  },
  {
    name: 'Accounts',
    async search(search, signal) {
      const { listAccounts } = await import('#customers/accounts/contract.ts')
      const found = await call(listAccounts, { search, limit: 4 }, { signal })
      return found.data.map((account) =>
        at(account.id, account.name, 'account', 'account', `accounts/${account.id}`),
      )
    },
  },
  {
    name: 'Contacts',
    sign: '@',
    async search(search, signal) {
      const { listContacts } = await import('#customers/contacts/contract.ts')
      const found = await call(listContacts, { search, limit: 4 }, { signal })
      return found.data.map((contact) =>
        at(
          contact.id,
          contact.name ?? contact.email ?? 'Contact without a name',
          'person',
          contact.email ?? 'contact',
          `contacts/${contact.id}`,
        ),
      )
    },
  },
  {
    name: 'Cases',
    async search(text, signal) {
      const { listCases } = await import('#act/cases/contract.ts')
      const open = await call(listCases, { limit: 100 }, { signal })
      const words = text.toLowerCase().split(/\s+/)
      return open.data
        .filter((one) => {
          const known = `${one.title} ${one.contact?.name ?? ''} ${one.account?.name ?? ''}`.toLowerCase()
          return words.every((word) => known.includes(word))
        })
        .slice(0, 4)
        .map((one) =>
          at(one.id, one.title, 'case', `open case, ${one.contact?.name ?? 'no contact'}`, `cases/${one.id}`),
        )
    },
  },
]
