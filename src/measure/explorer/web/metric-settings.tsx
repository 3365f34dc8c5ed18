import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { getMetricSettings, type MetricSettings, putMetricSettings } from '#measure/metrics/contract.ts'
import { type Target, targets } from '#measure/metrics/definitions.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

const labels: Record<Target, string> = {
  answered: 'First response, hours',
  triaged: 'Triage, hours',
  acted: 'Critical feedback acted on, hours',
  criticalBugs: 'Critical bugs addressed, hours',
}

/** Targets of times and the names of NPS bands. */
export default function MetricSettingsPage() {
  const slug = useSlug()
  const query = useQuery({ queryKey: ['metric-settings', slug], queryFn: () => call(getMetricSettings, {}) })
  if (query.error)
    return <Failed error={query.error} title="They could not be read" onRetry={() => void query.refetch()} />
  if (!query.data) return <LoadingRows />
  return <Fields now={query.data} />
}

function Fields({ now }: { now: MetricSettings }) {
  const queries = useQueryClient()
  const canChange = useCan('metrics:write')
  const [draft, setDraft] = useState(now)
  const save = useMutation({
    mutationFn: () => call(putMetricSettings, draft),
    onSuccess: (saved) => {
      setDraft(saved)
      void queries.invalidateQueries()
      toast({ message: 'Saved. The past is judged by them too.' })
    },
  })
  const wrong = fieldErrors(save.error)
  const setBand = (i: number, change: Partial<MetricSettings['npsBands'][number]>) =>
    setDraft({
      ...draft,
      npsBands: draft.npsBands.map((band, at) => (at === i ? { ...band, ...change } : band)),
    })
  return (
    <form
      aria-label="Targets and bands"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <fieldset disabled={!canChange}>
        <Setting
          title="Targets"
          text="In clock hours, up to a week. Health page, Explorer and reports judge by them."
        >
          {targets.map((name) => (
            <Field key={name} label={labels[name]} error={wrong[`targets.${name}`]}>
              <TextInput
                type="number"
                min={1}
                max={168}
                className="w-28"
                value={String(draft.targets[name])}
                onChange={(event) =>
                  setDraft({ ...draft, targets: { ...draft.targets, [name]: Number(event.target.value) } })
                }
              />
            </Field>
          ))}
        </Setting>
        <Setting
          title="Bands of NPS"
          text="What a score is called, from the highest band down; each begins with its number."
        >
          {draft.npsBands.map((band, i) => (
            <div key={band.key} className="row items-end flex-wrap">
              <Field label={`Band ${i + 1}`} error={wrong[`npsBands.${i}.name`]}>
                <TextInput value={band.name} onChange={(event) => setBand(i, { name: event.target.value })} />
              </Field>
              <Field label={band.isAbove ? 'Above' : 'From'} error={wrong[`npsBands.${i}.from`]}>
                <TextInput
                  type="number"
                  min={-100}
                  max={100}
                  className="w-24"
                  disabled={i === draft.npsBands.length - 1}
                  value={String(band.from)}
                  onChange={(event) => setBand(i, { from: Number(event.target.value) })}
                />
              </Field>
            </div>
          ))}
          {save.error && <p className="help text-sla-late">{save.error.message}</p>}
          {canChange && (
            <div>
              <Button type="submit" kind="primary" busy={save.isPending}>
                Save
              </Button>
            </div>
          )}
        </Setting>
      </fieldset>
    </form>
  )
}
