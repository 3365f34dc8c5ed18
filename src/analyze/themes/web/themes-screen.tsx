import '#analyze/themes/web/themes.css'
import { useState } from 'react'
import { findThemes, type Theme, type ThemeList } from '#analyze/themes/contract.ts'
import { countings } from '#analyze/themes/rules.ts'
import { AddTheme } from '#analyze/themes/web/add-theme.tsx'
import { SilentSegments } from '#analyze/themes/web/silent-segments.tsx'
import { BiasMark, RunLine, SentimentBar, Sparkline } from '#analyze/themes/web/theme-parts.tsx'
import {
  countingWords,
  readView,
  useThemeChange,
  useThemeFlags,
  useThemes,
} from '#analyze/themes/web/use-themes.ts'
import { useSegmentName, useSegments } from '#customers/accounts/web/use-accounts.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { Segments } from '#platform/web/form.tsx'
import { count, dateTime, money, percent, plural } from '#platform/web/format.ts'
import { Door, Go, useAddress, useGo } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { Content, HintBar, Toolbar, TopBar } from '#platform/web/page.tsx'
import { useRows } from '#platform/web/rows.ts'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'

/** What customers speak of, ranked. */
export default function ThemesScreen() {
  const [search, setSearch] = useAddress()
  const canWrite = useCan('themes:write')
  const view = readView(search)
  const hidden = search.hidden === 'true'
  const query = useThemes(view, hidden)
  const segments = useSegments()
  const [adding, setAdding] = useState(false)
  const find = useThemeChange(() => call(findThemes, {}))
  const list = query.data
  const segmentName = useSegmentName()
  useKeys(
    canWrite ? { n: { run: () => setAdding(true), label: 'Add a theme by rule', group: 'Themes' } } : {},
  )
  return (
    <>
      <TopBar
        title="Themes"
        note={
          list &&
          `${list.total > 0 ? `${plural(list.total, 'theme')}, ` : ''}${plural(list.items, 'item')} in 12 weeks`
        }
      >
        <Menu
          label="More on themes"
          trigger={<Button kind="ghost" icon="more" aria-label="More on themes" />}
          items={[
            {
              label: hidden ? 'Show the ranking' : `Show hidden themes (${list?.hidden ?? 0})`,
              onSelect: () => setSearch({ hidden: hidden ? undefined : 'true' }),
            },
            ...(canWrite ? [{ label: 'Add a theme by rule', onSelect: () => setAdding(true) }] : []),
            ...(canWrite ? [{ label: 'Look for themes again', onSelect: () => find.mutate(undefined) }] : []),
          ]}
        />
        {canWrite && (
          <span className="max-phone:hidden">
            <Button icon="plus" keys="n" onClick={() => setAdding(true)}>
              Theme
            </Button>
          </span>
        )}
      </TopBar>
      <Toolbar>
        <span className="muted xs max-phone:hidden">Count</span>
        <div className="flex py-1">
          <Segments
            label="Count"
            value={view.by}
            options={countings.map((value) => ({ value, label: countingWords[value] }))}
            onChange={(by) => setSearch({ by: by === 'mentions' ? undefined : by })}
          />
        </div>
        <Picker
          label="Segment"
          value={[view.segment ?? '']}
          options={[
            { value: '', label: 'All segments' },
            ...(segments.data?.data ?? []).map((one) => ({
              value: one.key,
              label: one.name,
              hint: plural(one.accountCount, 'account'),
            })),
          ]}
          onPick={(segment) => setSearch({ segment: segment || undefined })}
          trigger={
            <Button kind="ghost">{`Segment: ${view.segment ? segmentName(view.segment) : 'all'}`}</Button>
          }
        />
      </Toolbar>
      {list?.run && <RunLine run={list.run} />}
      <Content>
        {query.error && !list ? (
          <Failed
            error={query.error}
            title="The themes could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : !list ? (
          <LoadingRows rows={10} label="Loading themes" />
        ) : list.data.length === 0 ? (
          <NoThemes list={list} hidden={hidden} />
        ) : (
          <>
            <ThemesTable list={list} segmentName={segmentName} canWrite={canWrite} />
            <Notes list={list} segmentName={segmentName} />
          </>
        )}
      </Content>
      <HintBar
        keys={[
          [['j', 'k'], 'move'],
          [['↵'], 'open'],
          [['p'], 'pin'],
          [['h'], 'hide'],
          [['?'], 'all keys'],
        ]}
      />
      {adding && <AddTheme onClose={() => setAdding(false)} />}
    </>
  )
}

interface TableProps {
  list: ThemeList
  segmentName: (key: string) => string
  canWrite: boolean
}

function ThemesTable({ list, segmentName, canWrite }: TableProps) {
  const go = useGo()
  const [search] = useAddress()
  const rows = list.data
  const kept = { by: search.by, segment: search.segment }
  const { pin, hide } = useThemeFlags()
  const group = 'Themes'
  const {
    box,
    current: chosen,
    rowProps,
  } = useRows(rows, {
    one: 'theme',
    group,
    onOpen: (theme) => go(`themes/${theme.id}`, { search: kept }),
  })
  useKeys(
    {
      p: { run: () => chosen && pin(chosen), label: 'Pin or unpin', group },
      h: { run: () => chosen && hide(chosen), label: 'Hide or show', group },
    },
    { enabled: canWrite },
  )
  const most = Math.max(...rows.map((row) => row.mentions), 1)
  const mostMrr = Math.max(...rows.map((row) => row.mrrCents), 1)
  return (
    <table className="tb themes-tb">
      <caption className="vh">Themes by rank</caption>
      <thead>
        <tr>
          <th scope="col" className="w-16">
            Rank
          </th>
          <th scope="col">Theme</th>
          <th scope="col" className="w-20">
            Mentions
          </th>
          <th scope="col" className="w-20 rt max-rail:hidden">
            Accounts
          </th>
          <th scope="col" className="w-24 max-rail:hidden">
            MRR behind it
          </th>
          <th scope="col" className="w-36 max-phone:hidden">
            12 weeks, usual
          </th>
          <th scope="col" className="w-24 max-rail:hidden">
            Sentiment
          </th>
          <th scope="col" className="w-32 max-wide:hidden">
            Who says it
          </th>
        </tr>
      </thead>
      <tbody ref={box}>
        {rows.map((theme, i) => (
          <tr key={theme.id} {...rowProps(theme, i)}>
            <td className="rk num">
              <Rank theme={theme} />
            </td>
            <td className="min-w-0">
              <Go to={`themes/${theme.id}`} search={kept} className="med cut block">
                {theme.isPinned && <span className="muted">Pinned: </span>}
                {theme.name}
              </Go>
              <span className="help cut block">
                {theme.isNew && 'New. '}
                {theme.isRecurring && 'Recurring. '}
                {theme.quote && `“${theme.quote.text}”`}
              </span>
            </td>
            <td>
              <Door
                to={`themes/${theme.id}`}
                search={kept}
                aria-label={`${plural(theme.mentions, 'mention')} of ${theme.name}`}
              >
                {count(theme.mentions)}
              </Door>
              <i className="len" style={{ width: `${(100 * theme.mentions) / most}%` }} />
            </td>
            <td className="rt num max-rail:hidden" title={shareText(theme)}>
              {count(theme.accounts)}
            </td>
            <td className="num max-rail:hidden">
              {money(theme.mrrCents, list.currency)}
              <i className="len m" style={{ width: `${(100 * theme.mrrCents) / mostMrr}%` }} />
            </td>
            <td className="max-phone:hidden">
              <Sparkline theme={theme} />
            </td>
            <td className="max-rail:hidden">
              <SentimentBar sentiment={theme.sentiment} />
            </td>
            <td className="max-wide:hidden">
              <BiasMark bias={theme.bias} segmentName={segmentName} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const shareText = ({ shareOfBase }: Theme) =>
  shareOfBase === null ? undefined : `${percent(shareOfBase)} of the active accounts`

/** The place, and how it changed since a week ago. */
function Rank({ theme: { rank, rankBefore, isNew, isHidden } }: { theme: Theme }) {
  if (isHidden || rank === 0) return <span className="muted">–</span>
  const moved = rankBefore === null ? 0 : rankBefore - rank
  return (
    <>
      <b className="font-semibold">{rank}</b>
      {isNew ? (
        <span>new</span>
      ) : (
        moved !== 0 && (
          <span>
            <span className="vh">{moved > 0 ? 'up' : 'down'} </span>
            <span aria-hidden="true">{moved > 0 ? '▲' : '▼'}</span>
            {Math.abs(moved)}
          </span>
        )
      )}
    </>
  )
}

function Notes({ list, segmentName }: { list: ThemeList; segmentName: (key: string) => string }) {
  return (
    <div className="px-5 py-3 help max-w-[60rem]">
      <p>
        {list.without > 0 && `${plural(list.without, 'item')} of ${count(list.items)} fit no theme. `}
        The rank changes against a week ago. A filled dot: that week has at least twice the usual mentions and
        hardly by chance. An account with two themes counts in both, so MRR does not add up.
        {list.foundAt && ` Themes were last looked for ${dateTime(list.foundAt)}.`}
      </p>
      <SilentSegments silent={list.silent} segmentName={segmentName} />
    </div>
  )
}

function NoThemes({ list, hidden }: { list: ThemeList; hidden: boolean }) {
  if (hidden)
    return <Empty title="No theme is hidden">Hidden themes stand here and can be brought back.</Empty>
  if (list.run)
    return <Empty title="Themes are being looked for">They appear here as soon as items are placed.</Empty>
  return (
    <Empty
      title="No themes yet"
      actions={
        <Go to="imports" className="btn primary">
          Import feedback
        </Go>
      }
    >
      Themes are found by themselves once 30 items are there, and again when much new comes in.
    </Empty>
  )
}
