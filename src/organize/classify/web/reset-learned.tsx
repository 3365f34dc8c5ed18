import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { previewReset, type ResetPreview, resetLearned } from '#organize/classify/contract.ts'
import { fieldLabels } from '#organize/classify/web/fields.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Dialog } from '#platform/web/dialog.tsx'
import { plural } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { LoadingBlock } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** Forgets what was learned, after showing what would be suggested otherwise. */
export function ResetLearned({ onDone }: { onDone(): Promise<void> }) {
  const slug = useSlug()
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  const preview = useQuery({
    queryKey: ['analysis', slug, 'reset'],
    queryFn: () => call(previewReset, {}),
    enabled: isOpen,
    staleTime: 0,
    gcTime: 0,
  })
  const reset = useMutation({
    mutationFn: () => call(resetLearned, {}),
    onSuccess: async () => {
      close()
      await onDone()
      toast({ message: 'Forgotten. Suggestions are made as on the first day.' })
    },
    onError: (error) => toastError(error, 'Nothing was forgotten'),
  })
  const data = preview.data
  return (
    <>
      <div>
        <Button onClick={() => setOpen(true)}>Forget what was learned…</Button>
      </div>
      <Dialog
        open={isOpen}
        onClose={close}
        title={data ? `Forget ${plural(data.lessons, 'decision')}` : 'Forget what was learned'}
        description="What people set on items stays. Only what suggestions learned from it goes, and the figures above with it. This cannot be undone."
        footer={
          <>
            <Button onClick={close}>Keep it</Button>
            <Button kind="danger" disabled={!data} busy={reset.isPending} onClick={() => reset.mutate()}>
              Forget
            </Button>
          </>
        }
      >
        <div className="mt-3">
          {preview.error ? (
            <p className="err">What would change could not be worked out. {preview.error.message}</p>
          ) : data ? (
            <Changes preview={data} />
          ) : (
            <LoadingBlock height={120} label="Working out what would change" />
          )}
        </div>
      </Dialog>
    </>
  )
}

function Changes({ preview: { looked, changes, examples } }: { preview: ResetPreview }) {
  if (changes.length === 0)
    return (
      <p>
        {looked === 0
          ? 'No item waits for triage, so no suggestion in sight would change.'
          : `None of the suggestions for the ${plural(looked, 'waiting item')} looked at would change.`}
      </p>
    )
  return (
    <>
      <p>
        Of the newest {plural(looked, 'waiting item')}, other suggestions for:{' '}
        {changes.map(({ field, count }) => `${fieldLabels[field].toLowerCase()} ${count}`).join(', ')}.
      </p>
      <ul className="mt-2 max-h-56 overflow-y-auto">
        {examples.map((one) => (
          <li key={`${one.id} ${one.field}`} className="border-t border-line py-1.5">
            <div className="cut" dir="auto">
              {one.summary}
            </div>
            <div className="xs text-ink-2">
              {fieldLabels[one.field]}: {one.from ?? 'nothing'} → {one.to ?? 'nothing'}
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}
