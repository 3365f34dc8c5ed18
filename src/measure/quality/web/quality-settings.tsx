import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { archiveCheck, type CheckFigures, changeCheck, getQuality } from '#measure/quality/contract.ts'
import { OwnCheckForm } from '#measure/quality/web/own-check-form.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Switch, TextInput } from '#platform/web/form.tsx'
import { Go, useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** Targets of the checks, which are watched, and checks of one's own. */
export default function QualitySettings() {
  const slug = useSlug()
  const canWrite = useCan('metrics:write')
  const query = useQuery({ queryKey: ['quality', slug, 'week'], queryFn: () => call(getQuality, {}) })
  if (query.error)
    return (
      <Failed error={query.error} title="The checks could not be read" onRetry={() => void query.refetch()} />
    )
  if (!query.data) return <LoadingRows rows={6} />
  const { checks } = query.data
  return (
    <>
      <Setting
        title="Targets"
        text="The share that has to be in time, in per cent. A check that is not watched is counted all the same and left out of the page."
      >
        <ul>
          {checks.map((check) => (
            <TargetRow key={`${check.key} ${check.target}`} check={check} canWrite={canWrite} />
          ))}
        </ul>
      </Setting>
      <Setting
        title="A check of your own"
        text="Of which items or cases, within what time, and what ends it. It counts what is there already, too. A rule is never changed: archive the check and make another, so that past figures keep their meaning."
      >
        {canWrite ? <OwnCheckForm /> : <p className="help">Managers make checks.</p>}
      </Setting>
    </>
  )
}

function TargetRow({ check, canWrite }: { check: CheckFigures; canWrite: boolean }) {
  const queries = useQueryClient()
  const slug = useSlug()
  const [target, setTarget] = useState(String(check.target))
  const done = (message: string) => {
    void queries.invalidateQueries({ queryKey: ['quality', slug] })
    toast({ message })
  }
  const save = useMutation({
    mutationFn: (change: { target?: number; isOn?: boolean }) =>
      call(changeCheck, { key: check.key, ...change }),
    onSuccess: (saved) => done(`${saved.name}: ${saved.isOn ? `target ${saved.target} %` : 'not watched'}.`),
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
  const archive = useMutation({
    mutationFn: () => call(archiveCheck, { key: check.key }),
    onSuccess: () => done(`“${check.name}” counts no longer. What it counted stays.`),
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
  const keep = () => {
    const next = Number(target)
    if (next !== check.target && next >= 1 && next <= 100) save.mutate({ target: next })
    else setTarget(String(check.target))
  }
  return (
    <li className="flex min-h-10 items-center gap-3 border-b border-line py-1">
      <Go to={`quality/${check.key}`} className="grow min-w-0">
        {check.name}
      </Go>
      {check.isOwn && canWrite && (
        <Button kind="ghost" size="sm" busy={archive.isPending} onClick={() => archive.mutate()}>
          Archive
        </Button>
      )}
      <span className="row flex-none gap-1">
        <TextInput
          type="number"
          aria-label={`Target of ${check.name}, per cent`}
          className="w-16 text-end"
          min={1}
          max={100}
          value={target}
          disabled={!canWrite}
          onChange={(event) => setTarget(event.target.value)}
          onBlur={keep}
          onKeyDown={(event) => event.key === 'Enter' && keep()}
        />
        <span className="muted">%</span>
      </span>
      <Switch
        label={<span className="vh">{`Watch ${check.name}`}</span>}
        checked={check.isOn}
        disabled={!canWrite}
        onChange={(isOn) => save.mutate({ isOn })}
      />
    </li>
  )
}
