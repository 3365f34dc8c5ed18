import { type Dispatch, type SetStateAction, useEffect, useRef, useState } from 'react'
import { type getComposer, saveDraft, type TemplateView } from '#close/updates/contract.ts'
import { plainText } from '#close/updates/web/template-text.tsx'
import type { Answer } from '#platform/endpoint.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'

export interface About {
  caseId?: string
  feedbackId?: string
  stepId?: string | undefined
}

/** What is being written. */
export interface Text {
  /** the key of a template; empty for own words */
  template: string
  slots: Record<string, string>
  subject: string
  /** set once the writer left the template behind */
  body: string | undefined
  /** points of the tone checklist that the writer ticked */
  ticked: string[]
}

type Composer = Answer<typeof getComposer>
type Template = TemplateView | undefined

/** What each slot of a template holds before anybody writes. */
export const valuesOf = (template: Template) =>
  Object.fromEntries((template?.slots ?? []).map((slot) => [slot.name, slot.value]))

const filledSlots = (template: Template, values: Record<string, string>) =>
  Object.fromEntries(
    (template?.slots ?? []).flatMap((slot) =>
      values[slot.name]?.trim() ? [[slot.name, values[slot.name]!]] : [],
    ),
  )

const slotsLeft = (text: string) =>
  [...text.matchAll(/\{\{\s*([A-Za-z][\w.]*)\s*\}\}/g)].map((match) => match[1]!)

/** Subject and body as they would leave now; a slot that is empty stands as it is. */
export function writtenOf(text: Text, template: Template): { subject: string; body: string } {
  return {
    subject: text.subject || plainText(template?.subject ?? '', text.slots),
    body: text.body ?? plainText(template?.body ?? '', text.slots),
  }
}

/** What is sent or kept of a text: a template with its slots, or own words. */
export function inputOf(text: Text, template: Template) {
  const { subject } = writtenOf(text, template)
  return {
    slots: filledSlots(template, text.slots),
    ticked: text.ticked,
    ...(text.body === undefined
      ? { ...(template && { template: template.key }), ...(text.subject && { subject: text.subject }) }
      : { body: text.body, ...(subject.trim() && { subject }) }),
  }
}

/** Why a text cannot leave yet, as a sentence; undefined when it can. */
export function whyNot(data: Composer, text: Text, template: Template): string | undefined {
  if (data.blocked) return data.blocked
  const { subject, body } = writtenOf(text, template)
  const missing =
    text.body !== undefined
      ? slotsLeft(`${subject}\n${body}`)
      : [
          ...(template?.slots ?? [])
            .filter((slot) => !text.slots[slot.name]?.trim())
            .map((slot) => slot.label),
          ...slotsLeft(Object.values(filledSlots(template, text.slots)).join('\n')),
        ]
  if (missing.length > 0)
    return `${missing.length === 1 ? '1 slot is' : `${missing.length} slots are`} empty: ${missing.join(', ')}.`
  if (!subject.trim()) return 'The subject is empty.'
  return body.trim() ? undefined : 'The text is empty.'
}

function startOf({ templates, template: wanted, draft, subject }: Composer): Text {
  const template = templates.find((one) => one.key === wanted)
  return {
    template: template?.key ?? '',
    slots: { ...valuesOf(template), ...draft?.slots },
    subject: draft?.subject ?? subject ?? '',
    body: draft && !draft.template ? draft.body : template ? undefined : '',
    ticked: draft?.tone?.flatMap(({ key, by }) => (by === 'writer' ? [key] : [])) ?? [],
  }
}

interface Writing {
  text: Text | undefined
  setText: Dispatch<SetStateAction<Text | undefined>>
  /** It is being sent: the next composer begins anew. Answers how to put it back when that failed. */
  leave(): () => void
}

/** What was being written when a composer closed, by workspace and subject. */
const closed = new Map<string, Text>()

/**
 * The text of a composer. What somebody wrote stays: when the step they wrote for is done by another, and when the
 * composer closes and opens again. On closing it becomes their draft, so that it outlives the page as well.
 */
export function useText(about: About, data: Composer | undefined): Writing {
  const slug = useSlug()
  const place = `${slug} ${about.caseId ?? about.feedbackId}`
  const [text, setOwn] = useState(() => closed.get(place))
  const isTouched = useRef(closed.has(place))
  useEffect(() => {
    if (data && !isTouched.current) setOwn(startOf(data))
  }, [data])
  const keep = useRef<() => void>(undefined)
  keep.current = () => {
    if (!isTouched.current || !text) return
    closed.set(place, text)
    const template = data?.templates.find((one) => one.key === text.template)
    // In memory it is safe already; a draft that was not kept is no loss while the page stands.
    if (data?.to)
      call(saveDraft, { ...about, ...inputOf(text, template) }, { workspace: slug }).catch(() => {})
  }
  useEffect(() => () => keep.current?.(), [])
  return {
    text,
    setText: (next) => {
      isTouched.current = true
      setOwn(next)
    },
    leave: () => {
      isTouched.current = false
      closed.delete(place)
      return () => {
        isTouched.current = true
        if (text) closed.set(place, text)
      }
    },
  }
}
