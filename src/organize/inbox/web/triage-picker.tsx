import { useMemo } from 'react'
import { sentiments, urgencies } from '#organize/classify/contract.ts'
import type { InboxRow } from '#organize/inbox/contract.ts'
import { snoozeChoices } from '#organize/inbox/web/snooze.ts'
import type { Change } from '#organize/inbox/web/triage.ts'
import { type Categories, createTag } from '#organize/tags/contract.ts'
import { inTreeOrder } from '#organize/tags/web/area-tree.tsx'
import { call } from '#platform/web/api.ts'
import { type Option, PickList } from '#platform/web/combobox.tsx'
import { dateTime, words } from '#platform/web/format.ts'
import { Avatar, Priority, Sentiment } from '#platform/web/marks.tsx'
import { Hang } from '#platform/web/overlays.tsx'
import { type Colleague, useSession } from '#platform/web/session.tsx'
import { toastError } from '#platform/web/toast.tsx'

export type PickKind = 'type' | 'priority' | 'area' | 'sentiment' | 'urgency' | 'tag' | 'assign' | 'snooze'

/** What is being chosen, for which items, and the element it hangs on. */
export interface Picking {
  kind: PickKind
  rows: readonly InboxRow[]
  anchor: Element | null
}

export interface Picked {
  change: Change
  text: string
  shown: Partial<InboxRow>
}

interface Props {
  picking: Picking
  categories: Categories | undefined
  onPick(picked: Picked): void
  onClose(): void
  /** A tag was made: ask again for all of them. */
  onNewTag(): void
}

const titles: Record<PickKind, string> = {
  type: 'Type',
  priority: 'Priority',
  area: 'Product area',
  sentiment: 'Sentiment',
  urgency: 'Urgency',
  tag: 'Tag',
  assign: 'Assign to',
  snooze: 'Snooze until',
}

/** The choice behind t, p, l, a and s, for one item or many. */
export function TriagePicker({ picking, categories, onPick, onClose, onNewTag }: Props) {
  const { members, member } = useSession()
  const { kind, rows } = picking
  const choices = useMemo(
    () => choicesOf(kind, categories, members, member),
    [kind, categories, members, member],
  )
  const anchor = picking.anchor ?? document.querySelector('#sheet') ?? document.body
  const value = commonValue(kind, rows)
  const pick = (code: string) => {
    const picked = resolve(kind, code, rows, choices, categories, members)
    if (picked) onPick(picked)
    onClose()
  }
  const make = async (name: string) => {
    try {
      const tag = await call(createTag, { name })
      onNewTag()
      onPick({
        change: { addTagIds: [tag.id] },
        text: `tagged “${tag.name}”`,
        shown: { tags: [...(rows[0]?.tags ?? []), { id: tag.id, name: tag.name, group: tag.group }] },
      })
    } catch (error) {
      toastError(error, 'No tag was made')
    }
    onClose()
  }
  return (
    <Hang anchor={anchor} label={titles[kind]} className="w-64" onClose={onClose}>
      <PickList
        label={titles[kind]}
        options={choices}
        value={value}
        onPick={pick}
        onCreate={kind === 'tag' ? (text) => void make(text) : undefined}
        empty={kind === 'tag' ? 'Type a name to make the first tag.' : undefined}
      />
    </Hang>
  )
}

function choicesOf(
  kind: PickKind,
  categories: Categories | undefined,
  members: readonly Colleague[],
  me: Colleague,
): Option[] {
  if (kind === 'type')
    return (categories?.types ?? [])
      .filter((one) => one.isShown)
      .map((one) => ({ value: one.code, label: one.label }))
  if (kind === 'priority') {
    return (categories?.priorities ?? []).map((one) => ({
      value: one.code,
      label: one.label,
      hint: one.hint,
      mark: <Priority value={one.code} />,
    }))
  }
  if (kind === 'area') {
    return inTreeOrder(categories?.areas ?? [])
      .filter(({ area }) => !area.isArchived)
      .map(({ area, path }) => ({ value: area.id, label: path }))
  }
  if (kind === 'sentiment')
    return sentiments.map((one) => ({ value: one, label: words(one), mark: <Sentiment value={one} bare /> }))
  if (kind === 'urgency') return urgencies.map((one) => ({ value: one, label: words(one) }))
  if (kind === 'tag')
    return (categories?.tags ?? [])
      .filter((one) => !one.isArchived)
      .map((one) => ({ value: one.id, label: one.name, hint: one.group }))
  if (kind === 'assign') {
    const others = members.filter((one) => one.id !== me.id)
    return [
      { value: me.id, label: 'Me', hint: me.name, mark: <Avatar name={me.name} size="sm" /> },
      ...others.map((one) => ({
        value: one.id,
        label: one.name,
        hint: one.role,
        mark: <Avatar name={one.name} size="sm" />,
      })),
      { value: 'none', label: 'Nobody' },
    ]
  }
  return snoozeChoices(new Date()).map((one) => ({
    value: one.value,
    label: one.label,
    hint: dateTime(one.until),
  }))
}

/** What all of the items have already. */
function commonValue(kind: PickKind, rows: readonly InboxRow[]): string[] {
  const [first] = rows
  if (!first) return []
  if (kind === 'tag')
    return first.tags
      .map((tag) => tag.id)
      .filter((id) => rows.every((row) => row.tags.some((tag) => tag.id === id)))
  const of = (row: InboxRow) =>
    ({
      type: row.type,
      priority: row.priority,
      area: row.area?.id,
      sentiment: row.sentiment,
      urgency: row.urgency,
      assign: row.assignee?.id ?? 'none',
      snooze: null,
    })[kind]
  const value = of(first)
  return value && rows.every((row) => of(row) === value) ? [value] : []
}

function resolve(
  kind: PickKind,
  code: string,
  rows: readonly InboxRow[],
  choices: readonly Option[],
  categories: Categories | undefined,
  members: readonly Colleague[],
): Picked | undefined {
  const label = choices.find((one) => one.value === code)?.label ?? code
  if (kind === 'type') return { change: { type: code }, text: `set to ${label}`, shown: { type: code } }
  if (kind === 'priority') {
    const priority = code as InboxRow['priority']
    return { change: { priority }, text: `set to ${label.toLowerCase()} priority`, shown: { priority } }
  }
  if (kind === 'sentiment') {
    const sentiment = code as InboxRow['sentiment']
    return { change: { sentiment }, text: `read as ${label.toLowerCase()}`, shown: { sentiment } }
  }
  if (kind === 'urgency') {
    const urgency = code as InboxRow['urgency']
    return { change: { urgency }, text: `set to urgency ${label.toLowerCase()}`, shown: { urgency } }
  }
  if (kind === 'area')
    return {
      change: { areaId: code },
      text: `filed under ${label}`,
      shown: { area: { id: code, path: label.split(' › ') } },
    }
  if (kind === 'assign') {
    const person = members.find((one) => one.id === code)
    return person
      ? {
          change: { assigneeId: code },
          text: `assigned to ${person.name}`,
          shown: { assignee: { id: code, name: person.name } },
        }
      : { change: { assigneeId: null }, text: 'assigned to nobody', shown: { assignee: null } }
  }
  if (kind === 'snooze') {
    const until = snoozeChoices(new Date()).find((one) => one.value === code)?.until
    if (!until) return undefined
    const snoozedUntil = until.toISOString()
    return {
      change: { status: 'snoozed', snoozedUntil },
      text: `snoozed until ${dateTime(until)}`,
      shown: { status: 'snoozed', snoozedUntil },
    }
  }
  const tag = categories?.tags.find((one) => one.id === code)
  if (!tag) return undefined
  const has = rows.every((row) => row.tags.some((one) => one.id === code))
  const own = rows[0]?.tags ?? []
  return has
    ? {
        change: { removeTagIds: [code] },
        text: `no longer tagged “${tag.name}”`,
        shown: rows.length === 1 ? { tags: own.filter((one) => one.id !== code) } : {},
      }
    : {
        change: { addTagIds: [code] },
        text: `tagged “${tag.name}”`,
        shown: rows.length === 1 ? { tags: [...own, { id: tag.id, name: tag.name, group: tag.group }] } : {},
      }
}
