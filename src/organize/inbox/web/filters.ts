import type { Channel } from '#collect/feedback/contract.ts'
import { kindLabels, kinds } from '#collect/feedback/rules.ts'
import {
  choiceText,
  type FilterName,
  type FilterText,
  parseChoice,
  parseFilter,
  queueLabels,
  queues,
  statuses,
} from '#organize/inbox/rules.ts'
import type { Categories } from '#organize/tags/contract.ts'
import { inTreeOrder } from '#organize/tags/web/area-tree.tsx'
import type { Option } from '#platform/web/combobox.tsx'
import { dateOn, languageName, words } from '#platform/web/format.ts'
import type { Colleague } from '#platform/web/session.tsx'

export interface FilterData {
  categories: Categories | undefined
  channels: readonly Channel[]
  members: readonly Colleague[]
}

/** The fields people filter by, in the order of the menu. */
export const filterFields: readonly { name: FilterName; label: string }[] = [
  { name: 'type', label: 'Type' },
  { name: 'priority', label: 'Priority' },
  { name: 'channel', label: 'Channel' },
  { name: 'assignee', label: 'Assignee' },
  { name: 'area', label: 'Product area' },
  { name: 'tag', label: 'Tag' },
  { name: 'queue', label: 'Queue' },
  { name: 'status', label: 'Status' },
  { name: 'kind', label: 'Kind' },
  { name: 'negative', label: 'Negative answers' },
  { name: 'language', label: 'Language' },
  { name: 'receivedFrom', label: 'Received since' },
  { name: 'occurredFrom', label: 'Said since' },
  { name: 'history', label: 'History' },
  { name: 'late', label: 'Late' },
  { name: 'q', label: 'Words' },
]

/** The languages that are told apart, the most spoken on the web first. */
const languages =
  'en es de ja fr pt ru it nl pl tr zh fa vi id cs ko uk el ar hu ro sv fi sk da no he bg th hr sr lt sl ca et lv hi ms bn ta te ka az be eu gu hy is kn ku lo ml mr pa sq am tl ur yo'.split(
    ' ',
  )

const none: Option = { value: 'none', label: 'None' }

/** What can be chosen for a field; empty for free words. */
export function optionsOf(name: FilterName, data: FilterData, now: Date = new Date()): Option[] {
  switch (name) {
    case 'type':
      return [
        ...(data.categories?.types ?? [])
          .filter((one) => one.isShown)
          .map((one) => ({ value: one.code, label: one.label })),
        none,
      ]
    case 'priority':
      return [
        ...(data.categories?.priorities ?? []).map((one) => ({
          value: one.code,
          label: one.label,
          hint: one.hint,
        })),
        none,
      ]
    case 'channel':
      return data.channels.map((one) => ({ value: one.code, label: one.label }))
    case 'assignee':
      return [
        { value: 'me', label: 'Me' },
        ...data.members.map((one) => ({ value: one.id, label: one.name })),
        { value: 'none', label: 'Nobody' },
      ]
    case 'area':
      return [
        ...inTreeOrder(data.categories?.areas ?? []).map(({ area, path }) => ({
          value: area.id,
          label: path,
        })),
        none,
      ]
    case 'tag':
      return [
        ...(data.categories?.tags ?? []).map((one) => ({ value: one.id, label: one.name, hint: one.group })),
        none,
      ]
    case 'queue':
      return queues.map((one) => ({ value: one, label: queueLabels[one] }))
    case 'status':
      return statuses.map((one) => ({ value: one, label: words(one) }))
    case 'kind':
      return [...kinds.map((one) => ({ value: one, label: kindLabels[one] })), none]
    case 'history':
      return [
        { value: 'true', label: 'only history' },
        { value: 'false', label: 'without history' },
      ]
    case 'negative':
      return [
        { value: 'true', label: 'only' },
        { value: 'false', label: 'none of them' },
      ]
    case 'language':
      return [...languages.map((code) => ({ value: code, label: languageName(code) })), none]
    case 'late':
      return [{ value: 'true', label: 'past 24 hours' }]
    case 'receivedFrom':
    case 'occurredFrom':
      return [
        { days: 0, label: 'today' },
        { days: 6, label: 'last 7 days' },
        { days: 13, label: 'last 14 days' },
        { days: 29, label: 'last 30 days' },
        { days: 89, label: 'last 90 days' },
      ].map(({ days, label }) => ({
        value: new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10),
        label,
      }))
    default:
      return []
  }
}

const choices = new Set<FilterName>([
  'type',
  'priority',
  'channel',
  'assignee',
  'area',
  'tag',
  'queue',
  'status',
  'kind',
  'language',
])

/** Whether several values can be given. */
export const isChoice = (name: FilterName): boolean => choices.has(name)

/** A filter as a chip reads it: field, operator, values in words, and what is wrong with them. */
export function describe(name: FilterName, text: string, data: FilterData) {
  const label = filterFields.find((one) => one.name === name)?.label ?? words(name)
  const wrong = parseFilter({ [name]: text } as FilterText).faults[0]?.message
  if (!isChoice(name)) {
    const option = optionsOf(name, data).find((one) => one.value === text)
    const day = /^\d{4}-\d{2}-\d{2}$/.test(text) && !wrong ? dateOn(text) : undefined
    return { label, operator: undefined, value: option?.label ?? day ?? text, wrong }
  }
  const choice = parseChoice(text)
  const options = optionsOf(name, data)
  const values = [...choice.values, ...(choice.hasNone ? ['none'] : [])].map(
    (value) => options.find((one) => one.value === value)?.label ?? value,
  )
  return { label, operator: choice.isNot ? 'is not' : undefined, value: values.join(' or '), wrong }
}

/** Puts one value into a choice, or takes it out; undefined when nothing is left. */
export function toggleValue(text: string | undefined, value: string): string | undefined {
  const choice = parseChoice(text ?? '')
  if (value === 'none') choice.hasNone = !choice.hasNone
  else if (choice.values.includes(value)) choice.values = choice.values.filter((one) => one !== value)
  else choice.values.push(value)
  return choice.values.length > 0 || choice.hasNone ? choiceText(choice) : undefined
}

/** Turns "is" into "is not" and back. */
export function turnAround(text: string): string {
  return text.startsWith('!') ? text.slice(1) : `!${text}`
}
