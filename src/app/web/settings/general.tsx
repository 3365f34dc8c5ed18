import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { RemoveDemo } from '#app/demo/web/remove-demo.tsx'
import { createWorkspace, renameWorkspace } from '#platform/identity/contract.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, Radio, TextInput } from '#platform/web/form.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** Name of the workspace, and another one beside it. */
export default function General() {
  const { workspace } = useSession()
  const canChange = useCan('settings:manage')
  const queries = useQueryClient()
  const [name, setName] = useState(workspace.name)
  const rename = useMutation({
    mutationFn: (next: string) => call(renameWorkspace, { name: next }),
    onSuccess: async (_answer, next) => {
      const before = workspace.name
      await queries.invalidateQueries({ queryKey: ['me'] })
      toast({
        message: `The workspace is called ${next}.`,
        undo: async () => {
          await call(renameWorkspace, { name: before })
          setName(before)
          await queries.invalidateQueries({ queryKey: ['me'] })
        },
      })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    rename.mutate(name)
  }
  return (
    <>
      <Setting title="Name" text="Customers see it in mails and on public pages.">
        <form onSubmit={submit} className="flex items-end gap-2" aria-label="Name">
          <div className="grow">
            <Field
              label="Name of the workspace"
              error={fieldErrors(rename.error).name ?? rename.error?.message}
            >
              <TextInput
                value={name}
                required
                maxLength={80}
                disabled={!canChange}
                onChange={(event) => setName(event.target.value)}
              />
            </Field>
          </div>
          <Button
            type="submit"
            disabled={!canChange || name.trim() === '' || name === workspace.name}
            busy={rename.isPending}
          >
            Rename
          </Button>
        </form>
        <p className="help">
          Its address stays <code>/w/{workspace.slug}</code>, so that links go on working.
        </p>
      </Setting>
      {workspace.isDemo && <RemoveDemo />}
      <AnotherWorkspace />
    </>
  )
}

function AnotherWorkspace() {
  const [form, setForm] = useState({ workspaceName: '', start: 'empty' as 'empty' | 'demo' })
  const make = useMutation({
    mutationFn: () =>
      call(createWorkspace, { ...form, zone: Intl.DateTimeFormat().resolvedOptions().timeZone }),
    onSuccess: (made) => location.assign(`/w/${made.slug}/inbox`),
    onError: (error) => toastError(error, 'No workspace was made'),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  return (
    <Setting
      title="Another workspace"
      text="Its own customers, members and settings. You become its owner; two browser tabs may show two workspaces."
    >
      <form onSubmit={submit} className="grid gap-3" aria-label="Another workspace">
        <Field label="Name" error={fieldErrors(make.error).workspaceName}>
          <TextInput
            value={form.workspaceName}
            required
            maxLength={80}
            onChange={(event) => setForm({ ...form, workspaceName: event.target.value })}
          />
        </Field>
        <div>
          <Radio
            name="start"
            label="Empty"
            checked={form.start === 'empty'}
            onChange={() => setForm({ ...form, start: 'empty' })}
          />
          <Radio
            name="start"
            label="With demo data"
            help="Invented customers, marked on every page; nothing of it leaves the outbox."
            checked={form.start === 'demo'}
            onChange={() => setForm({ ...form, start: 'demo' })}
          />
        </div>
        <div>
          <Button type="submit" busy={make.isPending}>
            {make.isPending ? 'Making it' : 'Make the workspace'}
          </Button>
        </div>
      </form>
    </Setting>
  )
}
