import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  type ConsentChannel,
  type ConsentTopic,
  type ContactDetail,
  changeConsent,
} from '#customers/contacts/contract.ts'
import { mailWords } from '#customers/contacts/web/contacts-screen.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { date, dateTime } from '#platform/web/format.ts'
import { toast, toastError } from '#platform/web/toast.tsx'

type Permission = ContactDetail['permissions'][number]

const channelWords: Record<ConsentChannel, string> = {
  mail: 'by mail',
  in_app: 'in the product',
  sms: 'by text message',
  phone: 'by telephone',
}
const topicWords: Record<ConsentTopic, string> = {
  all: 'all mail',
  surveys: 'surveys',
  updates: 'news about what they asked for',
}
const wordsOf = ({ channel, topic }: Pick<Permission, 'channel' | 'topic'>) =>
  topic === 'all' && channel === 'mail' ? topicWords.all : `${topicWords[topic]} ${channelWords[channel]}`
const viaWords: Record<string, string> = {
  member: 'a member',
  link: 'by the link in a mail',
  import: 'from an import',
  api: 'over the API',
  complaint: 'marked as spam',
  sms: 'by a reply to a text message',
}
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** What a person allows on each channel, since when and by whom, and the presses that change it. */
export function Permissions({ contact, canWrite }: { contact: ContactDetail; canWrite: boolean }) {
  const queries = useQueryClient()
  const save = (one: Pick<Permission, 'channel' | 'topic'>, isAllowed: boolean) =>
    call(changeConsent, {
      contactId: contact.id,
      channel: one.channel,
      topic: one.topic,
      state: isAllowed ? 'subscribed' : 'unsubscribed',
    })
  const change = useMutation({
    mutationFn: (one: Permission) => save(one, !one.isAllowed),
    onSuccess: async (_answer, one) => {
      await queries.invalidateQueries({ queryKey: ['contact'] })
      toast({
        message: one.isAllowed
          ? `They get no ${wordsOf(one).replace(/^all /, '')} from now on.`
          : `They may get ${wordsOf(one)} again.`,
        undo: async () => {
          await save(one, one.isAllowed)
          await queries.invalidateQueries({ queryKey: ['contact'] })
        },
      })
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
  return (
    <section aria-label="What they allow">
      <div className="row">
        <h2 className="sec grow">What they allow</h2>
        <span className="help">{mailWords(contact)}</span>
      </div>
      <ul className="mt-1">
        {contact.permissions.map((one) => (
          <li key={one.channel + one.topic} className="row min-h-8">
            <span className="grow">
              {capital(wordsOf(one))}:{' '}
              {one.isAllowed ? 'allowed' : one.since || one.channel === 'mail' ? 'refused' : 'not asked yet'}
              {one.since && (
                <span className="help block">
                  since {date(one.since)}, {viaWords[one.by ?? ''] ?? one.by}
                </span>
              )}
            </span>
            {canWrite && (
              <Button
                size="sm"
                kind="ghost"
                aria-label={`${one.isAllowed ? 'Refuse' : 'Allow'} ${wordsOf(one)}`}
                onClick={() => change.mutate(one)}
              >
                {one.isAllowed ? 'Refuse' : 'Allow'}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {contact.consents.length > 0 && (
        <details className="mt-2">
          <summary className="help">Every change</summary>
          <ul>
            {contact.consents.map((one) => (
              <li key={one.changedAt + one.channel + one.topic + one.state} className="help">
                {dateTime(one.changedAt)}: {one.state === 'unsubscribed' ? 'refused' : 'allowed'}{' '}
                {wordsOf(one)}, {one.changedBy ?? viaWords[one.via]}
                {one.reason && ` (${one.reason})`}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
