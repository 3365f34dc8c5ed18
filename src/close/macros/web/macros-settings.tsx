import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { changeMacro, createMacro, deleteMacro, type Macro } from '#close/macros/contract.ts'
import { useMacros } from '#close/macros/web/use-macros.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Dialog } from '#platform/web/dialog.tsx'
import { Checkbox, Field, TextArea, TextInput } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

type Editing = Pick<Macro, 'title' | 'body' | 'isShared'> & { id?: string }

/** Saved texts for replies: one's own, and shared ones kept by managers. */
export default function MacrosSettings() {
  const slug = useSlug()
  const queries = useQueryClient()
  const query = useMacros()
  const canWrite = useCan('updates:write')
  const [editing, setEditing] = useState<Editing>()
  const refresh = () => queries.invalidateQueries({ queryKey: ['macros', slug] })
  const remove = useMutation({
    mutationFn: (macro: Macro) => call(deleteMacro, { macroId: macro.id }),
    onSuccess: async (_, macro) => {
      await refresh()
      toast({
        message: `“${macro.title}” is deleted.`,
        undo: async () => {
          await call(createMacro, { title: macro.title, body: macro.body, isShared: macro.isShared })
          await refresh()
        },
      })
    },
    onError: (error) => toastError(error, 'The text is still there'),
  })
  const macros = query.data?.data ?? []
  return (
    <>
      <Setting
        title="Reply macros"
        text="Saved texts for replies on cases and in the inbox. While writing, / opens the list; the palette has them too."
      >
        {canWrite && (
          <div>
            <Button
              kind="primary"
              icon="plus"
              onClick={() => setEditing({ title: '', body: '', isShared: false })}
            >
              New macro
            </Button>
          </div>
        )}
        {query.isPending ? (
          <LoadingRows rows={2} />
        ) : query.isError && !query.data ? (
          <Failed
            error={query.error}
            title="The macros could not be loaded"
            onRetry={() => void query.refetch()}
          />
        ) : macros.length === 0 ? (
          <p className="help">No text is saved yet. Save what you write again and again.</p>
        ) : (
          <ul aria-label="Macros">
            {macros.map((one) => (
              <li key={one.id} className="row min-h-12 border-b border-line py-2">
                <span className="grow min-w-0">
                  <span className="row gap-x-2">
                    <span className="med cut">{one.title}</span>
                    {one.isShared && <span className="tag">shared</span>}
                  </span>
                  <span className="help block cut">{one.body}</span>
                </span>
                {one.mayChange && (
                  <>
                    <Button kind="ghost" aria-label={`Change ${one.title}`} onClick={() => setEditing(one)}>
                      Change
                    </Button>
                    <Button
                      kind="ghost"
                      aria-label={`Delete ${one.title}`}
                      busy={remove.isPending}
                      onClick={() => remove.mutate(one)}
                    >
                      Delete
                    </Button>
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
      </Setting>
      {editing && <MacroDialog macro={editing} onClose={() => setEditing(undefined)} onSaved={refresh} />}
    </>
  )
}

function MacroDialog({
  macro,
  onClose,
  onSaved,
}: {
  macro: Editing
  onClose(): void
  onSaved(): Promise<void>
}) {
  const canShare = useCan('updates:manage')
  const [form, setForm] = useState(macro)
  const save = useMutation({
    mutationFn: () =>
      macro.id
        ? call(changeMacro, { macroId: macro.id, title: form.title, body: form.body })
        : call(createMacro, { title: form.title, body: form.body, isShared: form.isShared }),
    onSuccess: async () => {
      await onSaved()
      onClose()
      toast({ message: 'Saved.' })
    },
  })
  const wrong = fieldErrors(save.error)
  const rest = save.error && Object.keys(wrong).length === 0 ? save.error.message : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={macro.id ? 'Change the macro' : 'New macro'}
      description="{{first_name}}, {{my_name}} and {{our_name}} fill themselves. Any other {{slot}} is written in before sending."
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button type="submit" form="macro" kind="primary" busy={save.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id="macro" onSubmit={submit} className="mt-3 grid gap-3">
        <Field label="Title" error={wrong.title ?? rest}>
          <TextInput
            required
            maxLength={80}
            value={form.title}
            onChange={(event) => setForm({ ...form, title: event.target.value })}
          />
        </Field>
        <Field label="Text" error={wrong.body}>
          <TextArea
            required
            rows={8}
            maxLength={10_000}
            value={form.body}
            onChange={(event) => setForm({ ...form, body: event.target.value })}
          />
        </Field>
        {!macro.id && canShare && (
          <Checkbox
            label="For everybody"
            help="Shared texts are changed by managers."
            checked={form.isShared}
            onChange={(event) => setForm({ ...form, isShared: event.target.checked })}
          />
        )}
      </form>
    </Dialog>
  )
}
