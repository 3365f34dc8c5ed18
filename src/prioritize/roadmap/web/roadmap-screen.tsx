import '#prioritize/roadmap/web/roadmap.css'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Answer } from '#platform/endpoint.ts'
import { call } from '#platform/web/api.ts'
import { dateOn, plural } from '#platform/web/format.ts'
import { Go, useAddress, useGo, useSlug } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Avatar } from '#platform/web/marks.tsx'
import { Content, HintBar, Toolbar, TopBar } from '#platform/web/page.tsx'
import { Empty, Failed, LoadingBlock } from '#platform/web/states.tsx'
import { AreaFilter, OwnerFilter } from '#prioritize/requests/web/request-filters.tsx'
import { StatusMark } from '#prioritize/requests/web/request-parts.tsx'
import { getRoadmap, type RoadmapEntry } from '#prioritize/roadmap/contract.ts'
import { movedWords } from '#prioritize/roadmap/rules.ts'

/** What comes when, whose it is, and which dates moved. */
export default function RoadmapScreen() {
  const slug = useSlug()
  const [address] = useAddress()
  const filter = {
    ...(address.area && { area: address.area }),
    ...(address.owner && { owner: address.owner }),
  }
  const query = useQuery({
    queryKey: ['roadmap', slug, filter],
    queryFn: ({ signal }) => call(getRoadmap, filter, { signal }),
    refetchInterval: 60_000,
  })
  const isFiltered = Boolean(address.area || address.owner)
  return (
    <>
      <TopBar title="Roadmap" />
      <Toolbar>
        <AreaFilter />
        <OwnerFilter />
      </Toolbar>
      <Content>
        {query.data ? (
          query.data.data.length === 0 ? (
            <Empty title={isFiltered ? 'Nothing on the roadmap fits' : 'Nothing is planned yet'}>
              {isFiltered
                ? 'Take a filter away, or look at everything.'
                : 'What is decided as planned or in progress stands here, in the quarter of its target date.'}
            </Empty>
          ) : (
            <Columns roadmap={query.data} />
          )
        ) : query.isError ? (
          <Failed
            error={query.error}
            title="The roadmap could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : (
          <LoadingBlock height={420} label="Loading the roadmap" />
        )}
      </Content>
      <HintBar
        keys={[
          [['j', 'k'], 'up and down'],
          [['h', 'l'], 'quarter before and after'],
          [['↵'], 'open'],
        ]}
      />
    </>
  )
}

function Columns({ roadmap }: { roadmap: Answer<typeof getRoadmap> }) {
  const { columns, data, isCut } = roadmap
  const go = useGo()
  const box = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState<string>()
  // a column of the past or of the undated that is empty says nothing
  const shown = columns
    .map((column) => ({ ...column, entries: data.filter((one) => one.column === column.key) }))
    .filter(
      (one) =>
        one.entries.length + one.releases.length > 0 || !['shipped', 'none', 'later'].includes(one.key),
    )
  const choose = (id: string | undefined) => {
    if (!id) return
    setCurrent(id)
    box.current?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(id)}"]`)?.focus()
  }
  const place = () => {
    const at = shown.findIndex((one) => one.entries.some((entry) => entry.id === current))
    return at < 0 ? undefined : { at, row: shown[at]!.entries.findIndex((one) => one.id === current) }
  }
  const first = () => choose(shown.find((one) => one.entries.length > 0)?.entries[0]?.id)
  const down = (by: number) => {
    const from = place()
    if (!from) return first()
    choose(shown[from.at]!.entries[from.row + by]?.id)
  }
  const across = (by: number) => {
    const from = place()
    if (!from) return first()
    for (let at = from.at + by; shown[at]; at += by) {
      const { entries } = shown[at]!
      if (entries.length > 0) return choose(entries[Math.min(from.row, entries.length - 1)]!.id)
    }
  }
  const group = 'Roadmap'
  useKeys({
    j: { run: () => down(1), label: 'Next', group },
    k: { run: () => down(-1), label: 'Before', group },
    l: { run: () => across(1), label: 'Quarter after', group },
    h: { run: () => across(-1), label: 'Quarter before', group },
    ArrowDown: () => down(1),
    ArrowUp: () => down(-1),
    ArrowRight: () => across(1),
    ArrowLeft: () => across(-1),
    Enter: { run: () => current && go(`requests/${current}`), label: 'Open', group },
  })
  return (
    <>
      <div ref={box} className="roadmap">
        {shown.map((column) => (
          <section key={column.key} aria-label={column.label}>
            <header>
              <h2>{column.label}</h2>
              <span className="help num">{column.entries.length || 'nothing yet'}</span>
            </header>
            {column.releases.map((one) => (
              <p key={one.id} className="release">
                <b className="med">{one.name}</b>{' '}
                <span className="help num">
                  {one.on ? dateOn(one.on) : 'no date'}, {plural(one.requests, 'request')}
                </span>
              </p>
            ))}
            <ul>
              {column.entries.map((entry) => (
                <Entry
                  key={entry.id}
                  entry={entry}
                  isCurrent={entry.id === current}
                  onFocus={() => setCurrent(entry.id)}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {isCut && (
        <p className="help px-5 py-3">
          The 500 with the nearest dates are shown. Choose an area or owner to see the others.
        </p>
      )}
    </>
  )
}

function Entry({ entry, isCurrent, onFocus }: { entry: RoadmapEntry; isCurrent: boolean; onFocus(): void }) {
  const { dates, on, owner } = entry
  const first = dates.find((one) => one.on !== null)?.on
  const moved = first && on && entry.status !== 'shipped' ? movedWords(first, on) : ''
  return (
    <li className={isCurrent ? 'cur' : ''}>
      <Go to={`requests/${entry.id}`} data-entry={entry.id} className="med" onFocus={onFocus}>
        {entry.title}
      </Go>
      <span className="row flex-wrap gap-x-3 gap-y-0.5">
        <StatusMark status={entry.status} />
        <span className={`num${entry.isLate ? ' text-sla-late font-medium' : ' muted'}`}>
          {on ? `${entry.isLate ? 'was due ' : ''}${dateOn(on)}` : ''}
        </span>
        <span className="grow" />
        <span title={owner?.name ?? 'Nobody owns it'}>
          <Avatar name={owner?.name} size="sm" />
          <span className="vh">{owner?.name ?? 'nobody owns it'}</span>
        </span>
      </span>
      {moved && (
        <span className="moved">
          <s className="num">{dateOn(first!)}</s> {moved}
          {dates.length > 2 && `, moved ${plural(dates.length - 1, 'time')}`}
        </span>
      )}
      <span className="help">
        {[entry.area?.name, plural(entry.accounts, 'account'), entry.release && `in ${entry.release.name}`]
          .filter(Boolean)
          .join(', ')}
      </span>
    </li>
  )
}
