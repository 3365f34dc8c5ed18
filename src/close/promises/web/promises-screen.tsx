import {
  type CustomerPromise,
  changePromise,
  reopenPromise,
  settlePromise,
} from '#close/promises/contract.ts'
import { standingWords } from '#close/promises/rules.ts'
import { PromiseScores } from '#close/promises/web/promise-scores.tsx'
import { usePromiseChange, usePromiseCounts, usePromises } from '#close/promises/web/use-promises.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { dateOn, plural } from '#platform/web/format.ts'
import { Go, useAddress } from '#platform/web/go.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

const views = {
  open: {
    label: 'Open',
    none: 'A date that customers are told, such as Q1 or within two weeks, stands here until it is kept.',
  },
  soon: { label: 'Due soon', none: 'Nothing is due in the next days.' },
  late: { label: 'Late', none: 'Nothing is late.' },
  kept: { label: 'Kept', none: 'What was kept stands here.' },
  broken: { label: 'Broken', none: 'No promise was broken.' },
} as const
type View = keyof typeof views

/** Dates that customers were told: open, due soon, late, kept and broken, and who keeps them. */
export default function PromisesScreen() {
  const [address] = useAddress()
  const counts = usePromiseCounts().data
  const isScore = address.view === 'score'
  const view = (address.view && address.view in views ? address.view : 'open') as View
  const tabs = [...(Object.keys(views) as View[]), 'score' as const]
  return (
    <>
      <TopBar
        title="Promises"
        tabs={
          <Tabs
            label="Views"
            current={isScore ? 'score' : view}
            tabs={tabs.map((key) => ({
              key,
              label: key === 'score' ? 'Who keeps them' : views[key].label,
              ...(counts && (key === 'open' || key === 'soon' || key === 'late') && counts[key] > 0
                ? { count: counts[key] }
                : {}),
              to: 'promises',
              search: { view: key === 'open' ? undefined : key },
            }))}
          />
        }
      />
      <Content scrollsAlone={isScore}>{isScore ? <PromiseScores /> : <Promises view={view} />}</Content>
    </>
  )
}

function Promises({ view }: { view: View }) {
  const query = usePromises({ view })
  if (query.isPending) return <LoadingRows label="Loading promises" />
  if (query.isError && query.rows.length === 0)
    return (
      <Failed
        error={query.error}
        title="The promises could not be loaded"
        onRetry={() => void query.refetch()}
      />
    )
  if (query.rows.length === 0) return <Empty title="No promise is here">{views[view].none}</Empty>
  return (
    <>
      <table className="tb full">
        <caption className="vh">{views[view].label}</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" className="w-40 max-phone:w-32">
              By
            </th>
            <th scope="col" className="w-40 max-phone:hidden">
              Told
            </th>
            <th scope="col" className="w-40 max-rail:hidden">
              Owner
            </th>
            <th scope="col" className="w-24 max-phone:w-16">
              <span className="vh">Say how it stands</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {query.rows.map((one) => (
            <Row key={one.id} one={one} />
          ))}
        </tbody>
      </table>
      <Pager
        hasMore={query.hasNextPage}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  )
}

/** A promise that is a plain day says it in its column already. */
const isDay = (words: string) => /^\d{4}-\d\d-\d\d$/.test(words)

const addressOf = (one: CustomerPromise) =>
  one.requestId
    ? `requests/${one.requestId}`
    : one.releaseId
      ? `releases/${one.releaseId}`
      : one.caseId
        ? `cases/${one.caseId}`
        : one.contact
          ? `contacts/${one.contact.id}`
          : undefined

function Row({ one }: { one: CustomerPromise }) {
  const canWrite = useCan('updates:write')
  const { members } = useSession()
  const promiseId = one.id
  const settle = usePromiseChange((as: 'kept' | 'broken') => call(settlePromise, { promiseId, as }))
  const reopen = usePromiseChange(() => call(reopenPromise, { promiseId }))
  const give = usePromiseChange((ownerId: string) => call(changePromise, { promiseId, ownerId }))
  const to = addressOf(one)
  const isOpen = ['open', 'soon', 'late'].includes(one.standing)
  return (
    <tr>
      <td className="min-w-0">
        {to ? (
          <Go to={to} className="med cut block">
            {one.what}
          </Go>
        ) : (
          <span className="med cut block">{one.what}</span>
        )}
        <span className="help cut block">
          {[isDay(one.words) ? undefined : `“${one.words}”`, one.area?.name].filter(Boolean).join(', ')}
        </span>
      </td>
      <td className="num">
        {dateOn(one.dueOn)}
        <span
          className={`block xs ${one.standing === 'late' || one.standing === 'broken' ? 'text-sla-late' : 'muted'}`}
        >
          {standingWords[one.standing]}
          {one.settledOn && one.standing !== 'broken' && ` ${dateOn(one.settledOn)}`}
        </span>
      </td>
      <td className="num cut max-phone:hidden">
        {one.contact?.name ?? plural(one.people, 'person', 'people')}
      </td>
      <td className="max-rail:hidden">{one.owner?.name ?? <span className="muted">nobody</span>}</td>
      <td className="rt">
        {canWrite && one.standing !== 'moved' && (
          <Menu
            label="Change the promise"
            trigger={
              <Button kind="ghost" size="sm" icon="more" aria-label={`Change the promise: ${one.what}`} />
            }
            items={
              isOpen
                ? [
                    { label: 'It was kept', onSelect: () => settle.mutate('kept') },
                    { label: 'It was broken', onSelect: () => settle.mutate('broken') },
                    'line',
                    { heading: 'Give to' },
                    ...members
                      .filter((member) => member.id !== one.owner?.id)
                      .slice(0, 12)
                      .map((member) => ({ label: member.name, onSelect: () => give.mutate(member.id) })),
                  ]
                : [{ label: 'Open it again', onSelect: () => reopen.mutate() }]
            }
          />
        )}
      </td>
    </tr>
  )
}
