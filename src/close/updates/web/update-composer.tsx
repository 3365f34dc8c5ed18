import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import type { Macro } from '#close/macros/contract.ts'
import { fillMacro } from '#close/macros/rules.ts'
import { MacroButton, macroOptions } from '#close/macros/web/macro-button.tsx'
import { useMacros } from '#close/macros/web/use-macros.ts'
import { promisedIn } from '#close/promises/rules.ts'
import { PromiseHint } from '#close/promises/web/promise-hint.tsx'
import { becauseWords } from '#close/readings/rules.ts'
import { ReadWords, WaitsForReader } from '#close/readings/web/read-it.tsx'
import { ReaderPicker } from '#close/readings/web/reader-picker.tsx'
import { useUpdateRefresh } from '#close/readings/web/use-reading.ts'
import { toneMarks } from '#close/tone/rules.ts'
import { ToneChecklist } from '#close/tone/web/tone-checklist.tsx'
import { getComposer, recallUpdate, saveDraft, sendUpdate, type Update } from '#close/updates/contract.ts'
import {
  type About,
  inputOf,
  useText,
  valuesOf,
  whyNot,
  writtenOf,
} from '#close/updates/web/composer-text.ts'
import { TemplateText } from '#close/updates/web/template-text.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Composer, type ComposerKind } from '#platform/web/composer.tsx'
import { Select, TextInput } from '#platform/web/form.tsx'
import { languageName, plural } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { PickingText } from '#platform/web/picking-text.tsx'
import { useSession } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

interface Props<T extends string> {
  about: About
  kinds: readonly ComposerKind<T>[]
  kind: T
  onKind(kind: T): void
  onSent?(update: Update): void
}

/** Writes a mail to a person from a template; what is empty blocks sending and is named. */
export function UpdateComposer<T extends string>({ about, kinds, kind, onKind, onSent }: Props<T>) {
  const slug = useSlug()
  const { member } = useSession()
  const composer = useQuery({
    queryKey: ['composer', slug, about.caseId, about.feedbackId, about.stepId],
    queryFn: () => call(getComposer, about),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const data = composer.data
  const { text, setText, leave } = useText(about, data)
  const [isPicking, setPicking] = useState(false)
  const [slashed, setSlashed] = useState<string>()
  const macros = useMacros().data?.data ?? []
  const template = data?.templates.find((one) => one.key === text?.template)
  const marks = useMemo(
    () =>
      data && text
        ? toneMarks(data.tone.points, writtenOf(text, template), { name: data.to?.name ?? null }, text.ticked)
        : [],
    [data, text, template],
  )

  const [makesPromise, setMakesPromise] = useState(true)
  const promise = useMemo(
    () =>
      text ? promisedIn(writtenOf(text, template).body, new Date().toISOString().slice(0, 10)) : undefined,
    [text, template],
  )
  const insert = (macro: Macro) => {
    const filled = fillMacro(macro.body, data?.known ?? {})
    setText((before) => {
      if (!before) return before
      if (before.body !== undefined)
        return { ...before, body: [before.body.trimEnd(), filled].filter(Boolean).join('\n\n') }
      const slot =
        slashed ?? template?.slots.find((one) => !before.slots[one.name]?.trim())?.name ?? undefined
      if (slot) return { ...before, slots: { ...before.slots, [slot]: filled } }
      const { subject, body } = writtenOf(before, template)
      return { ...before, subject, body: `${body.trimEnd()}\n\n${filled}` }
    })
    setSlashed(undefined)
  }
  const refresh = useUpdateRefresh()
  const send = useMutation({
    mutationFn: (readerId: string | undefined) =>
      call(sendUpdate, {
        ...about,
        ...inputOf(text!, template),
        makesPromise,
        ...(readerId && { readerId }),
      }),
    onMutate: leave,
    onSuccess: (update) => {
      refresh()
      onSent?.(update)
      toast({
        message:
          update.state === 'reading'
            ? `${update.reading!.reader.name} reads it first.`
            : `Leaves in 2 min to ${update.to.name || update.to.address}.`,
        undo: async () => {
          await call(recallUpdate, { updateId: update.id })
          refresh()
        },
      })
    },
    onError: (error, _, putBack) => {
      putBack?.()
      toastError(error, 'Not sent, the text is still here')
    },
  })
  const keep = useMutation({
    mutationFn: () => call(saveDraft, { ...about, ...inputOf(text!, template) }),
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
  const free = text.body !== undefined
  const { subject } = writtenOf(text, template)
  const left = data.tone.mustBeWhole ? marks.filter((mark) => mark.by === null).length : 0
  const why =
    whyNot(data, text, template) ??
    (left > 0
      ? `${plural(left, 'point')} of the tone checklist ${left === 1 ? 'is' : 'are'} open.`
      : undefined)
  const blocked = why !== undefined || send.isPending
  const { needed, mayAsk, waits } = data.reading
  if (waits)
    return (
      <Composer kinds={kinds} kind={kind} onKind={onKind} actions={null}>
        <p className="med">{waits.subject}</p>
        <p className="mb-3 max-w-[46rem] whitespace-pre-wrap text-ink-2">{waits.body}</p>
        <WaitsForReader update={waits} />
      </Composer>
    )
  const status: ReactNode = why ? (
    <>
      <b className="font-semibold text-ink">Not ready to send.</b> {why}
    </>
  ) : needed ? (
    `A second person reads it first, because ${becauseWords[needed]}.`
  ) : (
    'Leaves 2 minutes after you press Send; until then it can be recalled.'
  )
  return (
    <Composer
      kinds={kinds}
      kind={kind}
      onKind={onKind}
      blocked={blocked}
      onSend={() => !blocked && !needed && send.mutate(undefined)}
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
              ...data.templates.map((one) => ({
                value: one.key,
                label: one.language === 'en' ? one.title : `${one.title} (${languageName(one.language)})`,
              })),
              { value: '', label: 'Own words' },
            ]}
            onChange={(event) => {
              const next = data.templates.find((one) => one.key === event.target.value)
              if (next)
                setText({
                  ...text,
                  template: next.key,
                  slots: { ...valuesOf(next), ...text.slots },
                  subject: '',
                  body: undefined,
                })
              else setText({ ...text, ...writtenOf(text, template) })
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
      below={
        <>
          {promise && (
            <div className="border-t border-line px-3.5 py-1.5">
              <PromiseHint found={promise} isKept={makesPromise} onKeep={setMakesPromise} />
            </div>
          )}
          <ToneChecklist
            marks={marks}
            mustBeWhole={data.tone.mustBeWhole}
            onTick={(key, isTicked) =>
              setText({
                ...text,
                ticked: isTicked ? [...text.ticked, key] : text.ticked.filter((one) => one !== key),
              })
            }
          />
        </>
      }
      actions={
        <>
          <Button busy={keep.isPending} disabled={data.to === null} onClick={() => keep.mutate()}>
            Save draft
          </Button>
          {mayAsk && (
            <ReaderPicker
              without={[member.id]}
              onPick={(id) => send.mutate(id)}
              trigger={
                <Button
                  kind={needed && !blocked ? 'primary' : undefined}
                  icon="person"
                  busy={send.isPending && send.variables !== undefined}
                  disabled={blocked}
                >
                  Ask somebody to read it first
                </Button>
              }
            />
          )}
          {!needed && (
            <Button
              kind={blocked ? undefined : 'primary'}
              icon="send"
              keys="Ctrl ↵"
              busy={send.isPending && send.variables === undefined}
              aria-disabled={blocked || undefined}
              onClick={() => !blocked && send.mutate(undefined)}
            >
              Send and log
            </Button>
          )}
        </>
      }
    >
      <ReadWords reading={data.draft?.reading ?? null} />
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
          values={text.slots}
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
