import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { createJoinLink, listJoinLinks, revokeJoinLink } from '#platform/identity/contract.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { CopyLine } from '#platform/web/copy.tsx'
import { Field, Select, TextInput } from '#platform/web/form.tsx'
import { dateTime } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

const roles = [
  { value: 'agent', label: 'Agent' },
  { value: 'manager', label: 'Manager' },
  { value: 'admin', label: 'Admin' },
  { value: 'viewer', label: 'Viewer' },
] as const

/** Makes a link by which a colleague comes in, and shows those that still work. No mail is needed. */
export function InviteColleague() {
  const slug = useSlug()
  const queries = useQueryClient()
  const key = ['join-links', slug]
  const [form, setForm] = useState({ role: 'agent' as (typeof roles)[number]['value'], email: '' })
  const links = useQuery({ queryKey: key, queryFn: () => call(listJoinLinks, {}) })
  const make = useMutation({
    mutationFn: () => call(createJoinLink, { role: form.role, ...(form.email && { email: form.email }) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  })
  const revoke = useMutation({
    mutationFn: (id: string) => call(revokeJoinLink, { id }),
    onSuccess: async () => {
      make.reset()
      await queries.invalidateQueries({ queryKey: key })
      toast({ message: 'The join link is useless now.' })
    },
    onError: (error) => toastError(error, 'The link still works'),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  const wrong = fieldErrors(make.error)
  return (
    <section className="mb-6 max-w-4xl border-b border-line pb-5" aria-label="Bring a colleague in">
      <h2 className="sec mb-2">Bring a colleague in</h2>
      <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
        <div className="w-32">
          <Field label="As">
            <Select
              value={form.role}
              options={roles}
              onChange={(event) => setForm({ ...form, role: event.target.value as typeof form.role })}
            />
          </Field>
        </div>
        <div className="min-w-56 grow">
          <Field label="Only for this address" optional error={wrong.email}>
            <TextInput
              type="email"
              value={form.email}
              onChange={(event) => setForm({ ...form, email: event.target.value })}
            />
          </Field>
        </div>
        <Button type="submit" kind="primary" busy={make.isPending}>
          Make a join link
        </Button>
      </form>
      {make.error && Object.keys(wrong).length === 0 && (
        <p className="mt-2 text-sla-late">{make.error.message}</p>
      )}
      {make.data && (
        <div className="mt-3">
          <CopyLine text={make.data.url} label="Join link" />
          <p className="help mt-1">
            Shown once. It works until {dateTime(make.data.expiresAt)}, for one person.
          </p>
        </div>
      )}
      {links.data && links.data.data.length > 0 && (
        <ul className="mt-3">
          {links.data.data.map((link) => (
            <li key={link.id} className="row h-9 border-t border-line">
              <span className="grow cut">
                Link for {link.role === 'admin' || link.role === 'agent' ? 'an' : 'a'} {link.role}
                {link.email && <span className="muted">, {link.email}</span>}
              </span>
              <span className="help num">until {dateTime(link.expiresAt)}</span>
              <Button
                size="sm"
                onClick={() => revoke.mutate(link.id)}
                busy={revoke.isPending && revoke.variables === link.id}
              >
                Revoke
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
