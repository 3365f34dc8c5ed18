import '#close/ledger/web/loops.css'
import type { z } from 'zod'
import type { Loop, MissingLink } from '#close/ledger/contract.ts'
import { type Missing, missable, missingWords } from '#close/ledger/rules.ts'
import { ClosureRates } from '#close/ledger/web/closure-rates.tsx'
import { linksOf, NextAct } from '#close/ledger/web/ledger-links.tsx'
import { type LoopFilter, useClosure, useLoopCounts, useLoops } from '#close/ledger/web/use-loops.ts'
import { FilterChip } from '#platform/web/chips.tsx'
import { useNow } from '#platform/web/clock.tsx'
import { Select } from '#platform/web/form.tsx'
import { date, duration, money, words } from '#platform/web/format.ts'
import { Go, useAddress, useGo, useSlug } from '#platform/web/go.tsx'
import { channelIcon, Icon } from '#platform/web/icons.tsx'
import { MiniLedger } from '#platform/web/ledger.tsx'
import { HintBar, Toolbar, TopBar } from '#platform/web/page.tsx'
import { PagedList } from '#platform/web/paged-list.tsx'
import { Empty } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

const named = ['channel', 'segment', 'owner'] as const
const kept = ['account', 'contact', 'from', 'to', 'reached'] as const

/** Loops that are not closed, by age or value, and how often loops are closed here. */
export default function LoopsScreen() {
  const [address, setAddress] = useAddress()
  const go = useGo()
  const slug = useSlug()
  const missing = missable.find((one) => one === address.missing) as z.output<typeof MissingLink> | undefined
  const state = address.state === 'closed' || address.state === 'all' ? address.state : 'open'
  const sort = address.sort === 'value' ? 'value' : 'age'
  const filter: LoopFilter = {
    state,
    sort,
    ...(missing && { missing }),
    ...Object.fromEntries([...named, ...kept].flatMap((key) => (address[key] ? [[key, address[key]]] : []))),
  }
  const counts = useLoopCounts(filter).data
  const query = useLoops(filter)
  const closure = useClosure({
    ...(address.from && { from: address.from }),
    ...(address.to && { to: address.to }),
  }).data
  const rest = Object.fromEntries(
    [...named, ...kept, 'sort'].flatMap((key) =>
      address[key] && key !== 'reached' ? [[key, address[key]]] : [],
    ),
  )
  const choices = { channel: closure?.channels, segment: closure?.segments, owner: closure?.owners }
  const isFiltered = [...named, ...kept].some((key) => address[key])
  const rows = { ...query, rows: query.rows.map((loop) => ({ ...loop, id: loop.feedbackId })) }
  return (
    <>
      <TopBar
        title="Loops"
        tabs={
          <Tabs
            label="By the link that is missing"
            current={state === 'open' ? (missing ?? 'open') : state}
            tabs={[
              {
                key: 'open',
                label: 'Unclosed',
                ...(counts && { count: counts.open }),
                to: 'loops',
                search: rest,
              },
              ...missable.map((key: Missing) => ({
                key,
                label: missingWords[key],
                ...(counts?.missing[key] ? { count: counts.missing[key] } : {}),
                to: 'loops',
                search: { ...rest, missing: key },
              })),
              { key: 'closed', label: 'Closed', to: 'loops', search: { ...rest, state: 'closed' } },
            ]}
          />
        }
      />
      <Toolbar>
        {named.map((key) => (
          <Select
            key={key}
            aria-label={key}
            className="w-36 flex-none max-phone:flex-auto max-phone:basis-[45%]"
            value={address[key] ?? ''}
            onChange={(event) => setAddress({ [key]: event.target.value || undefined })}
            options={[
              { value: '', label: `Every ${key}` },
              ...(choices[key] ?? []).map((one) => ({ value: one.key, label: one.label })),
              // what the address names and nobody counted in this time
              ...(address[key] && choices[key] && !choices[key].some((one) => one.key === address[key])
                ? [{ value: address[key], label: address[key] }]
                : []),
            ]}
          />
        ))}
        <Select
          aria-label="Order"
          className="w-40 flex-none max-phone:flex-auto max-phone:basis-[45%]"
          value={sort}
          onChange={(event) => setAddress({ sort: event.target.value === 'value' ? 'value' : undefined })}
          options={[
            { value: 'age', label: 'Oldest first' },
            { value: 'value', label: 'Most MRR first' },
          ]}
        />
        {address.reached && (
          <FilterChip
            field="Came to"
            value={words(address.reached)}
            onRemove={() => setAddress({ reached: undefined })}
          />
        )}
        {isFiltered && (
          <Go to="loops" className="link">
            Show all
          </Go>
        )}
        <span className="grow" />
        <a
          className="btn sm ghost"
          href={`/w/${slug}/api/v1/loops/export?${new URLSearchParams(filter as Record<string, string>)}`}
          download
        >
          CSV
        </a>
      </Toolbar>
      <div className="withrail stacks" style={{ '--rail-w': '22rem' } as React.CSSProperties}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <div className="scroll" tabIndex={0}>
          <PagedList
            label="Loops"
            noun="loops"
            query={rows}
            empty={
              <Empty title={state === 'closed' ? 'No loop is closed here yet' : 'Every loop here is closed'}>
                {state === 'closed'
                  ? 'A loop is closed once the customer was told and, where due, asked again.'
                  : isFiltered || missing
                    ? 'No unclosed loop fits what you chose.'
                    : 'Whoever said something was told what became of it.'}
              </Empty>
            }
            onOpen={(id) => go(`inbox/${id}`)}
            nameOf={(row) => row.summary}
            render={(row) => <LoopRow loop={row} />}
          />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <aside className="rail overflow-auto" aria-label="How often loops are closed" tabIndex={0}>
          {closure && <ClosureRates closure={closure} />}
        </aside>
      </div>
      <HintBar
        keys={[
          [['j', 'k'], 'move'],
          [['↵'], 'open'],
          [['?'], 'all keys'],
        ]}
      />
    </>
  )
}

/** One loop: what was said and by whom, how old, the wire, and what closes it. */
function LoopRow({ loop }: { loop: Loop }) {
  const now = useNow()
  const who = [loop.contact?.name ?? 'Anonymous', loop.account?.name].filter(Boolean).join(', ')
  return (
    <>
      <span className="lead" title={loop.channelLabel}>
        <Icon name={channelIcon(loop.channel)} small />
      </span>
      <div className="grow min-w-0">
        <div className="l1">
          <span className="t med cut">{loop.summary}</span>
          <span className="loop-who muted cut">
            {who}
            {loop.account?.mrrCents ? ` ${money(loop.account.mrrCents, loop.account.currency)}` : ''}
            {loop.owner && `, ${loop.owner.name}`}
          </span>
        </div>
        <div className="loop-next l2 cut">
          {loop.closedAt ? (
            `Closed ${date(loop.closedAt)}, in ${duration(Date.parse(loop.closedAt) - Date.parse(loop.heardAt))}`
          ) : (
            <NextAct loop={loop} />
          )}
        </div>
      </div>
      <div className="loop-age">
        <span className="help num">{duration(now - Date.parse(loop.heardAt))} old</span>
        <MiniLedger links={linksOf(loop, now, 'slim')} />
      </div>
    </>
  )
}
