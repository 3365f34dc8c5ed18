import type { InboxRow } from '#organize/inbox/contract.ts'
import type { PickKind } from '#organize/inbox/web/triage-picker.tsx'
import { type KeyMap, useKeys } from '#platform/web/keys.tsx'
import { useCommands } from '#platform/web/palette.tsx'

interface Acts {
  canWrite: boolean
  /** The selected rows, else the current one. */
  acted: readonly InboxRow[]
  /** How many are selected. */
  selected: number
  pick(kind: PickKind): void
  close(status: 'done' | 'open' | 'spam'): void
  record(): void
  note(): void
  unread(): void
}

/** The keys of the inbox, and the same acts in the palette. */
export function useInboxKeys({ canWrite, acted, selected, pick, close, record, note, unread }: Acts) {
  const group = 'Inbox'
  const keys: KeyMap = {
    c: { run: record, label: 'Record feedback', group },
    t: { run: () => pick('type'), label: 'Type', group },
    p: { run: () => pick('priority'), label: 'Priority', group },
    l: { run: () => pick('tag'), label: 'Tag', group },
    o: { run: () => pick('area'), label: 'Product area', group },
    a: { run: () => pick('assign'), label: 'Assign', group },
    s: { run: () => pick('snooze'), label: 'Snooze', group },
    e: {
      run: () => close(acted[0]?.status === 'done' ? 'open' : 'done'),
      label: 'Done, or back from done',
      group,
    },
    n: { run: note, label: 'Note', group },
    u: { run: unread, label: 'Unread', group },
  }
  useKeys(keys, { enabled: canWrite })
  const scope = selected > 1 ? `${selected} items` : undefined
  useCommands(
    canWrite
      ? [
          {
            id: 'inbox:record',
            label: 'Record feedback',
            group: 'do',
            icon: 'plus',
            keys: 'c',
            run: record,
          },
          ...(acted.length > 0
            ? (
                [
                  ['type', 'Set the type', 't'],
                  ['priority', 'Set the priority', 'p'],
                  ['area', 'File under a product area', 'o'],
                  ['tag', 'Tag', 'l'],
                  ['assign', 'Assign', 'a'],
                  ['snooze', 'Snooze', 's'],
                ] as const
              ).map(([kind, label, key]) => ({
                id: `inbox:${kind}`,
                label,
                group: 'do' as const,
                icon: 'inbox' as const,
                keys: key,
                run: () => pick(kind),
              }))
            : []),
          ...(acted.length > 0
            ? [{ id: 'inbox:spam', label: 'Mark as spam', group: 'do' as const, run: () => close('spam') }]
            : []),
        ]
      : [],
    scope,
  )
}
