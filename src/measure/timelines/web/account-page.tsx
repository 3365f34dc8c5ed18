import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { AccountDetail } from '#customers/accounts/contract.ts'
import { monthsActive } from '#customers/accounts/rules.ts'
import { AccountForm } from '#customers/accounts/web/account-form.tsx'
import { useAccount, useSegments } from '#customers/accounts/web/use-accounts.ts'
import { listContacts } from '#customers/contacts/contract.ts'
import { contactLabel } from '#customers/contacts/rules.ts'
import { ContactForm } from '#customers/contacts/web/contact-form.tsx'
import { mailWords } from '#customers/contacts/web/contacts-screen.tsx'
import { MergePanel, useUndoMerge } from '#customers/merges/web/merge-panel.tsx'
import { getAccountTimeline } from '#measure/timelines/contract.ts'
import { Feelings, OpenLoops } from '#measure/timelines/web/rail-parts.tsx'
import { Story } from '#measure/timelines/web/story.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { useNow } from '#platform/web/clock.tsx'
import { count, date, dateOn, money, plural } from '#platform/web/format.ts'
import { Go, useAddress, useGo, useParam, useSlug } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Avatar } from '#platform/web/marks.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { TopBar } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

type Open = 'edit' | 'merge' | 'contact' | undefined

/** One account: everything they said and what we did. */
export default function AccountPage() {
  const slug = useSlug()
  const go = useGo()
  const accountId = useParam('accountId')
  const [search] = useAddress()
  const canWrite = useCan('accounts:write')
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
                { label: 'Add a contact', icon: 'plus', onSelect: () => setOpen('contact') },
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
          {data && <Facts account={data} onMerge={canWrite} />}
          {timeline.data && (
            <OpenLoops timeline={timeline.data} all={`inbox?view=all&account=${accountId}`} />
          )}
          {timeline.data && <Feelings timeline={timeline.data} />}
          {data && <Contacts accountId={accountId} total={data.contactCount} />}
        </aside>
      </div>
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

function Facts({ account, onMerge }: { account: AccountDetail; onMerge: boolean }) {
  const undo = useUndoMerge()
  const today = new Date().toISOString().slice(0, 10)
  const month = account.goLiveOn ? monthsActive(account.goLiveOn, today) : undefined
  const previous = account.history.at(-2)
  const last = account.history.at(-1)
  const change =
    last &&
    previous &&
    last.mrrCents !== null &&
    previous.mrrCents !== null &&
    last.currency === previous.currency
      ? last.mrrCents - previous.mrrCents
      : 0
  const inDays = (day: string) =>
    Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000)
  return (
    <section aria-label="Account facts">
      <dl className="kv">
        <dt>MRR</dt>
        <dd className="num">
          <b className="font-semibold">
            {account.mrrCents === null ? 'not known' : money(account.mrrCents, account.currency)}
          </b>
          {change !== 0 && last && (
            <span className="muted">
              , {change > 0 ? '+' : '−'}
              {money(Math.abs(change), account.currency)} since {date(last.validAt)}
            </span>
          )}
        </dd>
        <dt>Lead</dt>
        <dd>{account.ownerName ?? <span className="muted">nobody</span>}</dd>
        <dt>Renewal</dt>
        <dd className="num">
          {account.renewalOn ? (
            `${dateOn(account.renewalOn)}${inDays(account.renewalOn) >= 0 ? `, in ${plural(inDays(account.renewalOn), 'day')}` : ', passed'}`
          ) : (
            <span className="muted">none</span>
          )}
        </dd>
        <dt>Stage</dt>
        <dd>
          {account.lifecycle}
          {account.lifecycle === 'active' && month !== undefined && `, month ${month}`}
          {account.churnedOn && `, since ${dateOn(account.churnedOn)}`}
        </dd>
        {account.domain && (
          <>
            <dt>Domain</dt>
            <dd className="cut">{account.domain}</dd>
          </>
        )}
        {account.parentId && (
          <>
            <dt>Part of</dt>
            <dd>
              <Go to={`accounts/${account.parentId}`} className="link">
                {account.parentName}
              </Go>
            </dd>
          </>
        )}
        {account.children.length > 0 && (
          <>
            <dt>Below it</dt>
            <dd>
              {account.children.map((child) => (
                <Go key={child.id} to={`accounts/${child.id}`} className="link block">
                  {child.name}
                </Go>
              ))}
            </dd>
          </>
        )}
        {account.keys.length > 0 && (
          <>
            <dt>Ids</dt>
            <dd className="num cut">{account.keys.map((key) => `${key.source} ${key.key}`).join(', ')}</dd>
          </>
        )}
        {account.note && (
          <>
            <dt>Note</dt>
            <dd className="whitespace-pre-line">{account.note}</dd>
          </>
        )}
      </dl>
      {account.merged.map((one) => (
        <div key={one.mergeId} className="row mt-2">
          <span className="help grow">
            {one.name} was merged in on {date(one.mergedAt)}
            {one.mergedBy && ` by ${one.mergedBy}`}
          </span>
          {onMerge && (
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

function Contacts({ accountId, total }: { accountId: string; total: number }) {
  const slug = useSlug()
  const contacts = useQuery({
    queryKey: ['contacts', slug, 'of', accountId],
    queryFn: () => call(listContacts, { account: accountId, limit: 100 }),
  })
  return (
    <section aria-label="Contacts">
      <div className="row">
        <h2 className="sec grow">Contacts</h2>
        <span className="help num">{count(total)}</span>
      </div>
      {contacts.data?.data.length === 0 && <p className="help mt-1">Nobody is known here yet.</p>}
      <ul className="mt-1">
        {contacts.data?.data.map((contact) => (
          <li key={contact.id} className="row py-1">
            <Avatar name={contactLabel(contact)} />
            <span className="grow min-w-0">
              <Go to={`contacts/${contact.id}`} className="cut block">
                {contactLabel(contact)}
              </Go>
              <span className="help cut block">
                {mailWords(contact) === 'may get mail'
                  ? (contact.title ?? contact.roles.join(', '))
                  : mailWords(contact)}
              </span>
            </span>
            <span className="help nowrap num">{contact.lastSeenAt ? date(contact.lastSeenAt) : 'never'}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
