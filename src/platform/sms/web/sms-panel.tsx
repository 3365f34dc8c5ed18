import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { cancelSms, getSms, retrySms, type SmsMessage } from '#platform/sms/contract.ts'
import { lengthWords } from '#platform/sms/web/length-words.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { dateTime } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { Panel } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** One text message: where it stands and why, its words and length, and what a person may do about it. */
export function SmsPanel({ smsId, onClose }: { smsId: string; onClose(): void }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const canWrite = useCan('mail:write')
  const message = useQuery({
    queryKey: ['sms', slug, smsId],
    queryFn: () => call(getSms, { smsId }),
    refetchInterval: 15_000,
  })
  const act = useMutation({
    mutationFn: (verb: 'retry' | 'cancel') => call(verb === 'retry' ? retrySms : cancelSms, { smsId }),
    onSuccess: async (now, verb) => {
      queries.setQueryData(['sms', slug, smsId], now)
      await queries.invalidateQueries({ predicate: ({ queryKey }) => /^sms-/.test(String(queryKey[0])) })
      toast({
        message:
          verb === 'retry' ? 'The text message is queued again.' : 'The text message will not be sent.',
      })
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
  const one = message.data
  return (
    <Panel
      label={one ? `Text message to ${one.contactName ?? one.to}` : 'Text message'}
      head={one ? dateTime(one.queuedAt) : ''}
      onClose={onClose}
      footer={
        one && canWrite && (one.canRetry || one.canCancel) ? (
          <>
            {one.canRetry && (
              <Button busy={act.isPending} onClick={() => act.mutate('retry')}>
                {one.state === 'uncertain'
                  ? 'Send again, may arrive twice'
                  : one.state === 'failed'
                    ? 'Send again'
                    : 'Send now'}
              </Button>
            )}
            {one.canCancel && (
              <Button busy={act.isPending} onClick={() => act.mutate('cancel')}>
                Do not send
              </Button>
            )}
          </>
        ) : undefined
      }
    >
      {message.error ? (
        <Failed
          error={message.error}
          title="The text message could not be read"
          onRetry={() => void message.refetch()}
        />
      ) : one ? (
        <Words one={one} />
      ) : (
        <LoadingBlock height={300} />
      )}
    </Panel>
  )
}

function Words({ one }: { one: SmsMessage }) {
  return (
    <div className="grid gap-3">
      <dl className="kv">
        <dt>Stands</dt>
        <dd>
          <span className="med">{one.standing.state}</span>
          {one.standing.why && <span className="block text-ink-2">{one.standing.why}</span>}
          {one.state === 'deferred' && (
            <span className="help block">
              next try {dateTime(one.dueAt)}, tried {one.attempts} times
            </span>
          )}
          {one.state === 'queued' && one.reason && (
            <span className="help block">due {dateTime(one.dueAt)}</span>
          )}
        </dd>
        <dt>To</dt>
        <dd className="break-words">
          {one.contactId && (
            <>
              <Go to={`contacts/${one.contactId}`} className="link">
                {one.contactName ?? one.to}
              </Go>{' '}
            </>
          )}
          <span className="num">{one.to}</span>
        </dd>
        <dt>Length</dt>
        <dd className="num">{lengthWords(one)}</dd>
        {one.deliveredAt && (
          <>
            <dt>Delivered</dt>
            <dd className="num">{dateTime(one.deliveredAt)}</dd>
          </>
        )}
        {one.providerReply && (
          <>
            <dt>Provider said</dt>
            <dd className="break-words">
              <code>{one.providerReply}</code>
            </dd>
          </>
        )}
      </dl>
      {!one.showsLinks && (
        <p className="help">Personal links are hidden: they answer in the person’s name.</p>
      )}
      <p className="rounded-2 border border-line p-3 text-lg whitespace-pre-wrap wrap-anywhere" dir="auto">
        {one.text}
      </p>
    </div>
  )
}
