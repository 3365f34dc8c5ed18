import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { OpenLoops } from '#close/ledger/web/open-loops.tsx'
import { AskAfter } from '#collect/programmes/web/ask-after.tsx'
import { Permissions } from '#customers/consent/web/permissions.tsx'
import { type ContactDetail, getContact } from '#customers/contacts/contract.ts'
import { contactLabel } from '#customers/contacts/rules.ts'
import { ContactForm } from '#customers/contacts/web/contact-form.tsx'
import { MergePanel, useUndoMerge } from '#customers/merges/web/merge-panel.tsx'
import { ErasePanel } from '#measure/personal-data/web/erase-panel.tsx'
import { ReachesList } from '#measure/reaches/web/reaches-list.tsx'
import { getContactTimeline } from '#measure/timelines/contract.ts'
import { Feelings } from '#measure/timelines/web/rail-parts.tsx'
import { Story } from '#measure/timelines/web/story.tsx'
import { RecordFeedback } from '#organize/inbox/web/record-feedback.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { useNow } from '#platform/web/clock.tsx'
import { date } from '#platform/web/format.ts'
import { Go, useAddress, useGo, useParam, useSlug } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { TopBar } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

/** One contact: what they said, what we did, what they allow. */
export default function ContactPage() {
  const slug = useSlug()
  const go = useGo()
  const contactId = useParam('contactId')
  const canWrite = useCan('contacts:write')
  const canAsk = useCan('surveys:write')
  const canErase = useCan('contacts:manage')
  const [open, setOpen] = useState<'record' | 'edit' | 'merge' | 'ask' | 'erase'>()
  const now = useNow()
  const [search] = useAddress()
  const tab = search.tab === 'reached' ? 'reached' : 'story'
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
  useKeys(
    canWrite && !data?.erasedAt
      ? { e: { run: () => setOpen('edit'), label: 'Edit the contact', group: 'Contact' } }
      : {},
  )
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
        tabs={
          <Tabs
            label="Contact"
            current={tab}
            tabs={[
              { key: 'story', label: 'Story', to: `contacts/${contactId}` },
              {
                key: 'reached',
                label: 'What reached them',
                to: `contacts/${contactId}`,
                search: { tab: 'reached' },
              },
            ]}
          />
        }
      >
        {canWrite && data && !data.erasedAt && (
          <>
            <Menu
              label="More"
              trigger={<Button kind="ghost" icon="more" aria-label="More" />}
              items={[
                { label: 'Record feedback', icon: 'chat', onSelect: () => setOpen('record') },
                ...(canAsk
                  ? [
                      {
                        label: 'Ask for feedback after …',
                        icon: 'send' as const,
                        onSelect: () => setOpen('ask'),
                      },
                    ]
                  : []),
                { label: 'Merge with another contact', icon: 'merge', onSelect: () => setOpen('merge') },
                ...(canErase
                  ? [
                      'line' as const,
                      {
                        label: 'Export data',
                        icon: 'file' as const,
                        onSelect: () =>
                          window.location.assign(
                            `/w/${slug}/api/v1/contacts/${data.id}/personal-data/export`,
                          ),
                      },
                      {
                        label: 'Erase this person …',
                        icon: 'close' as const,
                        onSelect: () => setOpen('erase'),
                      },
                    ]
                  : []),
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
          {tab === 'reached' ? (
            <ReachesList contactId={contactId} />
          ) : timeline.error ? (
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
          {data?.erasedAt && (
            <section aria-label="Erased">
              This person was erased on {date(data.erasedAt)}. What is counted of them stays; their words,
              names and addresses are gone.
            </section>
          )}
          {data && <Facts contact={data} canWrite={canWrite && !data.erasedAt} />}
          {data && !data.erasedAt && <Permissions contact={data} canWrite={canWrite} />}
          <OpenLoops contactId={contactId} />
          {timeline.data && <Feelings timeline={timeline.data} />}
        </aside>
      </div>
      {open === 'record' && data && (
        <RecordFeedback
          open
          about={{ label: contactLabel(data), contactId: data.id }}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open === 'edit' && data && (
        <ContactForm
          contact={data}
          onClose={() => setOpen(undefined)}
          onSaved={() => void contact.refetch()}
        />
      )}
      {open === 'ask' && data && (
        <AskAfter to={{ contactIds: [data.id] }} onClose={() => setOpen(undefined)} />
      )}
      {open === 'erase' && data && <ErasePanel contact={data} onClose={() => setOpen(undefined)} />}
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
    [
      'Telephone',
      contact.phone && !contact.smsNumber
        ? `${contact.phone} (no text messages: it does not name its country)`
        : contact.phone,
    ],
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
