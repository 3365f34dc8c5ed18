import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { tryPlaybook } from '#act/playbooks/contract.ts'
import { listFeedback } from '#organize/inbox/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { dateTime } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toastError } from '#platform/web/toast.tsx'
import { useSettled } from '#platform/web/use-settled.ts'

/** A dry run: what the playbook, also one that is being written, would make of an item. Nothing is changed. */
export function TryOut({ playbook, text }: { playbook: string; text: string | undefined }) {
  const slug = useSlug()
  const [isOpen, setOpen] = useState(false)
  const [search, setSearch] = useState('')
  const settled = useSettled(search)
  const items = useQuery({
    queryKey: ['try-items', slug, settled],
    queryFn: () => call(listFeedback, { limit: 20, ...(settled?.trim() && { q: settled }) }),
    enabled: isOpen,
  })
  const run = useMutation({
    mutationFn: (feedbackId: string) =>
      call(tryPlaybook, { key: playbook, feedbackId, ...(text && { text }) }),
    onError: (error) => toastError(error, 'It could not be tried'),
  })
  const result = run.data
  return (
    <section className="mt-6" aria-label="Try it on an item">
      <div className="row">
        <h2 className="sec grow">Try it on an item</h2>
        <Picker
          open={isOpen}
          onOpenChange={setOpen}
          label="An item"
          options={(items.data?.data ?? []).map((one) => ({
            value: one.id,
            label: one.summary,
            hint: one.account?.name ?? one.contact?.name ?? '',
          }))}
          onSearch={setSearch}
          onPick={(id) => {
            setOpen(false)
            run.mutate(id)
          }}
          trigger={<Button busy={run.isPending}>Choose an item</Button>}
        />
      </div>
      {!result && (
        <p className="help mt-1">Shows whether it would open a case, who would lead it, and every date.</p>
      )}
      {result && (
        <div className="mt-2" aria-live="polite">
          <p>
            <span className="med">{result.opens ? 'It opens a case' : 'It opens no case'}</span>
            {': '}
            <span className="text-ink-2">{result.because}.</span>
          </p>
          <p className="help mt-1">
            {[result.contact, result.account].filter(Boolean).join(', ') || 'Nobody known'}. Lead:{' '}
            {result.lead}. Counted from {dateTime(result.at)}.
          </p>
          <table className="try mt-2">
            <thead>
              <tr>
                <th scope="col">Step</th>
                <th scope="col">Earliest</th>
                <th scope="col">Latest</th>
              </tr>
            </thead>
            <tbody>
              {result.steps.map((step) => (
                <tr key={step.step}>
                  <td>
                    {step.title}
                    <span className="help block">
                      {step.who}
                      {step.holds === false && ', skipped as it stands'}
                    </span>
                  </td>
                  <td className="num">{step.earliest ? dateTime(step.earliest) : ''}</td>
                  <td className="num">
                    {step.latest ? dateTime(step.latest) : <span className="help">{step.rule}</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
