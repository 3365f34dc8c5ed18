import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Macro } from '#close/macros/contract.ts'
import { fillMacro } from '#close/macros/rules.ts'
import { MacroButton, macroOptions } from '#close/macros/web/macro-button.tsx'
import { useMacros } from '#close/macros/web/use-macros.ts'
import { getComposer, recallUpdate, saveDraft, sendUpdate, type Update } from '#close/updates/contract.ts'
import { plainText, TemplateText } from '#close/updates/web/template-text.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Composer, type ComposerKind } from '#platform/web/composer.tsx'
import { Select, TextInput } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { PickingText } from '#platform/web/picking-text.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

interface Props<T extends string> {
  about: { caseId?: string; feedbackId?: string; stepId?: string | undefined }
  kinds: readonly ComposerKind<T>[]
  kind: T
  onKind(kind: T): void
  onSent?(update: Update): void
}

interface Text {
  template: string
  slots: Record<string, string>
  subject: string
  /** set once the writer left the template behind */
  body: string | undefined
}

/** Writes a mail to a person from a template; what is empty blocks sending and is named. */
export function UpdateComposer<T extends string>({ about, kinds, kind, onKind, onSent }: Props<T>) {
  const slug = useSlug()
  const queries = useQueryClient()
  const composer = useQuery({
    queryKey: ['composer', slug, about.caseId, about.feedbackId, about.stepId],
    queryFn: () => call(getComposer, about),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const [text, setOwnText] = useState<Text>()
  const [isPicking, setPicking] = useState(false)
  const [slashed, setSlashed] = useState<string>()
  const macros = useMacros().data?.data ?? []
  const data = composer.data
  // what somebody wrote stays when the step they wrote for is done by another
  const isTouched = useRef(false)
  useEffect(() => {
    if (!data || isTouched.current) return
    const template = data.templates.find((one) => one.key === data.template)
    const draft = data.draft
    setOwnText({
      template: template?.key ?? '',
      slots: { ...valuesOf(template), ...draft?.slots },
      subject: draft?.subject ?? data.subject ?? '',
      body: draft && !draft.template ? draft.body : template ? undefined : '',
    })
  }, [data])

  const setText: typeof setOwnText = (next) => {
    isTouched.current = true
    setOwnText(next)
  }

  const template = data?.templates.find((one) => one.key === text?.template)
  const values = text?.slots ?? {}
  const subject = text?.subject || plainText(template?.subject ?? '', values)
  const free = text?.body !== undefined
  const missing = free
    ? slotsLeft(`${subject}\n${text?.body ?? ''}`)
    : [
        ...(template?.slots ?? []).filter((slot) => !values[slot.name]?.trim()).map((slot) => slot.label),
        ...slotsLeft(Object.values(pickSlots(template, values)).join('\n')),
      ]
  const why = data?.blocked
    ? data.blocked
    : missing.length > 0
      ? `${missing.length === 1 ? '1 slot is' : `${missing.length} slots are`} empty: ${missing.join(', ')}.`
      : !subject.trim()
        ? 'The subject is empty.'
        : free && !text?.body?.trim()
          ? 'The text is empty.'
          : undefined

  const insert = (macro: Macro) => {
    const filled = fillMacro(macro.body, data?.known ?? {})
    setText((before) => {
      if (!before) return before
      if (before.body !== undefined)
        return { ...before, body: [before.body.trimEnd(), filled].filter(Boolean).join('\n\n') }
      const slot =
        slashed ?? template?.slots.find((one) => !before.slots[one.name]?.trim())?.name ?? undefined
      if (slot) return { ...before, slots: { ...before.slots, [slot]: filled } }
      const body = plainText(template?.body ?? '', before.slots)
      return { ...before, subject, body: `${body.trimEnd()}\n\n${filled}` }
    })
    setSlashed(undefined)
  }
  const input = () => ({
    ...about,
    ...(template && { template: template.key }),
    slots: pickSlots(template, values),
    ...(text?.subject && { subject: text.subject }),
    ...(free && { body: text!.body!, subject }),
  })
  const refresh = () => {
    for (const key of ['updates', 'composer', 'case', 'today', 'item', 'cases'])
      void queries.invalidateQueries({ queryKey: [key, slug] })
  }
  const send = useMutation({
    mutationFn: () => call(sendUpdate, input()),
    onSuccess: (update) => {
      isTouched.current = false
      refresh()
      onSent?.(update)
      toast({
        message: `Leaves in 2 min to ${update.to.name || update.to.address}.`,
        undo: async () => {
          await call(recallUpdate, { updateId: update.id })
          refresh()
        },
      })
    },
    onError: (error) => toastError(error, 'Not sent, the text is still here'),
  })
  const keep = useMutation({
    mutationFn: () => call(saveDraft, input()),
    onSuccess: () => toast({ message: 'Draft kept. Only you see it.' }),
    onError: (error) => toastError(error, 'The draft was not kept'),
  })

  if (composer.isError)
    return (
      <Failed
        error={composer.error}
        title="The composer could not be opened"
        onRetry={() => void composer.refetch()}
      />
    )
  if (!data || !text) return <LoadingBlock height={260} label="Opening the composer" />
  const blocked = why !== undefined || send.isPending
  const status: ReactNode = why ? (
    <>
      <b className="font-semibold text-ink">Not ready to send.</b> {why}
    </>
  ) : (
    'Leaves 2 minutes after you press Send; until then it can be recalled.'
  )
  return (
    <Composer
      kinds={kinds}
      kind={kind}
      onKind={onKind}
      blocked={blocked}
      onSend={() => !blocked && send.mutate()}
      status={status}
      note={
        <span className="row gap-1.5">
          <MacroButton
            open={isPicking}
            onOpenChange={(open) => {
              setPicking(open)
              if (!open) setSlashed(undefined)
            }}
            onInsert={insert}
          />
          <Select
            aria-label="Template"
            className="h-7 max-w-56 text-xs"
            value={free ? '' : text.template}
            options={[
              ...data.templates.map((one) => ({ value: one.key, label: one.title })),
              { value: '', label: 'Own words' },
            ]}
            onChange={(event) => {
              const next = data.templates.find((one) => one.key === event.target.value)
              if (next)
                setText({
                  template: next.key,
                  slots: { ...valuesOf(next), ...text.slots },
                  subject: '',
                  body: undefined,
                })
              else setText({ ...text, subject, body: plainText(template?.body ?? '', values) })
            }}
          />
        </span>
      }
      lines={
        <>
          <span className="muted">To</span>
          <span>
            {data.to?.name || 'nobody'} {data.to?.address && <span className="muted">{data.to.address}</span>}
          </span>
          <span className="grow" />
          <label className="muted" htmlFor="update-subject">
            Subject
          </label>
          <TextInput
            id="update-subject"
            className="min-w-0 flex-1 basis-56"
            value={subject}
            onChange={(event) => setText({ ...text, subject: event.target.value })}
          />
        </>
      }
      actions={
        <>
          <Button busy={keep.isPending} disabled={data.to === null} onClick={() => keep.mutate()}>
            Save draft
          </Button>
          <Button
            kind={blocked ? undefined : 'primary'}
            icon="send"
            keys="Ctrl ↵"
            busy={send.isPending}
            aria-disabled={blocked || undefined}
            onClick={() => !blocked && send.mutate()}
          >
            Send and log
          </Button>
        </>
      }
    >
      {free || !template ? (
        <PickingText
          className="plain"
          aria-label="Text"
          placeholder="Write to them; / puts in a macro"
          rows={9}
          value={text.body ?? ''}
          onChange={(body) => setText({ ...text, body })}
          signs={[
            {
              sign: '/',
              label: 'Macros',
              options: macroOptions(macros),
              textOf: (option) =>
                fillMacro(macros.find((one) => one.id === option.value)?.body ?? '', data.known),
            },
          ]}
        />
      ) : (
        <TemplateText
          template={template}
          values={values}
          onSlash={(name) => {
            setSlashed(name)
            setPicking(true)
          }}
          onChange={(name, value) =>
            setText((before) => before && { ...before, slots: { ...before.slots, [name]: value } })
          }
        />
      )}
    </Composer>
  )
}

type Template = { slots: readonly { name: string; value: string }[] } | undefined

const valuesOf = (template: Template) =>
  Object.fromEntries((template?.slots ?? []).map((slot) => [slot.name, slot.value]))
const pickSlots = (template: Template, values: Record<string, string>) =>
  Object.fromEntries(
    (template?.slots ?? []).flatMap((slot) =>
      values[slot.name]?.trim() ? [[slot.name, values[slot.name]!]] : [],
    ),
  )
const slotsLeft = (text: string) =>
  [...text.matchAll(/\{\{\s*([A-Za-z][\w.]*)\s*\}\}/g)].map((match) => match[1]!)
