import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { cancelMail, getMail, getMailHtml, type Mail, retryMail } from '#platform/mail/contract.ts'
import { addressOf, call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Segments } from '#platform/web/form.tsx'
import { dateTime } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { Panel } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** One mail: where it stands and why, its words, and what a person may do about it. */
export function MailPanel({ mailId, onClose }: { mailId: string; onClose(): void }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const canWrite = useCan('mail:write')
  const mail = useQuery({ queryKey: ['mail', slug, mailId], queryFn: () => call(getMail, { mailId }) })
  const act = useMutation({
    mutationFn: (verb: 'retry' | 'cancel') => call(verb === 'retry' ? retryMail : cancelMail, { mailId }),
    onSuccess: async (now, verb) => {
      queries.setQueryData(['mail', slug, mailId], now)
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['mails', slug] }),
        queries.invalidateQueries({ queryKey: ['mail-counts', slug] }),
      ])
      toast({ message: verb === 'retry' ? 'The mail is queued again.' : 'The mail will not be sent.' })
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
  const one = mail.data
  return (
    <Panel
      label={one ? `Mail: ${one.subject}` : 'Mail'}
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
      {mail.error ? (
        <Failed error={mail.error} title="The mail could not be read" onRetry={() => void mail.refetch()} />
      ) : one ? (
        <Words mail={one} slug={slug} />
      ) : (
        <LoadingBlock height={300} />
      )}
    </Panel>
  )
}

type Part = 'html' | 'text'

function Words({ mail, slug }: { mail: Mail; slug: string }) {
  const [shown, show] = useState<Part>(mail.hasHtml ? 'html' : 'text')
  return (
    <div className="grid gap-3">
      <h2 className="text-xl font-semibold" dir="auto">
        {mail.subject}
      </h2>
      <dl className="kv">
        <dt>Stands</dt>
        <dd>
          <span className="med">{mail.standing.state}</span>
          {mail.standing.why && <span className="block text-ink-2">{mail.standing.why}</span>}
          {mail.state === 'deferred' && (
            <span className="help block">
              next try {dateTime(mail.dueAt)}, tried {mail.attempts} times
            </span>
          )}
        </dd>
        <dt>To</dt>
        <dd className="break-words">
          {mail.contactId ? (
            <Go to={`contacts/${mail.contactId}`} className="link">
              {mail.to.name || mail.to.address}
            </Go>
          ) : (
            mail.to.name
          )}{' '}
          {mail.to.address}
        </dd>
        <dt>From</dt>
        <dd className="break-words">
          {mail.from
            ? `${mail.from.name} ${mail.from.address}`
            : 'the address of the mail server, once one is set'}
        </dd>
        {mail.replyTo && (
          <>
            <dt>Replies to</dt>
            <dd className="break-words">{mail.replyTo.address}</dd>
          </>
        )}
        {mail.smtpReply && (
          <>
            <dt>Server said</dt>
            <dd className="break-words">
              <code>{mail.smtpReply}</code>
            </dd>
          </>
        )}
      </dl>
      <div className="row flex-wrap">
        {mail.hasHtml && (
          <Segments<Part>
            label="Part of the mail"
            value={shown}
            onChange={show}
            options={[
              { value: 'html', label: 'As seen' },
              { value: 'text', label: 'Plain text' },
            ]}
          />
        )}
        {!mail.showsLinks && (
          <span className="help">Personal links are hidden: they answer in the person’s name.</span>
        )}
      </div>
      {shown === 'html' ? (
        <iframe
          title="The mail as its reader sees it"
          sandbox=""
          className="h-130 w-full rounded-2 border border-line bg-surface"
          src={addressOf(getMailHtml, { mailId: mail.id }, slug)}
        />
      ) : (
        <pre
          className="rounded-2 border border-line p-3 font-sans text-lg break-words whitespace-pre-wrap"
          dir="auto"
        >
          {mail.text}
        </pre>
      )}
    </div>
  )
}
