import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Survey } from '#collect/surveys/contract.ts'
import type { WaveWay } from '#collect/surveys/rules.ts'
import { listRecipients, previewRecipients } from '#collect/surveys/waves/contract.ts'
import { AskAgain, isReasoned } from '#collect/surveys/waves/web/ask-again.tsx'
import { AudienceChoice, useAudience } from '#collect/surveys/waves/web/audience.tsx'
import { CallerChoice } from '#collect/surveys/waves/web/caller-choice.tsx'
import { ChannelChoice } from '#collect/surveys/waves/web/channel-choice.tsx'
import { RecipientCounts } from '#collect/surveys/waves/web/recipient-counts.tsx'
import { SendWave } from '#collect/surveys/waves/web/send-wave.tsx'
import { usualChoices, WaveChoiceFields } from '#collect/surveys/waves/web/wave-choices.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { plural } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'

/** Who would get the survey if it were sent now, who would not and why, and the press that sends it. */
export function Recipients({ survey }: { survey: Survey }) {
  const slug = useSlug()
  const canSend = useCan('surveys:manage')
  const { workspace } = useSession()
  const [override, setOverride] = useState<string>()
  const [sending, setSending] = useState(false)
  const isOverride = override !== undefined
  const audience = useAudience()
  const [channel, setChannel] = useState<WaveWay>('mail')
  const [callerId, setCallerId] = useState<string>()
  const [choices, setChoices] = useState(usualChoices)
  const canRemind = channel !== 'in_app' && channel !== 'phone'
  const asked = {
    channel,
    ...(audience.segments && { segments: audience.segments }),
    ...(isOverride && { override: 'true' }),
    ...(choices.activeOnly && { activeOnly: 'true' as const }),
    ...(choices.samplePercent < 100 && { samplePercent: choices.samplePercent }),
  }
  const counts = useQuery({
    queryKey: ['recipients', slug, survey.id, asked],
    queryFn: () => call(previewRecipients, { surveyId: survey.id, ...asked }),
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
  const { people, considered } = counts.data
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
  return (
    <>
      <AudienceChoice audience={audience} />
      <ChannelChoice surveyId={survey.id} channel={channel} onChange={setChannel} />
      {channel === 'phone' && (
        <section>
          <CallerChoice callerId={callerId} onChange={setCallerId} />
        </section>
      )}
      <WaveChoiceFields choices={choices} canRemind={canRemind} onChange={setChoices} />
      <RecipientCounts
        counts={counts.data}
        title="Who would get it if sent now"
        reachedTitle="Who would get it"
        people={{
          key: [survey.id, asked],
          load: (query, options) =>
            call(listRecipients, { surveyId: survey.id, ...asked, ...query }, options),
        }}
        after={<AskAgain counts={counts.data} canSend={canSend} reason={override} onChange={setOverride} />}
      >
        {canSend && (
          <div className="mt-4 grid gap-2">
            <Button
              kind="primary"
              disabled={people === 0 || counts.isPlaceholderData || !isReasoned(override)}
              onClick={() => setSending(true)}
            >
              Send to {plural(people, 'person', 'people')}
            </Button>
            {workspace.isDemo && (
              <p className="help">This is a demo workspace: everything is written and nothing leaves.</p>
            )}
          </div>
        )}
      </RecipientCounts>
      <SendWave
        survey={survey}
        counts={counts.data}
        audience={audience}
        channel={channel}
        callerId={callerId}
        choices={canRemind ? choices : { ...choices, reminderDays: 0 }}
        overrideReason={override}
        open={sending}
        onClose={() => setSending(false)}
      />
    </>
  )
}
