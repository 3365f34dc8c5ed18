import '#prioritize/reviews/web/reviews.css'
import { useState } from 'react'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, Select, TextInput } from '#platform/web/form.tsx'
import { date, dateOn, dateTime, plural } from '#platform/web/format.ts'
import { Go, useAddress, useGo } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Content, HintBar, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'
import { planReview, type ReviewRow } from '#prioritize/reviews/contract.ts'
import { type Kind, kinds, kindWords, rhythmText } from '#prioritize/reviews/rules.ts'
import { ActionLine, periodText } from '#prioritize/reviews/web/review-parts.tsx'
import {
  useActionItems,
  useReviews,
  useRoomChange,
  useSchedules,
} from '#prioritize/reviews/web/use-reviews.ts'

const views = { ahead: 'Ahead', over: 'Held', actions: 'Action items' } as const
type View = keyof typeof views

/** The reviews that are under way and ahead, those that were held with their minutes, and what was agreed in them. */
export default function ReviewsScreen() {
  const [address] = useAddress()
  const go = useGo()
  const canWrite = useCan('requests:write')
  const canManage = useCan('requests:manage')
  const [isPlanning, setPlanning] = useState(false)
  const view = (address.view && address.view in views ? address.view : 'ahead') as View
  useKeys(canWrite ? { n: { run: () => setPlanning(true), label: 'Plan a review', group: 'Reviews' } } : {}, {
    enabled: !isPlanning,
  })
  return (
    <>
      <TopBar
        title="Reviews"
        tabs={
          <Tabs
            label="Views"
            current={view}
            tabs={(Object.keys(views) as View[]).map((key) => ({
              key,
              label: views[key],
              to: 'reviews',
              search: { view: key === 'ahead' ? undefined : key },
            }))}
          />
        }
      >
        {canManage && (
          <Button kind="ghost" className="max-phone:hidden" onClick={() => go('reviews/schedules')}>
            Schedules
          </Button>
        )}
        {canWrite && (
          <Button icon="plus" keys="n" onClick={() => setPlanning(true)}>
            Review
          </Button>
        )}
      </TopBar>
      <Content>{view === 'ahead' ? <Ahead /> : view === 'over' ? <Over /> : <Actions />}</Content>
      <HintBar
        keys={[
          [['n'], 'plan a review'],
          [['?'], 'all keys'],
        ]}
      />
      {isPlanning && <PlanReview onClose={() => setPlanning(false)} />}
    </>
  )
}

function Rows({ query, none }: { query: ReturnType<typeof useReviews>; none: React.ReactNode }) {
  if (query.isPending) return <LoadingRows label="Loading reviews" />
  if (query.isError && query.rows.length === 0)
    return (
      <Failed
        error={query.error}
        title="The reviews could not be loaded"
        onRetry={() => void query.refetch()}
      />
    )
  if (query.rows.length === 0) return none
  return (
    <>
      <ul className="review-rows">
        {query.rows.map((row) => (
          <ReviewLine key={row.id} row={row} />
        ))}
      </ul>
      <Pager
        hasMore={query.hasNextPage}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  )
}

function ReviewLine({ row }: { row: ReviewRow }) {
  const facts: Record<ReviewRow['state'], string> = {
    running: `under way, ${row.here} here`,
    planned: plural(row.expected, 'person expected', 'people expected'),
    held: `${row.here} of ${row.expected} here, ${plural(row.decided, 'decision')}, ${row.actionsDone} of ${plural(row.actions, 'action')} done`,
    missed: 'not held',
    cancelled: 'called off',
  }
  return (
    <li>
      <Go to={`reviews/${row.id}`}>
        <span className="num when">
          {row.state === 'held' ? date(row.startedAt!) : dateTime(row.startsAt)}
        </span>
        <span className="min-w-0">
          <span className="med block">{kindWords[row.kind]}</span>
          <span className="help block">
            Looks at {periodText(row)}
            {row.movedFrom && `, moved from ${dateOn(row.movedFrom)}`}
            {row.occasion && `. ${row.occasion}`}
          </span>
        </span>
        <span className={row.state === 'running' ? 'facts strong' : 'facts'}>{facts[row.state]}</span>
      </Go>
    </li>
  )
}

function Ahead() {
  const query = useReviews({ state: 'open' })
  const schedules = useSchedules().data?.data ?? []
  return (
    <>
      <Rows
        query={query}
        none={
          <Empty title="No review is planned">
            The schedules plan them ahead within a few minutes; press n to plan one by hand.
          </Empty>
        }
      />
      <section className="px-5 py-4 max-w-[52rem]" aria-label="Schedules">
        <h2 className="sec">How often</h2>
        <ul className="minutes-list">
          {schedules.map((one) => (
            <li key={one.kind} className="row justify-between">
              <span className="min-w-36">{kindWords[one.kind]}</span>
              <span className="muted text-end">{one.isOn ? rhythmText(one.kind, one) : 'off'}</span>
            </li>
          ))}
        </ul>
        <p className="help mt-2">
          Where the office is closed a review takes place on the next open day. Who holds the positions that
          are needed is expected.{' '}
          <Go to="reviews/schedules" className="link">
            Schedules
          </Go>
        </p>
      </section>
    </>
  )
}

const Over = () => (
  <Rows
    query={useReviews({ state: 'over' })}
    none={<Empty title="No review was held yet">Its minutes stand here for good once one was.</Empty>}
  />
)

function Actions() {
  const query = useActionItems({})
  if (query.isPending) return <LoadingRows label="Loading action items" />
  if (query.rows.length === 0)
    return (
      <Empty title="No action item is open">What is agreed in a review stands here until it is done.</Empty>
    )
  return (
    <div className="px-5 py-3 max-w-[52rem]">
      <ul>
        {query.rows.map((item) => (
          <ActionLine key={item.id} item={item} showKind />
        ))}
      </ul>
      <Pager
        hasMore={query.hasNextPage}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </div>
  )
}

function PlanReview({ onClose }: { onClose(): void }) {
  const go = useGo()
  const [kind, setKind] = useState<Kind>('trends')
  const [at, setAt] = useState('')
  const [occasion, setOccasion] = useState('')
  const plan = useRoomChange(
    () =>
      call(planReview, {
        kind,
        startsAt: new Date(at).toISOString(),
        ...(occasion.trim() && { occasion }),
      }),
    { done: (review) => go(`reviews/${review.id}`) },
  )
  const wrong = fieldErrors(plan.error)
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Plan a review"
      footer={
        <Button kind="primary" busy={plan.isPending} disabled={!at} onClick={() => plan.mutate()}>
          Plan
        </Button>
      }
    >
      <div className="grid gap-4">
        <Field label="Kind">
          <Select
            value={kind}
            onChange={(event) => setKind(event.target.value as Kind)}
            options={kinds.map((one) => ({ value: one, label: kindWords[one] }))}
          />
        </Field>
        <Field label="Begins" error={wrong.startsAt}>
          <TextInput type="datetime-local" value={at} onChange={(event) => setAt(event.target.value)} />
        </Field>
        <Field
          label="Occasion"
          optional
          error={wrong.occasion}
          help="Such as a major implementation after which trends are looked at."
        >
          <TextInput maxLength={200} value={occasion} onChange={(event) => setOccasion(event.target.value)} />
        </Field>
      </div>
    </SidePanel>
  )
}
