import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Contact } from '#customers/contacts/contract.ts'
import { contactLabel } from '#customers/contacts/rules.ts'
import { eraseContact, getPersonalData } from '#measure/personal-data/contract.ts'
import { type Ground, grounds, groundWords, isConfirmed } from '#measure/personal-data/rules.ts'
import { CountsTable } from '#measure/personal-data/web/counts-table.tsx'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { DateInput, Field, Select, TextInput } from '#platform/web/form.tsx'
import { useGo, useSlug } from '#platform/web/go.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

/** Erases a person: first what would go, then their name typed. It cannot be undone. */
export function ErasePanel({ contact, onClose }: { contact: Contact; onClose(): void }) {
  const slug = useSlug()
  const go = useGo()
  const queries = useQueryClient()
  const [form, setForm] = useState({
    confirm: '',
    ground: 'request' as Ground,
    reference: '',
    requestedOn: '',
  })
  const contactId = contact.id
  const label = contactLabel(contact)
  const dry = useQuery({
    queryKey: ['personal-data', slug, contactId],
    queryFn: () => call(getPersonalData, { contactId }),
    gcTime: 0,
  })
  const erase = useMutation({
    mutationFn: () =>
      call(eraseContact, {
        contactId,
        confirm: form.confirm,
        ground: form.ground,
        ...(form.reference && { reference: form.reference }),
        ...(form.requestedOn && { requestedOn: form.requestedOn }),
      }),
    onSuccess: async ({ number }) => {
      onClose()
      toast({
        message: `Erased. Certificate ${number} says what went.`,
        actions: [{ label: 'Open', run: () => go('settings/erasures') }],
      })
      await queries.invalidateQueries()
    },
  })
  const wrong = fieldErrors(erase.error)
  const typed = contact.name ?? contact.email ?? contactId
  const isTyped =
    contact.name || contact.email ? isConfirmed(form.confirm, contact) : form.confirm.trim() === contactId
  const data = dry.data
  return (
    <SidePanel
      open
      onClose={onClose}
      title={`Erase ${label}`}
      footer={
        <>
          <span className="grow" />
          <Button onClick={onClose}>Keep</Button>
          <Button
            kind="danger"
            busy={erase.isPending}
            disabled={!data || data.holds.length > 0 || !isTyped}
            onClick={() => erase.mutate()}
          >
            Erase for good
          </Button>
        </>
      }
    >
      {dry.isPending ? (
        <LoadingRows rows={4} label="Counting what is kept of them" />
      ) : dry.isError ? (
        <Failed
          error={dry.error}
          title="What is kept of them could not be counted"
          onRetry={() => void dry.refetch()}
        />
      ) : data!.holds.length > 0 ? (
        <div role="alert">
          <p className="med">A legal hold keeps what is known about this person.</p>
          <ul className="mt-2 list-disc ps-5">
            {data!.holds.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
          <p className="help mt-2">Lift it first, or erase them when it ends.</p>
        </div>
      ) : (
        <>
          <p>
            Their words, names, addresses, telephone numbers and files are erased everywhere
            {data!.mergedIds.length > 0 && ', those of merged contacts too'}. Counts and scores stay; nobody
            can tell any more whose they were. It cannot be undone.
          </p>
          <CountsTable counts={data!.counts} />
          {data!.openCases > 0 && (
            <p className="mt-2">
              {data!.openCases === 1
                ? 'One open case is cancelled'
                : `${data!.openCases} open cases are cancelled`}
              : nobody is left to follow up with.
            </p>
          )}
          {data!.waitingMessages > 0 && (
            <p className="mt-2">
              {data!.waitingMessages === 1 ? 'One message' : `${data!.waitingMessages} messages`} to them will
              not leave.
            </p>
          )}
          <p className="mt-2">
            They are never written to again, also when their address comes back with an import.
          </p>
          <div className="mt-4 flex flex-col gap-3">
            <Field label="Why">
              <Select
                value={form.ground}
                options={grounds.map((ground) => ({ value: ground, label: groundWords[ground] }))}
                onChange={(event) => setForm({ ...form, ground: event.target.value as Ground })}
              />
            </Field>
            <Field label="Asked on" optional error={wrong.requestedOn}>
              <DateInput
                value={form.requestedOn}
                onChange={(event) => setForm({ ...form, requestedOn: event.target.value })}
              />
            </Field>
            <Field
              label="Your number for the request"
              optional
              error={wrong.reference}
              help="Stands in the certificate. No name, no address."
            >
              <TextInput
                maxLength={60}
                value={form.reference}
                onChange={(event) => setForm({ ...form, reference: event.target.value })}
              />
            </Field>
            <Field label={`Type “${typed}” to confirm`} error={wrong.confirm}>
              <TextInput
                autoComplete="off"
                value={form.confirm}
                onChange={(event) => setForm({ ...form, confirm: event.target.value })}
              />
            </Field>
            {erase.error && Object.keys(wrong).length === 0 && (
              <p role="alert" className="text-sla-late">
                {erase.error.message}
              </p>
            )}
          </div>
        </>
      )}
    </SidePanel>
  )
}
