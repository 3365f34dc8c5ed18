import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { createApiKey, listApiKeys, revokeApiKey } from '#platform/identity/contract.ts'
import { permissions } from '#platform/policy/rules.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { CopyLine } from '#platform/web/copy.tsx'
import { Dialog, SidePanel } from '#platform/web/dialog.tsx'
import { Checkbox, DateInput, Field, TextInput } from '#platform/web/form.tsx'
import { date, said, words } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** Keys for programs: scopes, last use, the secret shown once. */
export default function ApiKeys() {
  const slug = useSlug()
  const queries = useQueryClient()
  const key = ['api-keys', slug]
  const keys = useQuery({ queryKey: key, queryFn: () => call(listApiKeys, {}) })
  const [making, setMaking] = useState(false)
  const [ending, setEnding] = useState<{ id: string; name: string }>()
  const revoke = useMutation({
    mutationFn: (id: string) => call(revokeApiKey, { id }),
    onSuccess: async () => {
      setEnding(undefined)
      await queries.invalidateQueries({ queryKey: key })
      toast({ message: 'The key is useless now.' })
    },
    onError: (error) => toastError(error, 'The key still works'),
  })
  if (keys.error) return <Failed error={keys.error} title="API keys" onRetry={() => void keys.refetch()} />
  if (!keys.data) return <LoadingRows rows={3} />
  const list = keys.data.data
  return (
    <div className="max-w-4xl py-4">
      <div className="row mb-3">
        <p className="grow text-ink-2">
          A program sends its key as <code>Authorization: Bearer hb_…</code>.{' '}
          <a className="link" href="/api/docs">
            What the API offers
          </a>
        </p>
        <Button kind="primary" onClick={() => setMaking(true)}>
          Make a key
        </Button>
      </div>
      {list.length === 0 ? (
        <Empty title="No keys yet">
          A key lets a program record feedback or read it, with no more rights than its scopes.
        </Empty>
      ) : (
        <ul>
          {list.map((one) => (
            <li key={one.id} className="flex items-center gap-3 border-t border-line py-2.5">
              <div className="grow">
                <span className="med">{one.name}</span> <code className="muted text-xs">{one.start}…</code>
                <div className="help">{one.scopes.join(', ')}</div>
              </div>
              <div className="help num text-end">
                {one.lastUsedAt ? `used ${said(one.lastUsedAt)}` : 'never used'}
                <br />
                {one.expiresAt ? `until ${date(one.expiresAt)}` : 'does not expire'}
              </div>
              <Button size="sm" onClick={() => setEnding(one)} aria-label={`Revoke ${one.name}`}>
                Revoke
              </Button>
            </li>
          ))}
        </ul>
      )}
      <SidePanel open={making} onClose={() => setMaking(false)} title="Make an API key">
        <NewKey
          onDone={() => {
            setMaking(false)
            void queries.invalidateQueries({ queryKey: key })
          }}
        />
      </SidePanel>
      <Dialog
        open={!!ending}
        onClose={() => setEnding(undefined)}
        title={`Revoke “${ending?.name}”`}
        description="Programs that use it are refused from now on. This cannot be taken back; make a new key instead."
        footer={
          <>
            <Button onClick={() => setEnding(undefined)}>Keep</Button>
            <Button kind="danger" busy={revoke.isPending} onClick={() => ending && revoke.mutate(ending.id)}>
              Revoke
            </Button>
          </>
        }
      />
    </div>
  )
}

function NewKey({ onDone }: { onDone(): void }) {
  const [form, setForm] = useState({ name: '', scopes: ['feedback:write'] as string[], until: '' })
  const make = useMutation({
    mutationFn: () =>
      call(createApiKey, {
        name: form.name,
        scopes: form.scopes,
        ...(form.until && { expiresAt: `${form.until}T23:59:59Z` }),
      }),
  })
  const wrong = fieldErrors(make.error)
  if (make.data) {
    return (
      <>
        <p className="mb-3">
          <b className="font-semibold">Copy the key now.</b> It is not shown again.
        </p>
        <CopyLine text={make.data.secret} label="API key" />
        <div className="mt-4">
          <Button kind="primary" onClick={onDone}>
            Done
          </Button>
        </div>
      </>
    )
  }
  const toggle = (scope: string) =>
    setForm({
      ...form,
      scopes: form.scopes.includes(scope)
        ? form.scopes.filter((one) => one !== scope)
        : [...form.scopes, scope],
    })
  const groups = [...new Set(permissions.map((one) => one.split(':')[0]!))]
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  return (
    <form onSubmit={submit} className="grid gap-4" aria-label="New API key">
      <Field label="Name" error={wrong.name} help="The program it is for.">
        <TextInput
          required
          maxLength={80}
          value={form.name}
          onChange={(event) => setForm({ ...form, name: event.target.value })}
          autoFocus
        />
      </Field>
      <Field label="Works until" optional error={wrong.expiresAt}>
        <DateInput value={form.until} onChange={(event) => setForm({ ...form, until: event.target.value })} />
      </Field>
      <fieldset>
        <legend className="mb-1 font-medium">May</legend>
        <div className="grid gap-x-4 phone:grid-cols-2">
          {groups.map((noun) => (
            <div key={noun} className="border-t border-line py-1.5">
              <div className="help">{words(noun)}</div>
              {permissions
                .filter((one) => one.startsWith(`${noun}:`))
                .map((scope) => (
                  <Checkbox
                    key={scope}
                    label={scope}
                    checked={form.scopes.includes(scope)}
                    onChange={() => toggle(scope)}
                  />
                ))}
            </div>
          ))}
        </div>
      </fieldset>
      {make.error && Object.keys(wrong).length === 0 && (
        <p className="text-sla-late" role="alert">
          {make.error.message}
        </p>
      )}
      <div>
        <Button type="submit" kind="primary" busy={make.isPending} disabled={form.scopes.length === 0}>
          Make the key
        </Button>
      </div>
    </form>
  )
}
