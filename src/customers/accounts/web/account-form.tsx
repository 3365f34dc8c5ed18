import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type AccountDetail, changeAccount, createAccount, lifecycles } from '#customers/accounts/contract.ts'
import { useSegments } from '#customers/accounts/web/use-accounts.ts'
import { ApiError, call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { DateInput, Field, Select, TextArea, TextInput } from '#platform/web/form.tsx'
import { words } from '#platform/web/format.ts'
import { useSession } from '#platform/web/session.tsx'
import { toast } from '#platform/web/toast.tsx'

interface Props {
  account?: AccountDetail
  onClose(): void
  onSaved(account: AccountDetail): void
}

/** Creates or edits an account. Empty fields are saved as not known. */
export function AccountForm({ account, onClose, onSaved }: Props) {
  const { members } = useSession()
  const segments = useSegments()
  const queries = useQueryClient()
  const [form, setForm] = useState({
    name: account?.name ?? '',
    domain: account?.domain ?? '',
    segment: account?.segment ?? '',
    newSegment: '',
    plan: account?.plan ?? '',
    lifecycle: account?.lifecycle ?? 'active',
    mrr: account?.mrrCents == null ? '' : String(account.mrrCents / 100),
    currency: account?.currency ?? 'USD',
    ownerId: account?.ownerId ?? '',
    goLiveOn: account?.goLiveOn ?? '',
    renewalOn: account?.renewalOn ?? '',
    note: account?.note ?? '',
  })
  const set = (name: keyof typeof form) => (event: { target: { value: string } }) =>
    setForm((now) => ({ ...now, [name]: event.target.value }))
  const mrr = form.mrr.trim() === '' ? null : Math.round(Number(form.mrr.replace(/[,\s]/g, '')) * 100)
  const wrongMrr =
    mrr !== null && (!Number.isFinite(mrr) || mrr < 0) ? 'is an amount such as 1150 or 99.50' : undefined
  const save = useMutation({
    mutationFn: () => {
      const segment = form.segment === '+' ? form.newSegment.trim() : form.segment
      const body = {
        name: form.name,
        domain: form.domain.trim() || null,
        segment: segment || null,
        plan: form.plan.trim() || null,
        lifecycle: form.lifecycle,
        mrrCents: mrr,
        currency: form.currency,
        ownerId: form.ownerId || null,
        goLiveOn: form.goLiveOn || null,
        renewalOn: form.renewalOn || null,
        note: form.note.trim() || null,
      }
      return account ? call(changeAccount, { accountId: account.id, ...body }) : call(createAccount, body)
    },
    onSuccess: async (saved) => {
      await Promise.all(
        ['accounts', 'account', 'segments'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
      )
      toast({ message: account ? `${saved.name} was saved.` : `${saved.name} is now an account.` })
      onClose()
      onSaved(saved)
    },
  })
  const errors = fieldErrors(save.error)
  const domainError =
    save.error instanceof ApiError && save.error.code === 'account.domain_invalid'
      ? save.error.message
      : undefined
  const general = Object.keys(errors).length === 0 && !domainError ? save.error : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!wrongMrr) save.mutate()
  }
  return (
    <SidePanel
      open
      onClose={onClose}
      title={account ? 'Edit account' : 'New account'}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="account-form" busy={save.isPending}>
            {account ? 'Save account' : 'Create account'}
          </Button>
        </>
      }
    >
      <form id="account-form" onSubmit={submit} className="flex flex-col gap-3">
        <Field label="Name" error={errors.name}>
          <TextInput value={form.name} onChange={set('name')} required maxLength={200} />
        </Field>
        <Field
          label="Domain"
          optional
          error={errors.domain ?? domainError}
          help="New contacts with an address at this domain join the account."
        >
          <TextInput value={form.domain} onChange={set('domain')} placeholder="example.com" />
        </Field>
        <Field label="Segment" optional>
          <Select
            value={form.segment}
            onChange={set('segment')}
            options={[
              { value: '', label: 'None' },
              ...(segments.data?.data ?? []).map((one) => ({ value: one.key, label: one.name })),
              { value: '+', label: 'A new segment …' },
            ]}
          />
        </Field>
        {form.segment === '+' && (
          <Field label="Name of the new segment" error={errors.segment}>
            <TextInput value={form.newSegment} onChange={set('newSegment')} required maxLength={80} />
          </Field>
        )}
        <Field
          label="Plan"
          optional
          error={errors.plan}
          help="What they pay for, in your words. Results of surveys are told apart by it."
        >
          <TextInput value={form.plan} onChange={set('plan')} maxLength={80} />
        </Field>
        <Field label="Stage">
          <Select
            value={form.lifecycle}
            onChange={set('lifecycle')}
            options={lifecycles.map((value) => ({ value, label: words(value) }))}
          />
        </Field>
        <div className="grid grid-cols-[minmax(0,1fr)_6rem] gap-3">
          <Field
            label="MRR"
            optional
            error={wrongMrr ?? errors.mrrCents}
            help="Per month. Empty means not known."
          >
            <TextInput value={form.mrr} onChange={set('mrr')} inputMode="decimal" />
          </Field>
          <Field label="Currency" error={errors.currency}>
            <TextInput value={form.currency} onChange={set('currency')} maxLength={3} />
          </Field>
        </div>
        <Field label="Lead" optional help="Who the playbooks turn to first.">
          <Select
            value={form.ownerId}
            onChange={set('ownerId')}
            options={[
              { value: '', label: 'Nobody' },
              ...members.map((one) => ({ value: one.id, label: one.name })),
            ]}
          />
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field label="Go-live" optional error={errors.goLiveOn}>
            <DateInput value={form.goLiveOn} onChange={set('goLiveOn')} />
          </Field>
          <Field label="Renewal" optional error={errors.renewalOn}>
            <DateInput value={form.renewalOn} onChange={set('renewalOn')} />
          </Field>
        </div>
        <Field label="Note" optional>
          <TextArea value={form.note} onChange={set('note')} rows={3} maxLength={5000} />
        </Field>
        {general && (
          <p className="err" role="alert">
            {general.message}
          </p>
        )}
      </form>
    </SidePanel>
  )
}
