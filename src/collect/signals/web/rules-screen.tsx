import '#collect/signals/web/signals.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { listAlerts, listRules, putRule, type Rule } from '#collect/signals/contract.ts'
import { EvidenceChart, firingFigures } from '#collect/signals/web/evidence-chart.tsx'
import { RuleForm } from '#collect/signals/web/rule-form.tsx'
import { SignalTabs } from '#collect/signals/web/signal-tabs.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Switch } from '#platform/web/form.tsx'
import { count, dateOn, plural } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toastError } from '#platform/web/toast.tsx'
import { usePages } from '#platform/web/use-pages.ts'

const empty: Omit<Rule, 'id'> = {
  ...{ name: '', kind: 'drop', isOn: true, threshold: 33, least: 10, features: [], segments: [] },
}

/** What a rule asks, in a line. */
function ruleWords({ kind, threshold, least, features, segments }: Omit<Rule, 'id'>): string {
  const asks = {
    drop: `a week of use ${threshold} % below the four before, from ${plural(least, 'use')} a week`,
    errors: `${threshold === 1 ? '' : `${threshold} times `}the usual share of errors, from ${plural(least, 'error')}`,
    silence: `nothing used for ${plural(threshold, 'day')}, after ${plural(least, 'use')} or more`,
  }[kind]
  return [
    asks,
    features.length > 0 && `of ${features.join(', ')}`,
    segments.length > 0 && `in ${segments.join(', ')}`,
  ]
    .filter(Boolean)
    .join('; ')
}

/** The rules that make items of what customers do, and what they found. */
export default function RulesScreen() {
  const slug = useSlug()
  const queries = useQueryClient()
  const canManage = useCan('signals:manage')
  const [open, setOpen] = useState<Rule | 'new'>()
  const rules = useQuery({
    queryKey: ['signals', slug, 'rules'],
    queryFn: ({ signal }) => call(listRules, {}, { signal }),
  })
  const alerts = usePages(['signals', 'alerts'], (from, options) =>
    call(listAlerts, { ...from, limit: 20 }, options),
  )
  const refresh = () => void queries.invalidateQueries({ queryKey: ['signals', slug] })
  const turn = ({ id, open: _, ...rule }: Rule & { open: number }, isOn: boolean) =>
    call(putRule, { ruleId: id, ...rule, isOn }).then(refresh, (error) =>
      toastError(error, 'The rule was not changed'),
    )
  return (
    <>
      <TopBar title="Signals" note="each rule looks at every account once a day">
        {canManage && (
          <Button icon="plus" onClick={() => setOpen('new')}>
            New rule
          </Button>
        )}
      </TopBar>
      <Toolbar>
        <SignalTabs current="rules" />
      </Toolbar>
      <Content>
        {rules.error ? (
          <Failed
            error={rules.error}
            title="The rules could not be read"
            onRetry={() => void rules.refetch()}
          />
        ) : !rules.data ? (
          <LoadingRows rows={3} label="Loading rules" />
        ) : (
          <ul className="px-5">
            {rules.data.data.map((rule) => (
              <li key={rule.id} className="row min-h-14 flex-wrap border-b border-line py-2">
                <div className="grow min-w-56">
                  <button type="button" className="link med" onClick={() => setOpen(rule)}>
                    {rule.name}
                  </button>
                  <p className="help">{ruleWords(rule)}</p>
                </div>
                <span className="help num">{rule.open > 0 ? `${count(rule.open)} open` : 'none open'}</span>
                <Switch
                  checked={rule.isOn}
                  label={rule.isOn ? 'on' : 'off'}
                  disabled={!canManage}
                  onChange={(isOn) => void turn(rule, isOn)}
                />
              </li>
            ))}
          </ul>
        )}
        <h2 className="sec px-5 mt-6">What they found</h2>
        {alerts.rows.length === 0 && (
          <p className="help px-5 mt-1">Nothing yet. A rule shows its preview when it is opened.</p>
        )}
        <ul className="signal-alerts px-5">
          {alerts.rows.map((alert) => (
            <li key={alert.id} className="border-b border-line py-3">
              <div className="row flex-wrap">
                <Go to={`inbox/${alert.feedbackId}`} className="med hover:underline">
                  {alert.accountName}
                </Go>
                <span className="xs text-ink-2">{`${alert.evidence.rule}: ${firingFigures(alert.evidence)}`}</span>
                <span className="help num ms-auto">
                  {alert.recoveredOn
                    ? `${dateOn(alert.firedOn)} to ${dateOn(alert.recoveredOn)}`
                    : `since ${dateOn(alert.firedOn)}`}
                </span>
              </div>
              <EvidenceChart evidence={alert.evidence} />
            </li>
          ))}
        </ul>
        <Pager
          hasMore={alerts.hasNextPage}
          loading={alerts.isFetchingNextPage}
          onMore={() => void alerts.fetchNextPage()}
        />
      </Content>
      {open && (
        <RuleForm
          rule={open === 'new' ? empty : open}
          id={open === 'new' ? undefined : open.id}
          canManage={canManage}
          onClose={() => setOpen(undefined)}
          onSaved={refresh}
        />
      )}
    </>
  )
}
