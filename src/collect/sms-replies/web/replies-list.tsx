import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  dismissSmsReply,
  fileSmsReply,
  listSmsReplies,
  type SmsReply,
} from '#collect/sms-replies/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Segments } from '#platform/web/form.tsx'
import { said } from '#platform/web/format.ts'
import { Go, useAddress } from '#platform/web/go.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'
import { usePages } from '#platform/web/use-pages.ts'

const stateWords: Record<SmsReply['state'], string> = {
  received: 'being read',
  stop: 'stopped text messages',
  start: 'started them again',
  help: 'asked for help',
  answer: 'an answer to the survey',
  case: 'on their case',
  feedback: 'an item in the inbox',
  quiet: 'kept, changes nothing',
  held: 'waits for you',
  dismissed: 'put away',
}

/** What people wrote back, and what became of each; what fits nowhere is decided here. */
export function RepliesList() {
  const [search, setSearch] = useAddress()
  const which = search.which === 'held' ? 'held' : 'all'
  const list = usePages(['sms-replies', which], (from, options) =>
    call(
      listSmsReplies,
      { limit: 30, ...(which === 'held' && { state: 'held' as const }), ...from },
      options,
    ),
  )
  return (
    <>
      <div className="mb-3">
        <Segments
          label="Which"
          value={which}
          onChange={(value) => setSearch({ which: value === 'all' ? undefined : value })}
          options={[
            { value: 'all', label: 'All' },
            { value: 'held', label: 'Waiting for you' },
          ]}
        />
      </div>
      {list.error ? (
        <Failed
          error={list.error}
          title="The replies could not be read"
          onRetry={() => void list.refetch()}
        />
      ) : list.isPending ? (
        <LoadingRows rows={4} />
      ) : list.rows.length === 0 ? (
        <Empty title={which === 'held' ? 'No reply waits for you' : 'Nobody has written back yet'} tall>
          STOP is obeyed at once, a number answers the survey, and what people write becomes an item or joins
          their case.
        </Empty>
      ) : (
        <ol className="max-w-[60rem]">
          {list.rows.map((reply) => (
            <li key={reply.id} className="border-b border-line py-3">
              <Reply reply={reply} />
            </li>
          ))}
        </ol>
      )}
      <Pager
        hasMore={!!list.hasNextPage}
        loading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </>
  )
}

function Reply({ reply }: { reply: SmsReply }) {
  const queries = useQueryClient()
  const canWrite = useCan('feedback:write')
  const decide = useMutation({
    mutationFn: (verb: 'file' | 'dismiss') =>
      call(verb === 'file' ? fileSmsReply : dismissSmsReply, { replyId: reply.id }),
    onSuccess: async (_, verb) => {
      await queries.invalidateQueries({ queryKey: ['sms-replies'] })
      toast({ message: verb === 'file' ? 'It is an item in the inbox.' : 'The reply is put away.' })
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
  const to = reply.caseId
    ? `cases/${reply.caseId}`
    : reply.feedbackId
      ? `inbox/${reply.feedbackId}`
      : undefined
  return (
    <article aria-label={`From ${reply.contact?.name ?? reply.from}`}>
      <div className="row flex-wrap items-baseline">
        {reply.contact ? (
          <Go to={`contacts/${reply.contact.id}`} className="med hover:underline">
            {reply.contact.name}
          </Go>
        ) : (
          <span className="med num">{reply.from}</span>
        )}
        {to ? (
          <Go to={to} className="tag">
            {stateWords[reply.state]}
          </Go>
        ) : (
          <span className="tag">{stateWords[reply.state]}</span>
        )}
        <span className="grow" />
        <span className="help num">{said(reply.receivedAt)}</span>
      </div>
      <p className="mt-1 break-words whitespace-pre-wrap" dir="auto">
        {reply.words || <span className="text-ink-2">No words</span>}
      </p>
      {reply.why && <p className="help mt-1">{reply.why}</p>}
      {reply.state === 'held' && (
        <div className="row mt-2 flex-wrap">
          <Slot name="sms.actions" replyId={reply.id} contactId={reply.contact?.id ?? null} />
          {canWrite && (
            <>
              <Button size="sm" busy={decide.isPending} onClick={() => decide.mutate('file')}>
                Make an item of it
              </Button>
              <Button size="sm" kind="ghost" busy={decide.isPending} onClick={() => decide.mutate('dismiss')}>
                Put away
              </Button>
            </>
          )}
        </div>
      )}
    </article>
  )
}
