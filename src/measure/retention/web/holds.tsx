import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listAccounts } from '#customers/accounts/contract.ts'
import { listContacts } from '#customers/contacts/contract.ts'
import { type LegalHold, liftLegalHold, placeLegalHold } from '#measure/retention/contract.ts'
import { useHolds, useRetentionChange } from '#measure/retention/web/use-retention.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { Dialog } from '#platform/web/dialog.tsx'
import { Field, Select, TextArea } from '#platform/web/form.tsx'
import { date } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { Paged } from '#platform/web/paged-list.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { useSettled } from '#platform/web/use-settled.ts'

/** What must be kept although its period has ended. */
export function Holds() {
  const query = useHolds()
  const canWrite = useCan('retention:write')
  const [isPlacing, setPlacing] = useState(false)
  return (
    <Setting
      title="Legal holds"
      text="Keep what is known of a person, of everybody at an account, or everything, until the hold is lifted."
    >
      <Paged noun="holds" query={query} empty={<p className="help">Nothing is held.</p>}>
        <ul className="border-t border-line">
          {query.rows.map((hold) => (
            <Hold key={hold.id} hold={hold} canWrite={canWrite} />
          ))}
        </ul>
      </Paged>
      {canWrite && (
        <div>
          <Button onClick={() => setPlacing(true)}>Place a hold</Button>
        </div>
      )}
      {isPlacing && <PlaceDialog onClose={() => setPlacing(false)} />}
    </Setting>
  )
}

function Hold({ hold, canWrite }: { hold: LegalHold; canWrite: boolean }) {
  const lift = useRetentionChange(() => call(liftLegalHold, { holdId: hold.id }))
  const what = hold.name ?? 'Everything'
  return (
    <li className="row border-b border-line py-2">
      <div className="grow min-w-0">
        <div className="med">{what}</div>
        <div className="help">{hold.reason}</div>
        <div className="help">
          Since {date(hold.placedAt)}
          {hold.placedBy && `, ${hold.placedBy}`}
          {hold.liftedAt && `; lifted ${date(hold.liftedAt)}${hold.liftedBy ? `, ${hold.liftedBy}` : ''}`}
        </div>
      </div>
      {canWrite && !hold.liftedAt && (
        <Button
          size="sm"
          busy={lift.isPending}
          aria-label={`Lift the hold on ${what}`}
          onClick={() => lift.mutate(undefined)}
        >
          Lift
        </Button>
      )}
    </li>
  )
}

const wholes = [
  { value: 'contact', label: 'A person' },
  { value: 'account', label: 'An account and everybody there' },
  { value: 'everything', label: 'Everything' },
]

function PlaceDialog({ onClose }: { onClose(): void }) {
  const [whole, setWhole] = useState('contact')
  const [who, setWho] = useState<{ id: string; name: string }>()
  const [reason, setReason] = useState('')
  const place = useRetentionChange(
    () =>
      call(placeLegalHold, {
        reason,
        ...(whole === 'contact' ? { contactId: who!.id } : whole === 'account' ? { accountId: who!.id } : {}),
      }),
    onClose,
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title="Place a legal hold"
      description="From now on retention and erasure leave it alone."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={reason.trim() === '' || (whole !== 'everything' && !who)}
            busy={place.isPending}
            onClick={() => place.mutate(undefined)}
          >
            Place it
          </Button>
        </>
      }
    >
      <Field label="What is kept">
        <Select
          options={wholes}
          value={whole}
          onChange={(event) => {
            setWhole(event.currentTarget.value)
            setWho(undefined)
          }}
        />
      </Field>
      {whole !== 'everything' && <Who whole={whole} who={who} onPick={setWho} />}
      <Field label="Reason" help="Who asks for it, and the file it belongs to.">
        <TextArea
          rows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Field>
    </Dialog>
  )
}

function Who({
  whole,
  who,
  onPick,
}: {
  whole: string
  who: { id: string; name: string } | undefined
  onPick(who: { id: string; name: string }): void
}) {
  const slug = useSlug()
  const [text, setText] = useState('')
  const search = useSettled(text, 200) || undefined
  const found = useQuery({
    queryKey: ['retention', slug, 'whom', whole, search],
    queryFn: async () =>
      whole === 'account'
        ? (await call(listAccounts, { search, limit: 20 })).data.map(({ id, name, domain }) => ({
            value: id,
            label: name,
            hint: domain ?? undefined,
          }))
        : (await call(listContacts, { search, limit: 20 })).data.map((one) => ({
            value: one.id,
            label: one.name ?? one.email ?? 'Without a name',
            hint: one.accountName ?? undefined,
          })),
    placeholderData: keepPreviousData,
  })
  const label = whole === 'account' ? 'Account' : 'Person'
  return (
    <div className="form-row">
      <span>{label}</span>
      <Picker
        label={label}
        options={found.data ?? []}
        onSearch={setText}
        onPick={(id) => onPick({ id, name: found.data?.find((one) => one.value === id)?.label ?? '' })}
        trigger={<Button>{who?.name ?? 'Choose'}</Button>}
      />
    </div>
  )
}
