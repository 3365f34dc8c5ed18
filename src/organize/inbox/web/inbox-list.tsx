import type { FoundRow } from '#organize/inbox/contract.ts'
import { triageSection, triageSections } from '#organize/inbox/rules.ts'
import { InboxRowView } from '#organize/inbox/web/inbox-row.tsx'
import { useCategories, useSections } from '#organize/inbox/web/use-inbox.ts'
import { useReplying } from '#organize/presence/web/use-presence.ts'
import { useNow } from '#platform/web/clock.tsx'
import { words } from '#platform/web/format.ts'
import { List, type Section, type Selection } from '#platform/web/list.tsx'

const sectionWords = {
  late: { title: 'Late for triage', note: '24 hours have passed' },
  today: { title: 'Due today', note: undefined },
  new: { title: 'New', note: undefined },
}
interface Props {
  rows: readonly FoundRow[]
  /** Late, due today and new stand apart. */
  inSections: boolean
  current: string | undefined
  onCurrent(id: string): void
  onOpen(id: string): void
  selection: Selection | undefined
  onEnd(): void
}

/** The rows of the inbox: in the triage view under late, due today and new. */
export function InboxList({ rows, inSections, current, onCurrent, onOpen, selection, onEnd }: Props) {
  const now = useNow()
  const sections = useSections()
  const categories = useCategories()
  const replying = useReplying()
  const endOfDay = sections.data ? new Date(sections.data.endOfDay) : undefined
  const sectionOf = (row: FoundRow): Section => {
    // a row triaged a moment ago stays where it was until the person moves on
    const due = row.triageDueAt ? { ...row, receivedAt: new Date(row.receivedAt), type: null } : undefined
    const key = (due && endOfDay && triageSection(due, new Date(now), endOfDay)) ?? 'new'
    return { key, ...sectionWords[key], count: sections.data?.[key] }
  }
  const typeLabel = (code: string) =>
    categories.data?.types.find((one) => one.code === code)?.label ?? words(code)
  const apart = inSections && endOfDay !== undefined
  const sorted = apart ? [...rows].sort((a, b) => rank(sectionOf(a).key) - rank(sectionOf(b).key)) : rows
  return (
    <List
      label="Feedback items"
      items={sorted}
      current={current}
      onCurrent={onCurrent}
      onOpen={onOpen}
      selection={selection}
      nameOf={(row) => row.summary}
      className={(row) => (row.isRead ? '' : 'unread')}
      sectionOf={apart ? sectionOf : undefined}
      onEnd={onEnd}
      render={(row) => <InboxRowView row={row} typeLabel={typeLabel} replying={replying(row.id)} />}
    />
  )
}

const rank = (key: string) => (triageSections as readonly string[]).indexOf(key)
