import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  listProgrammePeople,
  type Programme,
  previewProgramme,
  runProgramme,
} from '#collect/programmes/contract.ts'
import { waveTriggers } from '#collect/programmes/rules.ts'
import type { ExclusionReason } from '#collect/surveys/rules.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Dialog, SidePanel } from '#platform/web/dialog.tsx'
import { count, plural } from '#platform/web/format.ts'
import { Go, useGo, useSlug } from '#platform/web/go.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingBlock, LoadingRows } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** Who would be asked if it were set off now, who would not and why; and the press that asks an audience. */
export function ProgrammePreview({ programme }: { programme: Programme }) {
  const slug = useSlug()
  const canManage = useCan('surveys:manage')
  const [shown, show] = useState<ExclusionReason | 'reached'>()
  const [sending, setSending] = useState(false)
  const counts = useQuery({
    queryKey: ['programme-recipients', slug, programme],
    queryFn: () => call(previewProgramme, { programmeId: programme.id }),
  })
  if (counts.error)
    return (
      <Failed
        error={counts.error}
        title="The recipients could not be counted"
        onRetry={() => void counts.refetch()}
      />
    )
  if (!counts.data) return <LoadingBlock height={240} />
  const { considered, people, accounts, excluded, reasons } = counts.data
  const isWave = waveTriggers.includes(programme.trigger)
  return (
    <>
      <section>
        <div className="row">
          <h2 className="grow font-semibold">
            {isWave ? 'Who would be asked now' : 'Whom it could ask now'}
          </h2>
          <span className="help num">of {count(considered)}</span>
        </div>
        <p className="nx num mt-1 mb-2">
          <button type="button" className="n" onClick={() => show('reached')}>
            {count(people)}
          </button>{' '}
          {people === 1 ? 'person' : 'people'} at {plural(accounts, 'account')}
        </p>
        {!isWave && <p className="help">One by one, as something happens to them.</p>}
        {isWave && canManage && (
          <Button kind="primary" disabled={people === 0} onClick={() => setSending(true)}>
            Ask {plural(people, 'person', 'people')} now
          </Button>
        )}
      </section>
      <section>
        <h3 className="mb-1 font-semibold">
          {excluded === 0 ? 'Nobody is left out' : `${count(excluded)} would not, and why`}
        </h3>
        <ul>
          {reasons.map((one) => (
            <li key={one.reason} className="flex gap-3 border-b border-line py-1.5 last:border-0">
              <button
                type="button"
                className="n num w-10 flex-none text-end"
                onClick={() => show(one.reason)}
                aria-label={`${one.people}: ${one.why}`}
              >
                {count(one.people)}
              </button>
              <span>
                {one.why}
                <span className="help block">{one.hint}</span>
              </span>
            </li>
          ))}
        </ul>
        <p className="help mt-2">Counted again when it asks.</p>
      </section>
      <SidePanel
        open={shown !== undefined}
        onClose={() => show(undefined)}
        title={
          shown === 'reached'
            ? 'Who would be asked'
            : (reasons.find((one) => one.reason === shown)?.why ?? 'Left out')
        }
      >
        {shown && <People programmeId={programme.id} shown={shown} />}
      </SidePanel>
      <RunNow programme={programme} people={people} open={sending} onClose={() => setSending(false)} />
    </>
  )
}

function People({ programmeId, shown }: { programmeId: string; shown: ExclusionReason | 'reached' }) {
  const query = usePages(['programme-people', programmeId, shown], (from, options) =>
    call(
      listProgrammePeople,
      { programmeId, limit: 50, ...(shown !== 'reached' && { reason: shown }), ...from },
      options,
    ),
  )
  if (query.error)
    return (
      <Failed
        error={query.error}
        title="The people could not be listed"
        onRetry={() => void query.refetch()}
      />
    )
  if (query.isPending) return <LoadingRows rows={4} />
  return (
    <>
      <ul>
        {query.rows.map((person) => (
          <li key={person.contactId} className="border-b border-line py-1.5">
            <Go to={`contacts/${person.contactId}`} className="med hover:underline">
              {person.name ?? person.email ?? 'Unnamed contact'}
            </Go>
            <span className="help block">
              {[person.name && person.email, person.accountName].filter(Boolean).join(', ')}
            </span>
          </li>
        ))}
      </ul>
      <Pager
        hasMore={!!query.hasNextPage}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  )
}

function RunNow({
  programme,
  people,
  open,
  onClose,
}: {
  programme: Programme
  people: number
  open: boolean
  onClose(): void
}) {
  const go = useGo()
  const queries = useQueryClient()
  const run = useMutation({
    mutationFn: () => call(runProgramme, { programmeId: programme.id, people }),
    onSuccess: async (wave) => {
      onClose()
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => /^(programme|wave|recipient)/.test(String(queryKey[0])),
      })
      toast({ message: `${plural(people, 'person is', 'people are')} being asked.` })
      go(`waves/${wave.id}`)
    },
    onError: () => void queries.invalidateQueries({ queryKey: ['programme-recipients'] }),
  })
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={`Ask ${plural(people, 'person', 'people')} now`}
      description={
        <>
          <p>
            {programme.timing === 'mornings'
              ? 'Each gets one mail on their next weekday morning.'
              : 'Each gets one mail now.'}{' '}
            What has not left can be stopped on the wave.
          </p>
          {run.error && (
            <p className="mt-2 text-sla-late" role="alert">
              {run.error.message}
            </p>
          )}
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>Do not ask</Button>
          <Button kind="primary" busy={run.isPending} onClick={() => run.mutate()}>
            Ask {plural(people, 'person', 'people')}
          </Button>
        </>
      }
    />
  )
}
