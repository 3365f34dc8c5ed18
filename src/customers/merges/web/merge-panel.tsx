import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { listAccounts } from '#customers/accounts/contract.ts'
import { listContacts } from '#customers/contacts/contract.ts'
import { type CustomerKind, mergeCustomers, previewMerge, undoMerge } from '#customers/merges/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { money, words } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

interface Props {
  kind: CustomerKind
  /** The record the panel was opened from; it survives unless the sides are swapped. */
  id: string
  label: string
  /** The other side when it is known already. */
  otherId?: string
  onClose(): void
  onMerged(survivorId: string): void
}

/** Chooses the other record, shows what the merge gives field by field, merges; the toast takes it back. */
export function MergePanel({ kind, id, label, otherId, onClose, onMerged }: Props) {
  const slug = useSlug()
  const [other, setOther] = useState(otherId)
  const [swapped, setSwapped] = useState(false)
  const survivorId = swapped ? other : id
  const loserId = swapped ? id : other
  const preview = useQuery({
    queryKey: ['merge-preview', slug, kind, survivorId, loserId],
    queryFn: () => call(previewMerge, { kind, survivorId: survivorId!, loserId: loserId! }),
    enabled: !!other,
  })
  const merge = useMerge(kind)
  const run = () =>
    merge.mutate(
      {
        survivorId: survivorId!,
        loserId: loserId!,
        label: preview.data!.loser.label,
        into: preview.data!.survivor.label,
      },
      {
        onSuccess: () => {
          onClose()
          onMerged(survivorId!)
        },
      },
    )
  return (
    <SidePanel
      open
      onClose={onClose}
      title={`Merge ${label}`}
      footer={
        <>
          <span className="help grow">Can be undone exactly, also later.</span>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" icon="merge" disabled={!preview.data} busy={merge.isPending} onClick={run}>
            Merge
          </Button>
        </>
      }
    >
      <p className="mb-3 text-ink-2">
        Nothing is deleted: feedback, cases and contacts stay with their record and show under the one that
        survives. Old links lead there.
      </p>
      <OtherSide
        kind={kind}
        id={id}
        chosen={preview.data && (swapped ? preview.data.survivor.label : preview.data.loser.label)}
        onChoose={setOther}
      />
      {other && preview.isPending && <LoadingRows rows={4} />}
      {preview.error && (
        <Failed
          error={preview.error}
          title="The two could not be compared"
          onRetry={() => void preview.refetch()}
        />
      )}
      {preview.data && (
        <>
          <div className="row my-3">
            <span className="grow">
              <b className="med">{preview.data.loser.label}</b> goes into{' '}
              <b className="med">{preview.data.survivor.label}</b>
            </span>
            <Button size="sm" onClick={() => setSwapped(!swapped)}>
              Swap
            </Button>
          </div>
          <table className="tb">
            <caption className="vh">What the merged {kind} will have</caption>
            <thead>
              <tr>
                <th scope="col" className="w-28">
                  Field
                </th>
                <th scope="col">Afterwards</th>
                <th scope="col">From {preview.data.loser.label}</th>
              </tr>
            </thead>
            <tbody>
              {preview.data.fields
                .filter((field) => field.survivor !== null || field.loser !== null)
                .map((field) => (
                  <tr key={field.field}>
                    <td className="muted">{fieldLabel(field.field)}</td>
                    <td className="cut">
                      {shown(field.field, field.result, preview.data.survivor.currency)}
                      {field.filled && <span className="help"> filled</span>}
                    </td>
                    <td className="cut muted">
                      {shown(field.field, field.loser, preview.data.loser.currency)}
                    </td>
                  </tr>
                ))}
            </tbody>
          </table>
          {preview.data.moves.length > 0 && (
            <p className="mt-3 text-ink-2">
              Follows along: {preview.data.moves.map((move) => `${move.count} ${move.what}`).join(', ')}.
            </p>
          )}
        </>
      )}
    </SidePanel>
  )
}

function OtherSide({
  kind,
  id,
  chosen,
  onChoose,
}: {
  kind: CustomerKind
  id: string
  chosen: string | undefined
  onChoose(id: string): void
}) {
  const slug = useSlug()
  const [text, setText] = useState('')
  const found = useQuery({
    queryKey: ['merge-search', slug, kind, text],
    queryFn: async () =>
      kind === 'account'
        ? (await call(listAccounts, { search: text || undefined, limit: 20 })).data.map((one) => ({
            value: one.id,
            label: one.name,
            hint: one.domain ?? undefined,
          }))
        : (await call(listContacts, { search: text || undefined, limit: 20 })).data.map((one) => ({
            value: one.id,
            label: one.name ?? one.email ?? 'Unnamed contact',
            hint: one.email ?? undefined,
          })),
  })
  return (
    <Picker
      label={`The other ${kind}`}
      options={(found.data ?? []).filter((one) => one.value !== id)}
      onSearch={setText}
      onPick={onChoose}
      empty={`No other ${kind} of this name.`}
      trigger={
        <Button icon="search">{chosen ? `The other ${kind}: ${chosen}` : `Choose the other ${kind}`}</Button>
      }
    />
  )
}

/** Merges and offers the undo. */
export function useMerge(kind: CustomerKind) {
  const queries = useQueryClient()
  const refresh = () =>
    Promise.all(
      ['accounts', 'account', 'contacts', 'contact', 'duplicates', 'timeline'].map((key) =>
        queries.invalidateQueries({ queryKey: [key] }),
      ),
    )
  return useMutation({
    mutationFn: ({
      survivorId,
      loserId,
    }: {
      survivorId: string
      loserId: string
      label: string
      into: string
    }) => call(mergeCustomers, { kind, survivorId, loserId }),
    onSuccess: async (made, { label, into }) => {
      await refresh()
      toast({
        message: `${label} was merged into ${into}.`,
        undo: async () => {
          await call(undoMerge, { mergeId: made.id })
          await refresh()
        },
      })
    },
    onError: (error) => toastError(error, 'Nothing was merged'),
  })
}

/** Takes one merge back. */
export function useUndoMerge() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ mergeId }: { mergeId: string; label: string }) => call(undoMerge, { mergeId }),
    onSuccess: async (_answer, { label }) => {
      await Promise.all(
        ['accounts', 'account', 'contacts', 'contact', 'duplicates', 'timeline'].map((key) =>
          queries.invalidateQueries({ queryKey: [key] }),
        ),
      )
      toast({ message: `${label} stands for itself again.` })
    },
    onError: (error) => toastError(error, 'The merge stands'),
  })
}

const labels: Record<string, string> = {
  mrr_cents: 'MRR',
  owner_member_id: 'Lead',
  account_id: 'Account',
  go_live_on: 'Go-live',
  renewal_on: 'Renewal',
  unsubscribed_at: 'Refuses mail since',
}

function fieldLabel(field: string): string {
  return labels[field] ?? words(field)
}

function shown(field: string, value: string | null, currency: string | null): string {
  if (value === null) return 'none'
  return field === 'mrr_cents' ? money(Number(value), currency ?? undefined) : value
}
