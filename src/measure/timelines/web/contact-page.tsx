import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type ContactDetail, changeConsent, getContact } from '#customers/contacts/contract.ts'
import { contactLabel } from '#customers/contacts/rules.ts'
import { ContactForm } from '#customers/contacts/web/contact-form.tsx'
import { mailWords } from '#customers/contacts/web/contacts-screen.tsx'
import { MergePanel, useUndoMerge } from '#customers/merges/web/merge-panel.tsx'
import { getContactTimeline } from '#measure/timelines/contract.ts'
import { Feelings, OpenLoops } from '#measure/timelines/web/rail-parts.tsx'
import { Story } from '#measure/timelines/web/story.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { useNow } from '#platform/web/clock.tsx'
import { date, dateTime } from '#platform/web/format.ts'
import { Go, useGo, useParam, useSlug } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { TopBar } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

const topicWords = { all: 'all mail', surveys: 'surveys', updates: 'news about what they asked for' }

/** One contact: what they said, what we did, what they allow. */
export default function ContactPage() {
  const slug = useSlug()
  const go = useGo()
  const contactId = useParam('contactId')
  const canWrite = useCan('contacts:write')
  const [open, setOpen] = useState<'edit' | 'merge'>()
  const now = useNow()
  const contact = useQuery({
    queryKey: ['contact', slug, contactId],
    queryFn: () => call(getContact, { contactId }),
  })
  const timeline = useQuery({
    queryKey: ['timeline', slug, contactId],
    queryFn: () => call(getContactTimeline, { contactId }),
  })
  const data = contact.data
  useEffect(() => {
    if (data && data.id !== contactId) go(`contacts/${data.id}`, { replace: true })
  }, [data, contactId, go])
  useKeys(canWrite ? { e: { run: () => setOpen('edit'), label: 'Edit the contact', group: 'Contact' } } : {})
  if (contact.error)
    return (
      <Failed
        error={contact.error}
        title="The contact could not be read"
        onRetry={() => void contact.refetch()}
      />
    )
  return (
    <>
      <TopBar
        title={data ? contactLabel(data) : 'Contact'}
        crumbs={[
          { label: 'Contacts', to: 'contacts' },
          ...(data?.accountId
            ? [{ label: data.accountName ?? 'Account', to: `accounts/${data.accountId}` }]
            : []),
        ]}
        note={data?.title}
      >
        {canWrite && data && (
          <>
            <Menu
              label="More"
              trigger={<Button kind="ghost" icon="more" aria-label="More" />}
              items={[
                { label: 'Merge with another contact', icon: 'merge', onSelect: () => setOpen('merge') },
              ]}
            />
            <Button keys="e" onClick={() => setOpen('edit')}>
              Edit
            </Button>
          </>
        )}
      </TopBar>
      <div className="withrail stacks" style={{ '--rail-w': '20.5rem' } as React.CSSProperties}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <div className="scroll px-5 py-4" tabIndex={0}>
          {timeline.error ? (
            <Failed
              error={timeline.error}
              title="The story could not be read"
              onRetry={() => void timeline.refetch()}
            />
          ) : timeline.data ? (
            <Story timeline={timeline.data} show="all" now={now} mrr={[]} />
          ) : (
            <LoadingBlock height={320} label="Loading the story" />
          )}
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <aside className="rail overflow-auto" aria-label="Facts" tabIndex={0}>
          {data && <Facts contact={data} canWrite={canWrite} />}
          {data && <Consent contact={data} canWrite={canWrite} />}
          {timeline.data && (
            <OpenLoops timeline={timeline.data} all={`inbox?view=all&contact=${contactId}`} />
          )}
          {timeline.data && <Feelings timeline={timeline.data} />}
        </aside>
      </div>
      {open === 'edit' && data && (
        <ContactForm
          contact={data}
          onClose={() => setOpen(undefined)}
          onSaved={() => void contact.refetch()}
        />
      )}
      {open === 'merge' && data && (
        <MergePanel
          kind="contact"
          id={data.id}
          label={contactLabel(data)}
          onClose={() => setOpen(undefined)}
          onMerged={(id) => go(`contacts/${id}`)}
        />
      )}
    </>
  )
}

function Facts({ contact, canWrite }: { contact: ContactDetail; canWrite: boolean }) {
  const undo = useUndoMerge()
  const facts: [string, string | null][] = [
    ['E-mail', contact.email],
    ['Telephone', contact.phone],
    ['Roles', contact.roles.map((role) => role.replaceAll('-', ' ')).join(', ') || null],
    ['Language', contact.locale],
    ['Time zone', contact.zone],
    ['Last heard', contact.lastSeenAt ? date(contact.lastSeenAt) : 'never'],
    [
      'Ids',
      contact.keys
        .filter((key) => key.source !== 'email' || key.key !== contact.email)
        .map((key) => `${key.source} ${key.key}`)
        .join(', ') || null,
    ],
  ]
  return (
    <section aria-label="Contact facts">
      <dl className="kv">
        {contact.accountId && (
          <>
            <dt>Account</dt>
            <dd>
              <Go to={`accounts/${contact.accountId}`} className="link">
                {contact.accountName}
              </Go>
            </dd>
          </>
        )}
        {facts.map(
          ([name, value]) => value && [<dt key={`${name}t`}>{name}</dt>, <dd key={`${name}d`}>{value}</dd>],
        )}
      </dl>
      {contact.merged.map((one) => (
        <div key={one.mergeId} className="row mt-2">
          <span className="help grow">
            {one.name} was merged in on {date(one.mergedAt)}
          </span>
          {canWrite && (
            <Button
              size="sm"
              busy={undo.isPending}
              onClick={() => undo.mutate({ mergeId: one.mergeId, label: one.name })}
            >
              Undo
            </Button>
          )}
        </div>
      ))}
    </section>
  )
}

function Consent({ contact, canWrite }: { contact: ContactDetail; canWrite: boolean }) {
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: (input: { topic: 'all' | 'surveys' | 'updates'; state: 'subscribed' | 'unsubscribed' }) =>
      call(changeConsent, { contactId: contact.id, ...input }),
    onSuccess: async (_answer, input) => {
      await queries.invalidateQueries({ queryKey: ['contact'] })
      toast({
        message:
          input.state === 'unsubscribed'
            ? `They get no ${topicWords[input.topic]} from now on.`
            : `They may get ${topicWords[input.topic]} again.`,
        undo: async () => {
          await call(changeConsent, {
            contactId: contact.id,
            topic: input.topic,
            state: input.state === 'subscribed' ? 'unsubscribed' : 'subscribed',
          })
          await queries.invalidateQueries({ queryKey: ['contact'] })
        },
      })
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
  const refused = (topic: 'all' | 'surveys' | 'updates') =>
    topic === 'all' ? contact.unsubscribedAt !== null : contact.unsubscribedTopics.includes(topic)
  return (
    <section aria-label="What they allow">
      <div className="row">
        <h2 className="sec grow">What they allow</h2>
        <span className="help">{mailWords(contact)}</span>
      </div>
      <ul className="mt-1">
        {(['surveys', 'updates', 'all'] as const).map((topic) => (
          <li key={topic} className="row min-h-7">
            <span className="grow">
              {topicWords[topic].charAt(0).toUpperCase() + topicWords[topic].slice(1)}:{' '}
              {refused(topic) ? 'refused' : 'allowed'}
            </span>
            {canWrite && (
              <Button
                size="sm"
                kind="ghost"
                aria-label={`${refused(topic) ? 'Allow' : 'Refuse'} ${topicWords[topic]}`}
                onClick={() =>
                  change.mutate({ topic, state: refused(topic) ? 'subscribed' : 'unsubscribed' })
                }
              >
                {refused(topic) ? 'Allow' : 'Refuse'}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {contact.consents.length > 0 && (
        <ul className="mt-2">
          {contact.consents.map((one) => (
            <li key={one.changedAt + one.topic + one.state} className="help">
              {dateTime(one.changedAt)}: {one.state === 'unsubscribed' ? 'refused' : 'allowed'}{' '}
              {topicWords[one.topic]}, {one.changedBy ?? viaWords[one.via]}
              {one.reason && ` (${one.reason})`}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const viaWords = {
  member: 'a member',
  link: 'by the link in a mail',
  import: 'from an import',
  api: 'over the API',
  complaint: 'marked as spam',
}
