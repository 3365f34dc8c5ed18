import { useState } from 'react'
import { WaitingForMe } from '#act/approvals/web/waiting-for-me.tsx'
import { MeetingsAhead } from '#act/meetings/web/meetings-ahead.tsx'
import { Snoozed } from '#act/snoozes/web/snoozed.tsx'
import { DayLine } from '#act/today/web/day-line.tsx'
import { accountText, iconOf, TodayStepLine } from '#act/today/web/step-line.tsx'
import { TodayKeys } from '#act/today/web/today-keys.tsx'
import { dayTitle } from '#act/today/web/today-rules.ts'
import { useToday } from '#act/today/web/use-today.ts'
import { TodayCheckIns } from '#collect/check-ins/web/today-check-ins.tsx'
import { RecordFeedback } from '#organize/inbox/web/record-feedback.tsx'
import { Button } from '#platform/web/button.tsx'
import { Clock } from '#platform/web/clock.tsx'
import { date, plural, said, time } from '#platform/web/format.ts'
import { Door, Go, useAddress, useGo } from '#platform/web/go.tsx'
import { Icon, type IconName } from '#platform/web/icons.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { List } from '#platform/web/list.tsx'
import { Content, HintBar, TopBar } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

/** What needs me now, what comes this week, what I did. */
export default function TodayScreen() {
  const [address] = useAddress()
  const go = useGo()
  const team = address.who === 'team'
  const query = useToday(team)
  const [current, setCurrent] = useState<string>()
  const canRecord = useCan('feedback:write')
  const [recording, setRecording] = useState(false)
  useKeys(
    { c: { run: () => setRecording(true), label: 'Record feedback', group: 'Today' } },
    { enabled: canRecord },
  )
  const data = query.data
  const open = (id: string) => {
    const step = data?.steps.find((one) => one.id === id)
    if (step) go(`cases/${step.caseId}`, { search: { step: step.id } })
  }
  return (
    <>
      <TopBar
        title="Today"
        note={data && `${date(data.now)}, ${data.zone.split('/').at(-1)!.replaceAll('_', ' ')}`}
      >
        <Tabs
          label="Whose day"
          current={team ? 'team' : 'mine'}
          tabs={[
            { key: 'mine', label: 'Mine', to: 'today', ...(data && { count: data.counts.mine }) },
            {
              key: 'team',
              label: 'My team',
              to: 'today',
              search: { who: 'team' },
              ...(data && { count: data.counts.team }),
            },
          ]}
        />
        {canRecord && (
          <Button
            kind="ghost"
            icon="plus"
            keys="c"
            className="max-phone:hidden"
            onClick={() => setRecording(true)}
          >
            Record feedback
          </Button>
        )}
      </TopBar>
      <Content padded>
        {query.isPending ? (
          <LoadingRows />
        ) : !data ? (
          <Failed
            error={query.error}
            title="Your day could not be loaded"
            onRetry={() => void query.refetch()}
          />
        ) : (
          <>
            <section className="fig">
              <h2>{dayTitle(data.steps, data.closesAt)}</h2>
              <p className="sub">
                {data.closed
                  ? data.closed === 'weekend'
                    ? 'The office is closed today.'
                    : `The office is closed today: ${data.closed}.`
                  : data.closesAt
                    ? `The office closes at ${time(data.closesAt)}.`
                    : ''}
              </p>
              {data.steps.length > 0 && data.opensAt && (
                <DayLine steps={data.steps} opensAt={data.opensAt} closesAt={data.closesAt} />
              )}
            </section>
            <div className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,1fr)_25.5rem]">
              <section aria-label="Now and within a day">
                <Head
                  title="Now and within a day"
                  count={data.steps.length}
                  note="Late first, then what is due first"
                />
                {data.steps.length === 0 ? (
                  <Empty
                    title="No step waits for you"
                    actions={<Button onClick={() => go('inbox')}>Go to the inbox</Button>}
                  >
                    {data.items.count > 0
                      ? `${plural(data.items.count, 'item waits', 'items wait')} for you in the inbox.`
                      : 'And no item in the inbox is given to you.'}
                  </Empty>
                ) : (
                  <div className="inset">
                    <List
                      label="Steps"
                      items={data.steps}
                      current={current}
                      onCurrent={setCurrent}
                      onOpen={open}
                      render={(step) => <TodayStepLine step={step} onOpen={() => open(step.id)} />}
                    />
                  </div>
                )}
                {!team && <Snoozed />}
                {data.items.count > 0 && (
                  <div className="act-row">
                    <Icon name="inbox" />
                    <span className="grow min-w-0">
                      <span className="t">
                        <Door to="inbox" search={{ view: 'mine' }}>
                          {plural(data.items.count, 'item')}
                        </Door>{' '}
                        {team ? 'given to somebody' : 'given to you'}
                        {data.items.unanswered > 0 &&
                          `, ${data.items.unanswered} without an answer for over 24 hours`}
                      </span>
                      {data.items.oldest && (
                        <span className="u cut">Oldest: {data.items.oldest.summary}</span>
                      )}
                    </span>
                    {data.items.oldest && (
                      <Button onClick={() => go(`inbox/${data.items.oldest!.id}`)}>Answer</Button>
                    )}
                  </div>
                )}
                {data.done.length > 0 && (
                  <details className="mt-3.5" open>
                    <summary className="cursor-pointer list-none pb-1.5">
                      <span className="sec">Done today</span>{' '}
                      <span className="muted num xs">{data.done.length}</span>
                    </summary>
                    <ul className="grid grid-cols-1 gap-x-8 rail:grid-cols-2">
                      {data.done.map((one) => (
                        <li key={`${one.caseId} ${one.at}`} className="row text-ink-2 leading-[1.625rem]">
                          <Icon name="check" small className="text-accent" />
                          <Go to={`cases/${one.caseId}`} className="grow cut">
                            {one.title}
                          </Go>
                          <span className="help num">{time(one.at)}</span>
                        </li>
                      ))}
                    </ul>
                  </details>
                )}
              </section>
              <aside>
                {!team && <WaitingForMe />}
                {!team && <Slot name="today.waiting" />}
                <MeetingsAhead team={team} />
                <TodayCheckIns team={team} />
                <Head title="This week" count={data.week.length} />
                {data.week.length === 0 && <p className="help py-2">Nothing more is due this week.</p>}
                <ol>
                  {data.week.map((step) => (
                    <SideLine
                      key={step.id}
                      icon={iconOf(step.action)}
                      to={`cases/${step.caseId}`}
                      title={[step.title, step.contact].filter(Boolean).join(': ')}
                      sub={accountText(step)}
                    >
                      {step.latestAt && (
                        <Clock
                          due={step.latestAt}
                          start={step.countedFromAt ?? undefined}
                          rule={step.rule}
                          show="due"
                        />
                      )}
                    </SideLine>
                  ))}
                </ol>
                <div className="mt-5">
                  <Head
                    title="They answered"
                    count={data.replies.length}
                    note={data.replies.length > 0 ? 'since you last wrote' : undefined}
                  />
                  {data.replies.length === 0 && (
                    <p className="help py-2">Nobody said more since you last wrote.</p>
                  )}
                  <ol>
                    {data.replies.map((reply) => (
                      <SideLine
                        key={`${reply.caseId} ${reply.at}`}
                        icon="reply"
                        to={`cases/${reply.caseId}`}
                        title={reply.contact}
                        sub={reply.verbatim ?? 'A score without words'}
                      >
                        <span className="muted num xs">{said(reply.at)}</span>
                      </SideLine>
                    ))}
                  </ol>
                </div>
              </aside>
            </div>
          </>
        )}
      </Content>
      <TodayKeys step={data?.steps.find((one) => one.id === current)} />
      <RecordFeedback open={recording} onClose={() => setRecording(false)} />
      <HintBar
        keys={[
          [['j', 'k'], 'move'],
          [['↵'], 'do the next act'],
          [['e'], 'done'],
          [['s'], 'snooze'],
          [['a'], 'give'],
          [['c'], 'record feedback'],
          [['?'], 'all keys'],
        ]}
      />
    </>
  )
}

function Head({ title, count, note }: { title: string; count: number; note?: string | undefined }) {
  return (
    <div className="flex items-baseline gap-2 border-b border-line pb-2">
      <h2 className="sec">{title}</h2>
      {count > 0 && <span className="muted num xs">{count}</span>}
      <span className="grow" />
      {note && <span className="help">{note}</span>}
    </div>
  )
}

function SideLine({
  icon,
  to,
  title,
  sub,
  children,
}: {
  icon: IconName
  to: string
  title: string
  sub: string
  children: React.ReactNode
}) {
  return (
    <li className="flex items-start gap-2.5 border-b border-line py-2">
      <Icon name={icon} className="mt-0.5 text-ink-3" />
      <Go to={to} className="grow min-w-0">
        <span className="cut block">{title}</span>
        <span className="help cut block">{sub}</span>
      </Go>
      <span className="flex-none pt-0.5">{children}</span>
    </li>
  )
}
