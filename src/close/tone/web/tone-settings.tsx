import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { getToneChecklist, putToneChecklist, type ToneChecklist } from '#close/tone/contract.ts'
import { defaultPoints, signWords } from '#close/tone/rules.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Checkbox, Select, TextInput } from '#platform/web/form.tsx'
import { plural } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'
import { type ToneSign, toneSigns } from '#text/tone/tone.ts'

/** What a good reply does here, point by point. */
export function ToneSettings() {
  const slug = useSlug()
  const query = useQuery({
    queryKey: ['tone-checklist', slug],
    queryFn: () => call(getToneChecklist, {}),
  })
  if (query.error)
    return (
      <Failed
        error={query.error}
        title="The tone checklist could not be read"
        onRetry={() => void query.refetch()}
      />
    )
  if (!query.data) return <LoadingRows />
  return <Points now={query.data} />
}

const ways = [
  { value: '', label: 'ticked by the writer' },
  ...toneSigns.map((sign) => ({ value: sign, label: `sees ${signWords[sign]}` })),
]

function Points({ now }: { now: ToneChecklist }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const canChange = useCan('settings:manage')
  const [list, setList] = useState(now)
  const { points } = list
  const setPoints = (next: ToneChecklist['points']) => setList({ ...list, points: next })
  const change = (at: number, part: Partial<ToneChecklist['points'][number]>) =>
    setPoints(points.map((point, i) => (i === at ? { ...point, ...part } : point)))
  const save = useMutation({
    mutationFn: () => call(putToneChecklist, list),
    onSuccess: (saved) => {
      setList(saved)
      queries.setQueryData(['tone-checklist', slug], saved)
      toast({ message: `${plural(saved.points.length, 'point')} kept.` })
    },
    onError: (error) => toastError(error, 'The list was not saved'),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Setting
      title="Tone of replies"
      text="What a good reply does. It stands under every reply while it is written; what the text shows is ticked by itself, and what was ticked is kept with the update."
    >
      <form onSubmit={submit} className="grid gap-3">
        <ol className="grid gap-2" aria-label="Points">
          {points.map((point, at) => (
            <li key={point.key} className="row flex-wrap">
              <TextInput
                aria-label={`Point ${at + 1}`}
                className="min-w-0 flex-1 basis-64"
                required
                maxLength={120}
                value={point.text}
                disabled={!canChange}
                onChange={(event) => change(at, { text: event.target.value })}
              />
              <Select
                aria-label={`How point ${at + 1} is ticked`}
                className="w-56"
                value={point.sees ?? ''}
                options={ways}
                disabled={!canChange}
                onChange={(event) => change(at, { sees: (event.target.value || null) as ToneSign | null })}
              />
              {canChange && (
                <Button
                  kind="ghost"
                  icon="close"
                  aria-label={`Remove point ${at + 1}`}
                  onClick={() => setPoints(points.filter((_, i) => i !== at))}
                />
              )}
            </li>
          ))}
        </ol>
        {points.length === 0 && (
          <p className="help">No point is on the list, so none stands under replies.</p>
        )}
        <Checkbox
          label="A reply leaves only when every point is ticked"
          help="Otherwise the list reminds and keeps nothing back."
          checked={list.mustBeWhole}
          disabled={!canChange}
          onChange={(event) => setList({ ...list, mustBeWhole: event.target.checked })}
        />
        {canChange && (
          <div className="row flex-wrap">
            <Button type="submit" kind="primary" busy={save.isPending}>
              Save
            </Button>
            <Button
              icon="plus"
              disabled={points.length >= 20}
              onClick={() => setPoints([...points, { key: newKey(points), text: '', sees: null }])}
            >
              New point
            </Button>
            <Button kind="ghost" onClick={() => setPoints([...defaultPoints])}>
              Back to the list that came with it
            </Button>
          </div>
        )}
      </form>
    </Setting>
  )
}

/** A key that no point of the list has. */
function newKey(points: ToneChecklist['points']): string {
  let number = points.length + 1
  while (points.some(({ key }) => key === `point-${number}`)) number += 1
  return `point-${number}`
}
