import '#act/corrective-actions/web/actions.css'
import { useState } from 'react'
import type { Action, Entry } from '#act/corrective-actions/contract.ts'
import { ChangeAction } from '#act/corrective-actions/web/action-form.tsx'
import { ActionMove, type MovePanel } from '#act/corrective-actions/web/action-moves.tsx'
import {
  costOf,
  entryWord,
  kindWords,
  nextWord,
  onDay,
  stateWord,
} from '#act/corrective-actions/web/action-words.ts'
import { useAction } from '#act/corrective-actions/web/use-actions.ts'
import { drawWeeks, weeksTitle } from '#act/corrective-actions/web/weeks-drawing.ts'
import { Button } from '#platform/web/button.tsx'
import { Figure } from '#platform/web/figure.tsx'
import { date, said } from '#platform/web/format.ts'
import { Go, useParam } from '#platform/web/go.tsx'
import { Icon, type IconName } from '#platform/web/icons.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { HintBar, TopBar, WithRail } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'

const crumbs = [{ label: 'Corrective actions', to: 'actions' }]

/** One corrective action: why it happened, what was done, whether it helped. */
export default function ActionScreen() {
  const query = useAction(useParam('actionId'))
  if (query.data) return <ActionPage action={query.data} />
  return (
    <>
      <TopBar title="Corrective action" crumbs={crumbs} />
      {query.isError ? (
        <Failed
          error={query.error}
          title="The corrective action could not be loaded"
          onRetry={() => void query.refetch()}
        />
      ) : (
        <LoadingBlock height={420} label="Loading the corrective action" />
      )}
    </>
  )
}

const mainMove: Record<Action['state'], { move: MovePanel; label: string }> = {
  open: { move: 'complete', label: 'Complete' },
  done: { move: 'check', label: 'Check' },
  effective: { move: 'reopen', label: 'Open again' },
  cancelled: { move: 'reopen', label: 'Open again' },
}

function ActionPage({ action }: { action: Action }) {
  const canWrite = useCan('cases:write')
  const [panel, setPanel] = useState<MovePanel | 'change'>()
  const { move, label } = mainMove[action.state]
  const canChange = canWrite && (action.state === 'open' || action.state === 'done')
  const group = 'Corrective action'
  useKeys(
    {
      ...(canWrite && { e: { run: () => setPanel(move), label, group } }),
      ...(canChange && { u: { run: () => setPanel('change'), label: 'Change', group } }),
    },
    { enabled: panel === undefined },
  )
  const close = () => setPanel(undefined)
  return (
    <>
      <TopBar
        title={`CAPA ${action.number}`}
        crumbs={crumbs}
        note={<span className="tag max-phone:hidden">{stateWord(action)}</span>}
      >
        {canWrite && (
          <>
            {canChange && (
              <Menu
                label="Change the action"
                trigger={<Button kind="ghost" icon="more" aria-label="Change the action" />}
                items={[
                  { label: 'Change', keys: 'u', onSelect: () => setPanel('change') },
                  'line',
                  action.state === 'open'
                    ? { label: 'Drop', onSelect: () => setPanel('cancel') }
                    : { label: 'Open again', onSelect: () => setPanel('reopen') },
                ]}
              />
            )}
            <Button kind={move === 'reopen' ? undefined : 'primary'} keys="e" onClick={() => setPanel(move)}>
              {label}
            </Button>
          </>
        )}
      </TopBar>
      <WithRail label="Facts" rail={<Facts action={action} />}>
        <p className="text-md font-semibold mb-4 whitespace-pre-wrap">{action.finding}</p>
        <Why action={action} />
        <div className="sides-2">
          <Words title="Correction" text={action.correction} none="Not written down yet." />
          <Words title="Prevention" text={action.prevention} none="Not written down yet." />
        </div>
        <Effectiveness action={action} />
        <section className="mt-6">
          <h2 className="sec">What happened</h2>
          <ol className="happened">
            {action.entries.map((entry) => (
              <EntryLine key={entry.id} entry={entry} />
            ))}
          </ol>
        </section>
      </WithRail>
      <HintBar
        keys={[
          [['e'], label.toLowerCase()],
          ...(canChange ? [[['u'], 'change'] as const] : []),
          [['?'], 'all keys'],
        ]}
      />
      {panel === 'change' && <ChangeAction action={action} onClose={close} />}
      {panel && panel !== 'change' && <ActionMove action={action} move={panel} onClose={close} />}
    </>
  )
}

function Why({ action }: { action: Action }) {
  if (action.whys.length === 0 && !action.cause)
    return <p className="help">Nobody has written down yet why it happened.</p>
  return (
    <section>
      {action.whys.length > 0 && (
        <>
          <h2 className="sec">Why</h2>
          <ol className="whys">
            {action.whys.map((why, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the order is what they are
              <li key={i}>{why}</li>
            ))}
          </ol>
        </>
      )}
      {action.cause && (
        <div className="mt-3">
          <Words title="Root cause" text={action.cause} none="" />
        </div>
      )}
    </section>
  )
}

function Words({ title, text, none }: { title: string; text: string | null; none: string }) {
  return (
    <section>
      <h2 className="sec">{title}</h2>
      {text ? <p className="mt-1 whitespace-pre-wrap">{text}</p> : <p className="help mt-1">{none}</p>}
    </section>
  )
}

/** Its theme before and after, and what the checks said. */
function Effectiveness({ action }: { action: Action }) {
  const { theme, weeks } = action
  if (!theme)
    return (
      <section className="mt-6">
        <h2 className="sec">Did it help?</h2>
        <p className="help mt-1">
          {action.state === 'done'
            ? `A person says so; the owner is asked ${onDay(action.checkOn)}.`
            : 'It follows no theme: a person says whether it helped.'}
        </p>
      </section>
    )
  const after = weeks.filter((week) => week.isAfter).length
  return (
    <div className="mt-6">
      <Figure
        title={weeksTitle(weeks)}
        sub={
          <>
            Mentions of{' '}
            <Go to={`themes/${theme.id}`} className="n">
              {theme.name}
            </Go>{' '}
            by week{after === 0 && action.state !== 'open' ? '; the first week after it is not over yet' : ''}
            {action.watchUntil ? `. Watched until ${onDay(action.watchUntil)}` : ''}.
          </>
        }
        height={150}
        draw={(width) => drawWeeks(weeks, width)}
      />
    </div>
  )
}

const icons: Record<Entry['kind'], IconName> = {
  logged: 'plus',
  changed: 'note',
  done: 'check',
  checked: 'chart',
  reopened: 'reply',
  cancelled: 'close',
}

function EntryLine({ entry }: { entry: Entry }) {
  return (
    <li>
      <Icon name={icons[entry.kind]} />
      <div className="min-w-0">
        <span className="med">{entryWord(entry)}</span>
        {entry.note && <p className="text-ink-2">{entry.note}</p>}
        <p className="help">
          {said(entry.at)}, {entry.by ?? 'by itself'}
        </p>
      </div>
    </li>
  )
}

function Facts({ action }: { action: Action }) {
  const cost = costOf(action)
  return (
    <section>
      <h2 className="sec mb-1">The action</h2>
      <dl className="kv">
        <dt>State</dt>
        <dd>
          {stateWord(action)}
          {action.reopenedCount > 1 && `, opened again ${action.reopenedCount} times`}
        </dd>
        <dt>Next</dt>
        <dd className={`num ${action.isOverdue ? 'text-sla-late font-medium' : ''}`}>
          {nextWord(action) || 'nothing'}
        </dd>
        <dt>Kind</dt>
        <dd>{kindWords[action.kind]}</dd>
        <dt>Owner</dt>
        <dd>{action.owner?.name ?? 'nobody'}</dd>
        <dt>Due</dt>
        <dd className="num">{onDay(action.dueOn)}</dd>
        {action.doneAt && (
          <>
            <dt>Done</dt>
            <dd className="num">{date(action.doneAt)}</dd>
            <dt>Check</dt>
            <dd className="num">{onDay(action.checkOn)}</dd>
          </>
        )}
        {cost && (
          <>
            <dt>Cost</dt>
            <dd className="num">{cost}</dd>
          </>
        )}
        {action.case && (
          <>
            <dt>Case</dt>
            <dd>
              <Go to={`cases/${action.case.id}`} className="n">
                {action.case.title}
              </Go>
            </dd>
          </>
        )}
        {action.theme && (
          <>
            <dt>Theme</dt>
            <dd>
              <Go to={`themes/${action.theme.id}`} className="n">
                {action.theme.name}
              </Go>
            </dd>
          </>
        )}
        {action.feedbackId && (
          <>
            <dt>Item</dt>
            <dd>
              <Go to={`inbox/${action.feedbackId}`} className="n">
                Open the item
              </Go>
            </dd>
          </>
        )}
        <dt>Logged</dt>
        <dd className="num">{date(action.createdAt)}</dd>
      </dl>
    </section>
  )
}
