import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { countMails, listMails, type MailRow, type MailView } from '#platform/mail/contract.ts'
import { MailPanel } from '#platform/mail/web/mail-panel.tsx'
import { OldMails } from '#platform/mail/web/old-mails.tsx'
import { NoWay } from '#platform/outbox/web/no-way.tsx'
import { call } from '#platform/web/api.ts'
import { said, words } from '#platform/web/format.ts'
import { Go, useAddress, useSlug } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { List } from '#platform/web/list.tsx'
import { Content, Split, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { type Tab, Tabs } from '#platform/web/tabs.tsx'

const views: { key: MailView; label: string; isAlways?: boolean }[] = [
  { key: 'waiting', label: 'Waiting' },
  { key: 'queued', label: 'Next' },
  { key: 'deferred', label: 'Put off' },
  { key: 'accepted', label: 'Sent', isAlways: true },
  { key: 'uncertain', label: 'Perhaps sent' },
  { key: 'failed', label: 'Not sent' },
  { key: 'bounced', label: 'Came back', isAlways: true },
  { key: 'suppressed', label: 'Held back' },
]

/** Every mail that left, will leave or stays here, with the reason. */
export default function OutboxScreen() {
  const slug = useSlug()
  const [search, setSearch] = useAddress()
  const [focused, setFocused] = useState<string>()
  const canManage = useCan('mail:manage')
  const state = views.find((view) => view.key === search.state)?.key
  const counts = useQuery({
    queryKey: ['mail-counts', slug],
    queryFn: () => call(countMails, {}),
    refetchInterval: 15_000,
  })
  const list = useInfiniteQuery({
    queryKey: ['mails', slug, state],
    queryFn: ({ pageParam }) => call(listMails, { state, cursor: pageParam, limit: 50 }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    refetchInterval: 15_000,
  })
  const rows = list.data?.pages.flatMap((page) => page.data) ?? []
  const openId = search.mail
  const tabs: Tab[] = [
    { key: 'all', label: 'All', to: 'outbox' },
    ...views
      .map((view) => ({
        ...view,
        count: view.key in (counts.data ?? {}) ? counts.data?.[view.key as 'failed'] : undefined,
      }))
      .filter((view) => view.isAlways || view.key === state || (view.count ?? 0) > 0)
      .map((view) => ({
        key: view.key,
        label: view.label,
        count: view.count,
        to: 'outbox',
        search: { state: view.key },
      })),
  ]
  const close = () => {
    setFocused(openId)
    setSearch({ mail: undefined })
    setTimeout(() => document.querySelector<HTMLElement>(`[data-row="${openId}"]`)?.focus())
  }
  return (
    <>
      <TopBar title="Outbox" tabs={<Tabs label="Mail by state" current={state ?? 'all'} tabs={tabs} />}>
        {canManage && (
          <Go to="settings/mail" className="btn ghost max-phone:hidden">
            Mail server
          </Go>
        )}
      </TopBar>
      {counts.data && !counts.data.hasServer && (
        <NoWay
          icon="mail"
          demo="This is a demo workspace: no mail leaves it, and all of it can be read here."
          why="No mail server is set, so mail waits here and can be read."
          settings="settings/mail"
          set="Set the mail server"
        />
      )}
      {canManage && (counts.data?.old ?? 0) > 0 && <OldMails count={counts.data!.old} />}
      <Split
        label="Mails"
        list={
          <Content>
            {list.error ? (
              <Failed
                error={list.error}
                title="The outbox could not be read"
                onRetry={() => void list.refetch()}
              />
            ) : list.isPending ? (
              <LoadingRows />
            ) : rows.length === 0 ? (
              <Empty title={state ? 'No mail stands here' : 'No mail yet'} tall>
                Survey invitations, replies and updates to customers appear here before they leave, and stay
                here with what became of them.
              </Empty>
            ) : (
              <>
                <List
                  label="Mails"
                  items={rows}
                  current={openId ?? focused}
                  onCurrent={(id) => (openId ? setSearch({ mail: id }) : setFocused(id))}
                  onOpen={(id) => setSearch({ mail: id }, { push: !openId })}
                  onEnd={() => list.hasNextPage && void list.fetchNextPage()}
                  render={(row) => <MailLine row={row} />}
                />
                <Pager
                  hasMore={list.hasNextPage}
                  loading={list.isFetchingNextPage}
                  onMore={() => void list.fetchNextPage()}
                />
              </>
            )}
          </Content>
        }
        panel={openId ? <MailPanel mailId={openId} onClose={close} /> : undefined}
      />
    </>
  )
}

const needsPerson = (row: MailRow) =>
  row.state === 'failed' || row.bouncedAt !== null || row.state === 'uncertain' || row.hold === 'old'

function MailLine({ row }: { row: MailRow }) {
  return (
    <>
      <span className="lead">
        <Icon name="mail" />
      </span>
      <span className="grow">
        <span className="l1">
          <span className="cut t" dir="auto">
            {row.subject}
          </span>
        </span>
        <span className="l2">
          <span className="cut">{row.to.name ? `${row.to.name}, ${row.to.address}` : row.to.address}</span>
          <span className="nowrap">{words(row.topic)}</span>
        </span>
      </span>
      <span className="end">
        <span className={`nowrap text-xs ${needsPerson(row) ? 'strong' : 'text-ink-2'}`}>
          {row.standing.state}
        </span>
        <span className="end2 help num nowrap">{said(row.settledAt ?? row.queuedAt)}</span>
      </span>
    </>
  )
}
