import '#analyze/themes/web/themes.css'
import { useState } from 'react'
import { type ThemeDetail, unmergeTheme, unsplitTheme } from '#analyze/themes/contract.ts'
import { type Edit, EditPanel } from '#analyze/themes/web/theme-edits.tsx'
import { ThemeItems } from '#analyze/themes/web/theme-items.tsx'
import { ThemeNotes } from '#analyze/themes/web/theme-notes.tsx'
import { RunLine } from '#analyze/themes/web/theme-parts.tsx'
import { ThemeRail } from '#analyze/themes/web/theme-rail.tsx'
import { trendOf } from '#analyze/themes/web/trend.ts'
import { readView, useTheme, useThemeChange, useThemeFlags } from '#analyze/themes/web/use-themes.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Figure } from '#platform/web/figure.tsx'
import { date } from '#platform/web/format.ts'
import { Go, useAddress, useParam } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Verbatim } from '#platform/web/marks.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { HintBar, TopBar, WithRail } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'

const crumbs = [{ label: 'Themes', to: 'themes' }]

/** One theme: its trend, who says it, in which words, and what people make of it. */
export default function ThemeScreen() {
  const themeId = useParam('themeId')
  const [search] = useAddress()
  const query = useTheme(themeId, readView(search))
  const detail = query.data
  if (!detail)
    return (
      <>
        <TopBar title="Theme" crumbs={crumbs} />
        {query.isError ? (
          <Failed
            error={query.error}
            title="The theme could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : (
          <LoadingBlock height={420} label="Loading the theme" />
        )}
      </>
    )
  return <ThemePage detail={detail} />
}

function ThemePage({ detail }: { detail: ThemeDetail }) {
  const { theme } = detail
  const canWrite = useCan('themes:write')
  const [edit, setEdit] = useState<Edit>()
  const flags = useThemeFlags()
  const pin = () => flags.pin(theme)
  const hide = () => flags.hide(theme)
  const own = detail.mergedInto === null && detail.parts.length === 0
  const group = 'Theme'
  useKeys(
    canWrite
      ? {
          r: { run: () => setEdit('rename'), label: 'Rename', group },
          p: { run: pin, label: 'Pin or unpin', group },
          h: { run: hide, label: 'Hide or show', group },
          u: { run: () => setEdit('rules'), label: 'Change the rule', group },
          ...(own && {
            m: { run: () => setEdit('merge'), label: 'Merge into another', group },
            s: { run: () => setEdit('split'), label: 'Split', group },
          }),
        }
      : {},
    { enabled: edit === undefined },
  )
  return (
    <>
      <TopBar
        title={theme.name}
        crumbs={crumbs}
        note={
          theme.rank > 0 && (
            <span className="max-phone:hidden">{`theme ${theme.rank} of ${detail.total}`}</span>
          )
        }
      >
        {canWrite && (
          <>
            <span className="max-phone:hidden">
              <Button keys="r" onClick={() => setEdit('rename')}>
                Rename
              </Button>
            </span>
            <Menu
              label="Change the theme"
              trigger={<Button icon="more" aria-label="Change the theme" />}
              items={[
                { label: 'Rename', keys: 'r', onSelect: () => setEdit('rename') },
                { label: 'Merge into another', keys: 'm', disabled: !own, onSelect: () => setEdit('merge') },
                { label: 'Split', keys: 's', disabled: !own, onSelect: () => setEdit('split') },
                { label: 'Rule', keys: 'u', onSelect: () => setEdit('rules') },
                'line',
                { label: 'Pin', keys: 'p', checked: theme.isPinned, onSelect: pin },
                { label: 'Hide', keys: 'h', checked: theme.isHidden, onSelect: hide },
              ]}
            />
          </>
        )}
      </TopBar>
      {detail.run && <RunLine run={detail.run} />}
      <WithRail label="About the theme" rail={<ThemeRail detail={detail} />}>
        <Origin detail={detail} canWrite={canWrite} />
        <Figure {...trendOf(detail)} height={200} />
        <Slot name="theme.words" themeId={theme.id} phrases={theme.phrases} />
        <section className="mt-6">
          <div className="row mb-1">
            <h2 className="sec grow">In their words</h2>
            <Slot name="theme.actions" themeId={theme.id} title={theme.name} />
          </div>
          {detail.quotes.map((quote) => (
            <div key={quote.feedbackId} className="theme-quote">
              <Verbatim text={quote.text} marks={theme.phrases} />
              <p className="help">
                <Go to={`inbox/${quote.feedbackId}`} className="n">
                  {[quote.contactName, quote.accountName].filter(Boolean).join(', ') || 'Anonymous'}
                </Go>
                , {date(quote.occurredAt)}
              </p>
            </div>
          ))}
          {detail.quotes.length === 0 && <p className="help">Nobody has said it yet.</p>}
        </section>
        <ThemeNotes detail={detail} canWrite={canWrite} />
        <ThemeItems detail={detail} canWrite={canWrite} />
      </WithRail>
      <HintBar
        keys={[
          [['r'], 'rename'],
          [['m'], 'merge'],
          [['s'], 'split'],
          [['p'], 'pin'],
          [['h'], 'hide'],
        ]}
      />
      {edit && <EditPanel edit={edit} detail={detail} onClose={() => setEdit(undefined)} />}
    </>
  )
}

/** What people did to it, and how to take that back. */
function Origin({ detail, canWrite }: { detail: ThemeDetail; canWrite: boolean }) {
  const { theme, merged, parts, splitFrom, mergedInto } = detail
  const unmerge = useThemeChange((themeId: string) => call(unmergeTheme, { themeId }))
  const unsplit = useThemeChange(() => call(unsplitTheme, { themeId: theme.id }))
  const lines = [
    theme.isHidden && <span key="hidden">Hidden from the ranking.</span>,
    mergedInto && (
      <span key="into">
        Counted with{' '}
        <Go to={`themes/${mergedInto.id}`} className="n">
          {mergedInto.name}
        </Go>
        .{' '}
        {canWrite && (
          <Button size="sm" onClick={() => unmerge.mutate(theme.id)}>
            Take the merge back
          </Button>
        )}
      </span>
    ),
    ...merged.map((one) => (
      <span key={one.id}>
        “{one.name}” is merged into it.{' '}
        {canWrite && (
          <Button size="sm" onClick={() => unmerge.mutate(one.id)}>
            Take the merge back
          </Button>
        )}
      </span>
    )),
    parts.length > 0 && (
      <span key="parts">
        Split into{' '}
        {parts.map((part, i) => (
          <span key={part.id}>
            {i > 0 && ', '}
            <Go to={`themes/${part.id}`} className="n">
              {part.name}
            </Go>
          </span>
        ))}
        .{' '}
        {canWrite && (
          <Button size="sm" onClick={() => unsplit.mutate(undefined)}>
            Take the split back
          </Button>
        )}
      </span>
    ),
    splitFrom && (
      <span key="from">
        A part of{' '}
        <Go to={`themes/${splitFrom.id}`} className="n">
          {splitFrom.name}
        </Go>
        .
      </span>
    ),
  ].filter(Boolean)
  return lines.length > 0 && <p className="grid gap-1 mb-4 text-ink-2">{lines}</p>
}
