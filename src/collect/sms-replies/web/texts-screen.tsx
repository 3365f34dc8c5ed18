import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { RepliesList } from '#collect/sms-replies/web/replies-list.tsx'
import { NoWay } from '#platform/outbox/web/no-way.tsx'
import { countSms, listSms, type SmsRow, type SmsView } from '#platform/sms/contract.ts'
import { SmsPanel } from '#platform/sms/web/sms-panel.tsx'
import { call } from '#platform/web/api.ts'
import { plural, said } from '#platform/web/format.ts'
import { Go, useAddress, useSlug } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { List } from '#platform/web/list.tsx'
import { Content, Split, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'
import { usePages } from '#platform/web/use-pages.ts'

const views: { key: SmsView; label: string; isAlways?: boolean }[] = [
  { key: 'waiting', label: 'Waiting' },
  { key: 'queued', label: 'Next' },
  { key: 'deferred', label: 'Put off' },
  { key: 'accepted', label: 'Sent', isAlways: true },
  { key: 'uncertain', label: 'Perhaps sent' },
  { key: 'failed', label: 'Not sent' },
  { key: 'undelivered', label: 'Not delivered' },
  { key: 'suppressed', label: 'Held back' },
]

/** Every text message that left, will leave or stays here, with the reason; and what people wrote back. */
export default function TextsScreen() {
  const slug = useSlug()
  const [search, setSearch] = useAddress()
  const canManage = useCan('mail:manage')
  const counts = useQuery({
    queryKey: ['sms-counts', slug],
    queryFn: () => call(countSms, {}),
    refetchInterval: 15_000,
  })
  const isIn = search.show === 'in'
  const state = views.find((view) => view.key === search.state)?.key
  const tabs = [
    { key: 'all', label: 'All', to: 'text-messages', search: {} },
    ...views
      .map((view) => ({ ...view, count: counts.data?.[view.key as 'failed'] }))
      .filter((view) => view.isAlways || view.key === state || (view.count ?? 0) > 0)
      .map(({ key, label, count }) => ({
        key: key as string,
        label,
        count,
        to: 'text-messages',
        search: { state: key as string },
      })),
    { key: 'in', label: 'Came in', to: 'text-messages', search: { show: 'in' } },
  ]
  return (
    <>
      <TopBar
        title="Text messages"
        tabs={<Tabs label="Text messages by state" current={isIn ? 'in' : (state ?? 'all')} tabs={tabs} />}
      >
        {canManage && (
          <Go to="settings/sms" className="btn ghost max-phone:hidden">
            Provider
          </Go>
        )}
      </TopBar>
      {counts.data && !counts.data.hasProvider && (
        <NoWay
          icon="chat"
          demo="This is a demo workspace: no text message leaves it, and all of them can be read here."
          why="No provider of text messages is set, so they wait here and can be read."
          settings="settings/sms"
          set="Set the provider"
        />
      )}
      {isIn ? (
        <Content padded>
          <RepliesList />
        </Content>
      ) : (
        <Sent state={state} openId={search.sms} setSearch={setSearch} />
      )}
    </>
  )
}

function Sent({
  state,
  openId,
  setSearch,
}: {
  state: SmsView | undefined
  openId: string | undefined
  setSearch: ReturnType<typeof useAddress>[1]
}) {
  const [focused, setFocused] = useState<string>()
  const list = usePages(['sms-messages', state], (from, options) =>
    call(listSms, { state, limit: 50, ...from }, options),
  )
  const close = () => {
    setFocused(openId)
    setSearch({ sms: undefined })
    setTimeout(() => document.querySelector<HTMLElement>(`[data-row="${openId}"]`)?.focus())
  }
  return (
    <Split
      label="Text messages"
      list={
        <Content>
          {list.error ? (
            <Failed
              error={list.error}
              title="The text messages could not be read"
              onRetry={() => void list.refetch()}
            />
          ) : list.isPending ? (
            <LoadingRows />
          ) : list.rows.length === 0 ? (
            <Empty title={state ? 'No text message stands here' : 'No text message yet'} tall>
              Surveys that go by text message appear here before they leave, and stay here with what became of
              them.
            </Empty>
          ) : (
            <>
              <List
                label="Text messages"
                items={list.rows}
                current={openId ?? focused}
                onCurrent={(id) => (openId ? setSearch({ sms: id }) : setFocused(id))}
                onOpen={(id) => setSearch({ sms: id }, { push: !openId })}
                onEnd={() => list.hasNextPage && void list.fetchNextPage()}
                render={(row) => <Line row={row} />}
              />
              <Pager
                hasMore={!!list.hasNextPage}
                loading={list.isFetchingNextPage}
                onMore={() => void list.fetchNextPage()}
              />
            </>
          )}
        </Content>
      }
      panel={openId ? <SmsPanel smsId={openId} onClose={close} /> : undefined}
    />
  )
}

const needsPerson = (row: SmsRow) =>
  row.state === 'failed' || row.state === 'uncertain' || row.undeliveredAt !== null || row.hold === 'old'

function Line({ row }: { row: SmsRow }) {
  return (
    <>
      <span className="lead">
        <Icon name="chat" />
      </span>
      <span className="grow">
        <span className="l1">
          <span className="cut t" dir="auto">
            {row.excerpt}
          </span>
        </span>
        <span className="l2">
          <span className="cut">{row.contactName ? `${row.contactName}, ${row.to}` : row.to}</span>
          <span className="nowrap num">{plural(row.segments, 'message')}</span>
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
