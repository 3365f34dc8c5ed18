import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { OpenLoops } from '#close/ledger/web/open-loops.tsx'
import { AccountCheckIns } from '#collect/check-ins/web/account-check-ins.tsx'
import { AskAfter } from '#collect/programmes/web/ask-after.tsx'
import { AccountSignalsPart } from '#collect/signals/web/account-signals.tsx'
import { AccountForm } from '#customers/accounts/web/account-form.tsx'
import { AccountHours } from '#customers/accounts/web/account-hours.tsx'
import { useAccount, useSegments } from '#customers/accounts/web/use-accounts.ts'
import { ContactForm } from '#customers/contacts/web/contact-form.tsx'
import { MergePanel } from '#customers/merges/web/merge-panel.tsx'
import { getAccountTimeline } from '#measure/timelines/contract.ts'
import { AccountContacts } from '#measure/timelines/web/account-contacts.tsx'
import { AccountFacts } from '#measure/timelines/web/account-facts.tsx'
import { Feelings } from '#measure/timelines/web/rail-parts.tsx'
import { Story } from '#measure/timelines/web/story.tsx'
import { RecordFeedback } from '#organize/inbox/web/record-feedback.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { useNow } from '#platform/web/clock.tsx'
import { dateOn, money } from '#platform/web/format.ts'
import { useAddress, useGo, useParam, useSlug } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { TopBar } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

type Open = 'record' | 'edit' | 'hours' | 'merge' | 'contact' | 'ask' | undefined

/** One account: everything they said and what we did. */
export default function AccountPage() {
  const slug = useSlug()
  const go = useGo()
  const accountId = useParam('accountId')
  const [search] = useAddress()
  const canWrite = useCan('accounts:write')
  const canAsk = useCan('surveys:write')
  const [open, setOpen] = useState<Open>()
  const now = useNow()
  const account = useAccount(accountId)
  const timeline = useQuery({
    queryKey: ['timeline', slug, accountId],
    queryFn: () => call(getAccountTimeline, { accountId }),
  })
  const segments = useSegments()
  const data = account.data
  const show = search.show === 'they' || search.show === 'we' ? search.show : 'all'
  useEffect(() => {
    // An old link to a merged account leads to the one that survived.
    if (data && data.id !== accountId) go(`accounts/${data.id}`, { replace: true })
  }, [data, accountId, go])
  useKeys(canWrite ? { e: { run: () => setOpen('edit'), label: 'Edit the account', group: 'Account' } } : {})
  if (account.error)
    return (
      <Failed
        error={account.error}
        title="The account could not be read"
        onRetry={() => void account.refetch()}
      />
    )
  const segment = segments.data?.data.find((one) => one.key === data?.segment)?.name ?? data?.segment
  return (
    <>
      <TopBar
        title={data?.name ?? 'Account'}
        crumbs={[{ label: 'Accounts', to: 'accounts' }]}
        note={
          data &&
          [
            segment?.toLowerCase(),
            data.goLiveOn && data.lifecycle === 'active'
              ? `active since ${dateOn(data.goLiveOn)}`
              : data.lifecycle,
          ]
            .filter(Boolean)
            .join(', ')
        }
      >
        {timeline.data && (
          <div className="max-phone:hidden">
            <Tabs
              label="Show"
              current={show}
              tabs={[
                {
                  key: 'all',
                  label: 'Everything',
                  count: timeline.data.saidTotal + timeline.data.didTotal,
                  to: `accounts/${accountId}`,
                },
                {
                  key: 'they',
                  label: 'They said',
                  count: timeline.data.saidTotal,
                  to: `accounts/${accountId}`,
                  search: { show: 'they' },
                },
                {
                  key: 'we',
                  label: 'We did',
                  count: timeline.data.didTotal,
                  to: `accounts/${accountId}`,
                  search: { show: 'we' },
                },
              ]}
            />
          </div>
        )}
        {canWrite && data && (
          <>
            <Menu
              label="More"
              trigger={<Button kind="ghost" icon="more" aria-label="More" />}
              items={[
                { label: 'Record feedback', icon: 'chat', onSelect: () => setOpen('record') },
                { label: 'Add a contact', icon: 'plus', onSelect: () => setOpen('contact') },
                ...(canAsk
                  ? [
                      {
                        label: 'Ask for feedback after …',
                        icon: 'send' as const,
                        onSelect: () => setOpen('ask'),
                      },
                    ]
                  : []),
                { label: 'Zone and hours', icon: 'calendar', onSelect: () => setOpen('hours') },
                { label: 'Merge with another account', icon: 'merge', onSelect: () => setOpen('merge') },
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
          ) : timeline.data && data ? (
            <Story
              timeline={timeline.data}
              show={show}
              now={now}
              mrr={data.history.map((h) => ({
                at: h.validAt,
                cents: h.mrrCents,
                label: money(h.mrrCents, h.currency),
              }))}
            />
          ) : (
            <LoadingBlock height={320} label="Loading the story" />
          )}
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <aside className="rail overflow-auto" aria-label="Facts" tabIndex={0}>
          {data && <AccountFacts account={data} onMerge={canWrite} />}
          <OpenLoops accountId={accountId} />
          {timeline.data && <Feelings timeline={timeline.data} />}
          {data && <AccountCheckIns accountId={data.id} />}
          {data && <AccountSignalsPart accountId={accountId} />}
          {data && <AccountContacts accountId={accountId} total={data.contactCount} />}
        </aside>
      </div>
      {open === 'record' && data && (
        <RecordFeedback
          open
          about={{ label: data.name, accountId: data.id }}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open === 'hours' && data && <AccountHours account={data} onClose={() => setOpen(undefined)} />}
      {open === 'edit' && data && (
        <AccountForm
          account={data}
          onClose={() => setOpen(undefined)}
          onSaved={() => void account.refetch()}
        />
      )}
      {open === 'contact' && data && (
        <ContactForm
          account={{ id: data.id, name: data.name }}
          onClose={() => setOpen(undefined)}
          onSaved={() => void account.refetch()}
        />
      )}
      {open === 'ask' && data && <AskAfter to={{ accountId: data.id }} onClose={() => setOpen(undefined)} />}
      {open === 'merge' && data && (
        <MergePanel
          kind="account"
          id={data.id}
          label={data.name}
          onClose={() => setOpen(undefined)}
          onMerged={(id) => go(`accounts/${id}`)}
        />
      )}
    </>
  )
}
