import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { listAccounts } from '#customers/accounts/contract.ts'
import {
  type ContactDetail,
  changeContact,
  createContact,
  knownContactRoles,
} from '#customers/contacts/contract.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Checkbox, Field, TextInput } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { toast } from '#platform/web/toast.tsx'

interface Props {
  contact?: ContactDetail
  /** The account a new contact belongs to. */
  account?: { id: string; name: string }
  onClose(): void
  onSaved(contact: ContactDetail): void
}

/** Creates or edits a contact. */
export function ContactForm({ contact, account, onClose, onSaved }: Props) {
  const queries = useQueryClient()
  const [form, setForm] = useState({
    name: contact?.name ?? '',
    email: contact?.email ?? '',
    title: contact?.title ?? '',
    phone: contact?.phone ?? '',
    locale: contact?.locale ?? '',
    zone: contact?.zone ?? '',
  })
  const [roles, setRoles] = useState<readonly string[]>(contact?.roles ?? [])
  const [isInternal, setInternal] = useState(contact?.isInternal ?? false)
  const [owner, setOwner] = useState(
    account ?? (contact?.accountId ? { id: contact.accountId, name: contact.accountName ?? '' } : undefined),
  )
  const set = (name: keyof typeof form) => (event: { target: { value: string } }) =>
    setForm((now) => ({ ...now, [name]: event.target.value }))
  const blank = (text: string) => text.trim() || null
  const save = useMutation({
    mutationFn: () => {
      const body = {
        name: blank(form.name),
        email: blank(form.email),
        title: blank(form.title),
        phone: blank(form.phone),
        locale: blank(form.locale),
        zone: blank(form.zone),
        roles: [...roles],
        isInternal,
        accountId: owner?.id ?? null,
      }
      return contact ? call(changeContact, { contactId: contact.id, ...body }) : call(createContact, body)
    },
    onSuccess: async (saved) => {
      await Promise.all(
        ['contacts', 'contact', 'account'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
      )
      toast({ message: contact ? 'The contact was saved.' : 'The contact was created.' })
      onClose()
      onSaved(saved)
    },
  })
  const errors = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const shownRoles = [...new Set([...knownContactRoles, ...roles])]
  return (
    <SidePanel
      open
      onClose={onClose}
      title={contact ? 'Edit contact' : 'New contact'}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="contact-form" busy={save.isPending}>
            {contact ? 'Save contact' : 'Create contact'}
          </Button>
        </>
      }
    >
      <form id="contact-form" onSubmit={submit} className="flex flex-col gap-3">
        <Field label="Name" error={errors.name}>
          <TextInput value={form.name} onChange={set('name')} maxLength={200} />
        </Field>
        <Field
          label="E-mail"
          optional
          error={errors.email}
          help={contact?.email ? 'The address before still finds this person.' : undefined}
        >
          <TextInput type="email" value={form.email} onChange={set('email')} maxLength={254} />
        </Field>
        <div className="form-row">
          <span>Account</span>
          <AccountChoice value={owner} onChange={setOwner} />
        </div>
        <Field label="Title" optional error={errors.title}>
          <TextInput
            value={form.title}
            onChange={set('title')}
            maxLength={200}
            placeholder="head of office"
          />
        </Field>
        <Field
          label="Telephone"
          optional
          error={errors.phone}
          help="With its country, such as +49 151 2345678, it can get text messages."
        >
          <TextInput value={form.phone} onChange={set('phone')} maxLength={60} />
        </Field>
        <fieldset>
          <legend className="mb-1">Roles</legend>
          {shownRoles.map((role) => (
            <Checkbox
              key={role}
              label={role.replaceAll('-', ' ')}
              checked={roles.includes(role)}
              onChange={(event) =>
                setRoles(event.target.checked ? [...roles, role] : roles.filter((one) => one !== role))
              }
            />
          ))}
        </fieldset>
        <div className="grid grid-cols-2 gap-3">
          <Field label="Language" optional error={errors.locale}>
            <TextInput value={form.locale} onChange={set('locale')} placeholder="en" />
          </Field>
          <Field label="Time zone" optional error={errors.zone}>
            <TextInput value={form.zone} onChange={set('zone')} placeholder="Europe/Berlin" />
          </Field>
        </div>
        <Checkbox
          label="One of our own people"
          help={
            contact?.isOfOwnDomain ? 'Gets no surveys: the mail domain is one of ours.' : 'Gets no surveys.'
          }
          checked={isInternal}
          onChange={(event) => setInternal(event.target.checked)}
        />
        {save.error && Object.keys(errors).length === 0 && (
          <p className="err" role="alert">
            {save.error.message}
          </p>
        )}
      </form>
    </SidePanel>
  )
}

function AccountChoice({
  value,
  onChange,
}: {
  value: { id: string; name: string } | undefined
  onChange(value: { id: string; name: string } | undefined): void
}) {
  const slug = useSlug()
  const [text, setText] = useState('')
  const found = useQuery({
    queryKey: ['account-choice', slug, text],
    queryFn: async () => (await call(listAccounts, { search: text || undefined, limit: 20 })).data,
  })
  return (
    <div className="row">
      <Picker
        label="Account"
        options={(found.data ?? []).map((one) => ({
          value: one.id,
          label: one.name,
          hint: one.domain ?? undefined,
        }))}
        onSearch={setText}
        onPick={(id) => onChange({ id, name: found.data?.find((one) => one.id === id)?.name ?? '' })}
        empty="No account of this name."
        trigger={<Button icon="account">{value?.name || 'Choose an account'}</Button>}
      />
      {value && (
        <Button kind="ghost" icon="close" aria-label="No account" onClick={() => onChange(undefined)} />
      )}
    </div>
  )
}
