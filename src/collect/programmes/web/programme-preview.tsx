import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  listProgrammePeople,
  type Programme,
  previewProgramme,
  runProgramme,
} from '#collect/programmes/contract.ts'
import { waveTriggers } from '#collect/programmes/rules.ts'
import { AskAgain, isReasoned } from '#collect/surveys/waves/web/ask-again.tsx'
import { RecipientCounts } from '#collect/surveys/waves/web/recipient-counts.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Dialog } from '#platform/web/dialog.tsx'
import { plural } from '#platform/web/format.ts'
import { useGo, useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

/** Who would be asked if it were set off now, who would not and why; and the press that asks an audience. */
export function ProgrammePreview({ programme }: { programme: Programme }) {
  const slug = useSlug()
  const canManage = useCan('surveys:manage')
  const [override, setOverride] = useState<string>()
  const [sending, setSending] = useState(false)
  const isOverride = override !== undefined
  const asked = { programmeId: programme.id, ...(isOverride && { override: 'true' }) }
  const counts = useQuery({
    queryKey: ['programme-recipients', slug, programme, isOverride],
    queryFn: () => call(previewProgramme, asked),
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
  const { people } = counts.data
  const isWave = waveTriggers.includes(programme.trigger)
  const canAsk = isWave && canManage
  return (
    <>
      <RecipientCounts
        counts={counts.data}
        title={isWave ? 'Who would be asked now' : 'Whom it could ask now'}
        reachedTitle="Who would be asked"
        people={{
          key: [programme.id, isOverride],
          load: (query, options) => call(listProgrammePeople, { ...asked, ...query }, options),
        }}
        after={<AskAgain counts={counts.data} canSend={canAsk} reason={override} onChange={setOverride} />}
      >
        {!isWave && <p className="help mt-2">One by one, as something happens to them.</p>}
        {canAsk && (
          <div className="mt-4">
            <Button
              kind="primary"
              disabled={people === 0 || counts.isPlaceholderData || !isReasoned(override)}
              onClick={() => setSending(true)}
            >
              Ask {plural(people, 'person', 'people')} now
            </Button>
          </div>
        )}
      </RecipientCounts>
      <RunNow
        programme={programme}
        people={people}
        overrideReason={override}
        open={sending}
        onClose={() => setSending(false)}
      />
    </>
  )
}

function RunNow({
  programme,
  people,
  overrideReason,
  open,
  onClose,
}: {
  programme: Programme
  people: number
  overrideReason: string | undefined
  open: boolean
  onClose(): void
}) {
  const what = {
    mail: 'mail',
    sms: 'text message',
    either: 'mail or text message',
    in_app: 'card in the product',
    phone: 'call to make',
  }[programme.channel]
  const go = useGo()
  const queries = useQueryClient()
  const run = useMutation({
    mutationFn: () =>
      call(runProgramme, { programmeId: programme.id, people, ...(overrideReason && { overrideReason }) }),
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
              ? `Each gets one ${what} on their next weekday morning.`
              : `Each gets one ${what} now.`}{' '}
            What has not left can be stopped on the wave.
          </p>
          {overrideReason && <p className="mt-2">Asked again because: {overrideReason}</p>}
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
