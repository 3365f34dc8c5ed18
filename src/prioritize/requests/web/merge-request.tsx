import { useState } from 'react'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, Radio, TextInput } from '#platform/web/form.tsx'
import { plural } from '#platform/web/format.ts'
import { useGo } from '#platform/web/go.tsx'
import { toast } from '#platform/web/toast.tsx'
import { useSettled } from '#platform/web/use-settled.ts'
import { mergeRequest, type Request, undoRequestMerge } from '#prioritize/requests/contract.ts'
import { statusWords } from '#prioritize/requests/rules.ts'
import { SimilarRequests } from '#prioritize/requests/web/similar-requests.tsx'
import { useRequestChange, useRequests } from '#prioritize/requests/web/use-requests.ts'

/** Merges a request into another one; a panel, because it can be undone. */
export function MergeRequest({ request, onClose }: { request: Request; onClose(): void }) {
  const go = useGo()
  const [words, setWords] = useState('')
  const [into, setInto] = useState<{ id: string; title: string }>()
  const q = useSettled(words.trim())
  const found = useRequests(q.length >= 2 ? { q } : {})
    .rows.filter((one) => one.id !== request.id)
    .slice(0, 6)
  const undo = useRequestChange((mergeId: string) => call(undoRequestMerge, { mergeId }))
  const merge = useRequestChange(
    () => call(mergeRequest, { requestId: request.id, intoId: into!.id }),
    (kept) => {
      onClose()
      go(`requests/${kept.id}`, { replace: true })
      const made = kept.merged.find((one) => one.id === request.id)
      toast({
        message: `Merged. ${plural(kept.demand.accounts, 'account')} behind it, each counted once.`,
        actions: made ? [{ label: 'Undo', run: () => undo.mutate(made.mergeId) }] : [],
      })
    },
  )
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Merge into another request"
      footer={
        <Button kind="primary" busy={merge.isPending} disabled={!into} onClick={() => merge.mutate()}>
          Merge
        </Button>
      }
    >
      <p>
        <b className="font-medium">{request.title}</b> leads to the other one from then on; everybody behind
        both is counted once. It can be taken apart again at any time.
      </p>
      <div className="mt-4 grid gap-4">
        <SimilarRequests
          title={request.title}
          problem={request.problem ?? ''}
          except={request.id}
          pick="Choose"
          onPick={setInto}
        />
        <Field label="Find another request">
          <TextInput value={words} onChange={(event) => setWords(event.target.value)} />
        </Field>
        <fieldset className="grid gap-1">
          <legend className="xs muted">Merge into</legend>
          {into && !found.some((one) => one.id === into.id) && (
            <Radio name="into" label={into.title} checked onChange={() => setInto(into)} />
          )}
          {found.map((one) => (
            <Radio
              key={one.id}
              name="into"
              label={one.title}
              help={`${statusWords[one.status]}, ${plural(one.demand.accounts, 'account')}`}
              checked={one.id === into?.id}
              onChange={() => setInto(one)}
            />
          ))}
        </fieldset>
      </div>
    </SidePanel>
  )
}
