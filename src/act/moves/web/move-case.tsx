import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Case, getCase } from '#act/cases/contract.ts'
import { useCaseChange } from '#act/cases/web/use-cases.ts'
import { type Move, type MovedStep, moveCase, previewMove } from '#act/moves/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Select } from '#platform/web/form.tsx'
import { date, dateTime } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

/** That a newer version is in effect than the case follows, and what would change if it went over. */
export function MoveCase({ one, canWrite }: { one: Case; canWrite: boolean }) {
  const [isOpen, setOpen] = useState(false)
  if (one.status !== 'open' || one.playbookVersion === one.playbookCurrent) return null
  if (isOpen) return <Preview one={one} canWrite={canWrite} onClose={() => setOpen(false)} />
  return (
    <p className="help row flex-wrap">
      This case follows version {one.playbookVersion} of its playbook; new ones follow version{' '}
      {one.playbookCurrent}.
      <Button kind="ghost" onClick={() => setOpen(true)}>
        What would change
      </Button>
    </p>
  )
}

const changeWords: Record<MovedStep['change'], string> = {
  kept: 'stays',
  added: 'new',
  dropped: 'dropped',
  over: 'over',
}

function Preview({ one, canWrite, onClose }: { one: Case; canWrite: boolean; onClose(): void }) {
  const slug = useSlug()
  const [version, setVersion] = useState(one.playbookCurrent)
  const change = useCaseChange(one.id)
  const query = useQuery({
    queryKey: ['case-move', slug, one.id, one.playbookVersion, version],
    queryFn: () => call(previewMove, { caseId: one.id, version: String(version) }),
    placeholderData: (before) => before,
    gcTime: 0,
  })
  const move = query.data
  const go = () =>
    change.mutate(
      {
        run: async () => {
          await call(moveCase, { caseId: one.id, version, from: one.playbookVersion })
          return call(getCase, { caseId: one.id })
        },
        failed: 'The case follows the version it had',
      },
      {
        onSuccess: () => {
          toast({ message: `The case follows version ${version} now.` })
          onClose()
        },
      },
    )
  return (
    <section className="comp" aria-label="Another version of the playbook">
      <div className="body">
        <div className="row flex-wrap">
          <h2 className="sec grow">Go over to</h2>
          {move && (
            <Select
              aria-label="Version"
              className="w-64 flex-none"
              value={String(version)}
              options={move.versions
                .filter((each) => each.version !== one.playbookVersion)
                .map((each) => ({
                  value: String(each.version),
                  label: `Version ${each.version}, ${date(each.savedAt)}${each.isCurrent ? ', in effect' : ''}`,
                }))}
              onChange={(event) => setVersion(Number(event.target.value))}
            />
          )}
        </div>
        {query.error ? (
          <Failed
            error={query.error}
            title="The versions could not be compared"
            onRetry={() => void query.refetch()}
          />
        ) : move ? (
          <Changes move={move} />
        ) : (
          <LoadingBlock height={160} label="Comparing the versions" />
        )}
      </div>
      <div className="cf">
        <span className="grow" />
        <Button onClick={onClose}>Keep version {one.playbookVersion}</Button>
        {canWrite && (
          <Button
            kind="primary"
            busy={change.isPending}
            disabled={!move || one.pausedAt !== null}
            onClick={go}
          >
            Move it to version {version}
          </Button>
        )}
      </div>
    </section>
  )
}

function Changes({ move }: { move: Move }) {
  return (
    <>
      <div className="mt-2 overflow-x-auto">
        <table className="tb">
          <thead>
            <tr>
              <th scope="col">Step</th>
              <th scope="col">Becomes</th>
              <th scope="col">Due as it stands</th>
              <th scope="col">Due by version {move.to}</th>
            </tr>
          </thead>
          <tbody>
            {move.steps.map((step) => (
              <tr key={step.key}>
                <th scope="row" className={step.change === 'over' ? 'font-normal' : 'med'}>
                  {step.title}
                </th>
                <td className={step.change === 'dropped' ? 'text-sla-late' : 'text-ink-2'}>
                  {step.change === 'over' ? step.state : changeWords[step.change]}
                </td>
                <td className="num text-ink-2">{dueWords(step.dueBefore, step.ruleBefore)}</td>
                <td className={`num ${step.dueBefore === step.dueAfter ? 'text-ink-2' : 'med'}`}>
                  {dueWords(step.dueAfter, step.ruleAfter)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {move.endsAtOnce && (
        <p className="mt-2 text-sla-late">
          What ends the case by this version is done already: it ends at once.
        </p>
      )}
    </>
  )
}

const dueWords = (due: string | null, rule: string | null) => (due ? dateTime(due) : (rule ?? ''))
