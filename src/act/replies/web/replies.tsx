import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { addSender, listReplies, type Reply } from '#act/replies/contract.ts'
import { MailWords } from '#collect/mailbox/web/mail-words.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { said } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

interface Props {
  about: { case?: string; feedback?: string }
  /** When the case ended; what came later says so. */
  endedAt?: string | null
}

/** What the customer answered by mail, newest first; the newest is open to read. */
export function Replies({ about, endedAt }: Props) {
  const slug = useSlug()
  const list = useQuery({
    queryKey: ['replies', slug, about],
    queryFn: () => call(listReplies, { ...about, limit: 50 }),
    refetchInterval: 20_000,
  })
  if (list.error)
    return (
      <Failed
        error={list.error}
        title="The answers could not be loaded"
        onRetry={() => void list.refetch()}
      />
    )
  const replies = list.data?.data ?? []
  if (replies.length === 0) return null
  const newest = replies.find((reply) => reply.state === 'case')
  return (
    <section aria-label="Answers by mail">
      <h2 className="sec">Answers by mail</h2>
      <ol className="mt-1.5">
        {replies.map((reply) => (
          <li key={reply.id} className="border-b border-line py-2">
            <ReplyLine
              reply={reply}
              isOpen={reply.id === newest?.id}
              isAfterEnd={endedAt != null && reply.state === 'case' && reply.receivedAt > endedAt}
            />
          </li>
        ))}
      </ol>
    </section>
  )
}

function ReplyLine({ reply, isOpen, isAfterEnd }: { reply: Reply; isOpen: boolean; isAfterEnd: boolean }) {
  const who = reply.from.name || reply.contact?.name || reply.from.address || 'Somebody'
  const isQuiet = reply.state === 'quiet'
  return (
    <details open={isOpen}>
      <summary className="row cursor-pointer list-none flex-wrap">
        <Icon name="mail" small className="text-ink-3" />
        <span className={isQuiet ? 'text-ink-2' : 'med'}>{who}</span>
        <span className="cut min-w-0 grow text-ink-2">
          {isQuiet ? reply.subject : reply.words.slice(0, 200)}
        </span>
        {isAfterEnd && <span className="tag">After the case had ended</span>}
        {reply.proof?.isProven === false && <span className="tag">Sender not proven</span>}
        {reply.isOtherSender && <span className="tag">From another address</span>}
        {isQuiet && <span className="tag">{quietLabel(reply)}</span>}
        <span className="xs text-ink-2">{said(reply.receivedAt)}</span>
      </summary>
      <div className="mt-1.5 ps-5">
        <Sender reply={reply} />
        <MailWords mail={reply} />
      </div>
    </details>
  )
}

function quietLabel(reply: Reply): string {
  if (reply.reason === 'bounced') return 'Came back'
  if (reply.reason === 'delayed') return 'Delayed'
  return reply.reason === 'answer' ? 'Answer to an invitation' : 'Automatic'
}

/** Who sent it, where that is not the person of the case, and the press that makes it so. */
function Sender({ reply }: { reply: Reply }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const canWrite = useCan('contacts:write')
  const add = useMutation({
    mutationFn: () => call(addSender, { inboundId: reply.id }),
    onSuccess: () => {
      toast({ message: `${reply.from.address} belongs to the contact now.` })
      for (const key of ['replies', 'case', 'contact'])
        void queries.invalidateQueries({ queryKey: [key, slug] })
    },
    onError: (error) => toastError(error, 'The address was not added'),
  })
  if (!reply.isOtherSender) return null
  return (
    <p className="row mb-1.5 flex-wrap text-ink-2">
      <span>
        Sent from {reply.from.address}
        {reply.contact && (
          <>
            , the address of{' '}
            <Go to={`contacts/${reply.contact.id}`} className="link">
              {reply.contact.name}
            </Go>
          </>
        )}
        .
      </span>
      {reply.canAddSender && canWrite && (
        <Button size="sm" busy={add.isPending} onClick={() => add.mutate()}>
          Add to the contact
        </Button>
      )}
    </p>
  )
}
