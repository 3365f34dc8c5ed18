import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { kindLabels, kinds } from '#collect/feedback/rules.ts'
import { SimilarItems } from '#organize/duplicates/web/similar-items.tsx'
import { useChannels } from '#organize/inbox/web/use-inbox.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, Segments, Select, TextArea, TextInput } from '#platform/web/form.tsx'
import { useGo } from '#platform/web/go.tsx'
import { toast } from '#platform/web/toast.tsx'

const empty = {
  verbatim: '',
  title: '',
  channel: 'phone',
  kind: 'none' as (typeof kinds)[number] | 'none',
  name: '',
  email: '',
  account: '',
  said: '',
}

/** Whom it is about, where that is known already. */
interface About {
  label: string
  contactId?: string
  accountId?: string
}

/** Records what a customer said to us, on their behalf: a call, a meeting, a mail pasted in. */
export function RecordFeedback({ open, about, onClose }: { open: boolean; about?: About; onClose(): void }) {
  const channels = useChannels()
  const queries = useQueryClient()
  const go = useGo()
  const [form, setForm] = useState(empty)
  const change = (name: keyof typeof empty) => (event: { target: { value: string } }) =>
    setForm({ ...form, [name]: event.target.value })
  const save = useMutation({
    meta: { does: 'Feedback recorded' },
    mutationFn: () =>
      call(submitFeedback, {
        verbatim: form.verbatim,
        channel: form.channel,
        ...(form.title && { title: form.title }),
        ...(form.kind !== 'none' && { kind: form.kind }),
        ...(form.said && { occurredAt: new Date(form.said).toISOString() }),
        ...(about?.contactId && { contactId: about.contactId }),
        ...(about?.accountId && { accountId: about.accountId }),
        ...((form.email || form.name) && { contact: { email: form.email || null, name: form.name || null } }),
        ...(form.account && { account: { name: form.account } }),
      }),
    onSuccess: async (item) => {
      setForm({ ...empty, channel: form.channel })
      onClose()
      await queries.invalidateQueries({
        predicate: ({ queryKey }) =>
          ['feedback', 'views', 'sections', 'timeline'].includes(String(queryKey[0])),
      })
      toast({
        message: 'The feedback is in the inbox.',
        actions: [{ label: 'Open', run: () => go(`inbox/${item.id}`) }],
      })
    },
  })
  const wrong = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <SidePanel
      open={open}
      onClose={onClose}
      title={about ? `Record feedback of ${about.label}` : 'Record feedback'}
    >
      <form onSubmit={submit} className="grid gap-4" aria-label="Feedback">
        <Field label="What they said" error={wrong.verbatim} help="Their own words, as near as you can.">
          <TextArea
            rows={6}
            required
            maxLength={50_000}
            value={form.verbatim}
            onChange={change('verbatim')}
            autoFocus
          />
        </Field>
        <SimilarItems verbatim={form.verbatim} title={form.title} />
        <div className="grid grid-cols-2 gap-3">
          <Field label="How it reached you" error={wrong.channel}>
            <Select
              value={form.channel}
              onChange={change('channel')}
              options={(channels.data?.data ?? []).map((one) => ({ value: one.code, label: one.label }))}
            />
          </Field>
          <Field label="When" optional error={wrong.occurredAt}>
            <TextInput type="datetime-local" value={form.said} onChange={change('said')} />
          </Field>
        </div>
        <div className="form-row items-start">
          <span className="lb">It is</span>
          <Segments
            label="It is"
            value={form.kind}
            onChange={(kind) => setForm({ ...form, kind })}
            options={[
              { value: 'none' as const, label: 'Not sure' },
              ...kinds.map((kind) => ({ value: kind, label: kindLabels[kind] })),
            ]}
          />
        </div>
        {!about?.contactId && (
          <div className="grid grid-cols-[minmax(0,1fr)] gap-3 rail:grid-cols-2">
            <Field label="Their name" optional error={wrong['contact.name']}>
              <TextInput maxLength={200} value={form.name} onChange={change('name')} />
            </Field>
            <Field label="Their e-mail address" optional error={wrong['contact.email']}>
              <TextInput type="email" maxLength={320} value={form.email} onChange={change('email')} />
            </Field>
          </div>
        )}
        {!about && (
          <Field label="Their company" optional error={wrong['account.name']}>
            <TextInput maxLength={200} value={form.account} onChange={change('account')} />
          </Field>
        )}
        <Field
          label="In one line"
          optional
          error={wrong.title}
          help="Without it the first sentence stands in the list."
        >
          <TextInput maxLength={300} value={form.title} onChange={change('title')} />
        </Field>
        {save.error && Object.keys(wrong).length === 0 && (
          <p className="text-sla-late" role="alert">
            Not recorded; your words are still here. {save.error.message}
          </p>
        )}
        <div>
          <Button type="submit" kind="primary" busy={save.isPending}>
            Record
          </Button>
        </div>
      </form>
    </SidePanel>
  )
}
