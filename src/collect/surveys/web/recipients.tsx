import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type Recipients as Counts,
  listRecipients,
  previewRecipients,
  type Survey,
} from '#collect/surveys/contract.ts'
import type { ExclusionReason } from '#collect/surveys/rules.ts'
import { AudienceChoice, useAudience } from '#collect/surveys/web/audience.tsx'
import { SendWave } from '#collect/surveys/web/send-wave.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'
import { count, plural } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'
import { Failed, LoadingBlock, LoadingRows } from '#platform/web/states.tsx'

type Shown = ExclusionReason | 'reached'

/** Who would get the survey if it were sent now, who would not and why, and the press that sends it. */
export function Recipients({ survey }: { survey: Survey }) {
  const slug = useSlug()
  const canSend = useCan('surveys:manage')
  const { workspace } = useSession()
  const [override, setOverride] = useState<string>()
  const [shown, show] = useState<Shown>()
  const [sending, setSending] = useState(false)
  const isOverride = override !== undefined
  const audience = useAudience()
  const counts = useQuery({
    queryKey: ['recipients', slug, survey.id, isOverride, audience.segments],
    queryFn: () =>
      call(previewRecipients, {
        surveyId: survey.id,
        ...(audience.segments && { segments: audience.segments }),
        ...(isOverride && { override: 'true' }),
      }),
    placeholderData: keepPreviousData,
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
  const { people, accounts, considered, excluded, reasons } = counts.data
  if (considered === 0 && audience.segments)
    return (
      <>
        <AudienceChoice audience={audience} />
        <section>
          <h2 className="font-semibold">Nobody to ask in this audience</h2>
          <p className="mt-1">No account of the segment has people with it. Choose another audience.</p>
        </section>
      </>
    )
  if (considered === 0)
    return (
      <section>
        <h2 className="font-semibold">Nobody to ask yet</h2>
        <p className="mt-1">
          People come with feedback that names them, or from a{' '}
          <Go to="imports" className="link">
            file of contacts
          </Go>
          .
        </p>
      </section>
    )
  const isThrottled = reasons.some((one) => one.reason === 'asked_recently')
  return (
    <>
      <AudienceChoice audience={audience} />
      <section>
        <div className="row">
          <h2 className="grow font-semibold">Who would get it if sent now</h2>
          <span className="help num">of {count(considered)}</span>
        </div>
        <p className="nx num mt-1 mb-2">
          <button type="button" className="n" onClick={() => show('reached')}>
            {count(people)}
          </button>{' '}
          {people === 1 ? 'person' : 'people'} at {plural(accounts, 'account')}
        </p>
        <ShareBar counts={counts.data} />
        {canSend && (
          <div className="mt-4 grid gap-2">
            <Button
              kind="primary"
              disabled={
                people === 0 || counts.isPlaceholderData || (isOverride && override.trim().length < 3)
              }
              onClick={() => setSending(true)}
            >
              Send to {plural(people, 'person', 'people')}
            </Button>
            {workspace.isDemo && (
              <p className="help">This is a demo workspace: the mails are written and none of them leaves.</p>
            )}
          </div>
        )}
      </section>
      <section>
        <h3 className="mb-1 font-semibold">
          {excluded === 0 ? 'Nobody is left out' : `${count(excluded)} will not, and why`}
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
        <p className="help mt-2">
          Counted again at each send.{' '}
          {canSend && isThrottled && !isOverride && (
            <button type="button" className="link" onClick={() => setOverride('')}>
              Ask them again, with a reason
            </button>
          )}
        </p>
        {isOverride && (
          <div className="mt-2 grid gap-2">
            <Field
              label="Why they are asked again within 30 days"
              help="Kept with the wave: a service change, a complex issue."
            >
              <TextInput
                value={override}
                maxLength={300}
                autoFocus
                onChange={(event) => setOverride(event.target.value)}
              />
            </Field>
            <div>
              <Button kind="ghost" size="sm" onClick={() => setOverride(undefined)}>
                Leave them out again
              </Button>
            </div>
          </div>
        )}
      </section>
      <SidePanel
        open={shown !== undefined}
        onClose={() => show(undefined)}
        title={
          shown === 'reached'
            ? 'Who would get it'
            : (reasons.find((one) => one.reason === shown)?.why ?? 'Left out')
        }
      >
        {shown && (
          <People surveyId={survey.id} shown={shown} isOverride={isOverride} segments={audience.segments} />
        )}
      </SidePanel>
      <SendWave
        survey={survey}
        counts={counts.data}
        audience={audience}
        overrideReason={override}
        open={sending}
        onClose={() => setSending(false)}
      />
    </>
  )
}

function ShareBar({ counts }: { counts: Counts }) {
  return (
    <svg
      className="block h-2 w-full"
      viewBox="0 0 100 8"
      preserveAspectRatio="none"
      role="img"
      aria-label={`${counts.people} get it, ${counts.excluded} do not`}
    >
      <rect width="100" height="8" fill="var(--line-strong)" />
      <rect width={(100 * counts.people) / counts.considered} height="8" fill="var(--accent)" />
    </svg>
  )
}

function People({
  surveyId,
  shown,
  isOverride,
  segments,
}: {
  surveyId: string
  shown: Shown
  isOverride: boolean
  segments: string[] | undefined
}) {
  const slug = useSlug()
  const list = useQuery({
    queryKey: ['recipient-people', slug, surveyId, shown, isOverride, segments],
    queryFn: () =>
      call(listRecipients, {
        surveyId,
        limit: 100,
        ...(segments && { segments }),
        ...(shown !== 'reached' && { reason: shown }),
        ...(isOverride && { override: 'true' }),
      }),
  })
  if (list.error)
    return (
      <Failed error={list.error} title="The people could not be listed" onRetry={() => void list.refetch()} />
    )
  if (!list.data) return <LoadingRows rows={4} />
  return (
    <>
      <ul>
        {list.data.data.map((person) => (
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
      {list.data.nextCursor && <p className="help mt-2">The first 100 are shown. The API lists them all.</p>}
    </>
  )
}
