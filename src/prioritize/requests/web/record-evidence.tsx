import { type FormEvent, useState } from 'react'
import { useChannels } from '#organize/inbox/web/use-inbox.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, Select, TextArea, TextInput } from '#platform/web/form.tsx'
import { toast } from '#platform/web/toast.tsx'
import { type Request, recordEvidence } from '#prioritize/requests/contract.ts'
import { ImportanceField } from '#prioritize/requests/web/importance-field.tsx'
import { useRequestChange } from '#prioritize/requests/web/use-requests.ts'

const empty = { verbatim: '', channel: 'phone', said: '', sourceUrl: '', name: '', email: '', account: '' }

/** What a customer said for a request, recorded on their behalf: it is an item of the inbox, and linked. */
export function RecordEvidence({ request, onClose }: { request: Request; onClose(): void }) {
  const channels = useChannels()
  const [form, setForm] = useState(empty)
  const [importance, setImportance] = useState(1)
  const set = (name: keyof typeof empty) => (event: { target: { value: string } }) =>
    setForm({ ...form, [name]: event.target.value })
  const record = useRequestChange(
    () =>
      call(recordEvidence, {
        requestId: request.id,
        verbatim: form.verbatim,
        channel: form.channel,
        importance,
        ...(form.said && { occurredAt: new Date(form.said).toISOString() }),
        ...(form.sourceUrl && { sourceUrl: form.sourceUrl }),
        ...((form.name || form.email) && { contact: { name: form.name || null, email: form.email || null } }),
        ...(form.account && { account: { name: form.account } }),
      }),
    () => {
      toast({ message: 'What they said is recorded and linked.' })
      onClose()
    },
  )
  const wrong = fieldErrors(record.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    record.mutate()
  }
  return (
    <SidePanel open onClose={onClose} title="Record for a customer">
      <form onSubmit={submit} className="grid gap-4" aria-label="What a customer said">
        <Field label="What they said" error={wrong.verbatim} help="Their own words, as near as you can.">
          <TextArea
            rows={5}
            required
            maxLength={50_000}
            value={form.verbatim}
            onChange={set('verbatim')}
            autoFocus
          />
        </Field>
        <ImportanceField value={importance} onChange={setImportance} />
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3 rail:grid-cols-2">
          <Field label="Their name" optional error={wrong['contact.name']}>
            <TextInput maxLength={200} value={form.name} onChange={set('name')} />
          </Field>
          <Field label="Their e-mail address" optional error={wrong['contact.email']}>
            <TextInput type="email" maxLength={320} value={form.email} onChange={set('email')} />
          </Field>
        </div>
        <Field label="Their company" optional error={wrong['account.name']}>
          <TextInput maxLength={200} value={form.account} onChange={set('account')} />
        </Field>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3 rail:grid-cols-2">
          <Field label="How it reached you" error={wrong.channel}>
            <Select
              value={form.channel}
              onChange={set('channel')}
              options={(channels.data?.data ?? []).map((one) => ({ value: one.code, label: one.label }))}
            />
          </Field>
          <Field label="When" optional error={wrong.occurredAt}>
            <TextInput type="datetime-local" value={form.said} onChange={set('said')} />
          </Field>
        </div>
        <Field label="Source" optional error={wrong.sourceUrl} help="The address of the call or its notes.">
          <TextInput type="url" maxLength={2000} value={form.sourceUrl} onChange={set('sourceUrl')} />
        </Field>
        <div>
          <Button type="submit" kind="primary" busy={record.isPending} disabled={!form.verbatim.trim()}>
            Record and link
          </Button>
        </div>
      </form>
    </SidePanel>
  )
}
