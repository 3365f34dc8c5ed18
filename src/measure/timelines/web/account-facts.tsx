import type { AccountDetail } from '#customers/accounts/contract.ts'
import { monthsActive } from '#customers/accounts/rules.ts'
import { useUndoMerge } from '#customers/merges/web/merge-panel.tsx'
import { Button } from '#platform/web/button.tsx'
import { date, dateOn, money, plural } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'

/** What is known of an account: value, lead, dates, keys, and what was merged into it. */
export function AccountFacts({ account, onMerge }: { account: AccountDetail; onMerge: boolean }) {
  const undo = useUndoMerge()
  const today = new Date().toISOString().slice(0, 10)
  const month = account.goLiveOn ? monthsActive(account.goLiveOn, today) : undefined
  const previous = account.history.at(-2)
  const last = account.history.at(-1)
  const change =
    last &&
    previous &&
    last.mrrCents !== null &&
    previous.mrrCents !== null &&
    last.currency === previous.currency
      ? last.mrrCents - previous.mrrCents
      : 0
  const inDays = (day: string) =>
    Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000)
  return (
    <section aria-label="Account facts">
      <dl className="kv">
        <dt>MRR</dt>
        <dd className="num">
          <b className="font-semibold">
            {account.mrrCents === null ? 'not known' : money(account.mrrCents, account.currency)}
          </b>
          {change !== 0 && last && (
            <span className="muted">
              , {change > 0 ? '+' : '−'}
              {money(Math.abs(change), account.currency)} since {date(last.validAt)}
            </span>
          )}
        </dd>
        {account.plan && (
          <>
            <dt>Plan</dt>
            <dd>{account.plan}</dd>
          </>
        )}
        <dt>Lead</dt>
        <dd>{account.ownerName ?? <span className="muted">nobody</span>}</dd>
        <dt>Renewal</dt>
        <dd className="num">
          {account.renewalOn ? (
            `${dateOn(account.renewalOn)}${inDays(account.renewalOn) >= 0 ? `, in ${plural(inDays(account.renewalOn), 'day')}` : ', passed'}`
          ) : (
            <span className="muted">none</span>
          )}
        </dd>
        <dt>Stage</dt>
        <dd>
          {account.lifecycle}
          {account.lifecycle === 'active' && month !== undefined && `, month ${month}`}
          {account.churnedOn && `, since ${dateOn(account.churnedOn)}`}
        </dd>
        {account.calendar && (
          <>
            <dt>Hours</dt>
            <dd>its own, {account.calendar.zone.split('/').at(-1)!.replaceAll('_', ' ')}</dd>
          </>
        )}
        {account.domain && (
          <>
            <dt>Domain</dt>
            <dd>{account.domain}</dd>
          </>
        )}
        {account.parentId && (
          <>
            <dt>Part of</dt>
            <dd>
              <Go to={`accounts/${account.parentId}`} className="link">
                {account.parentName}
              </Go>
            </dd>
          </>
        )}
        {account.children.length > 0 && (
          <>
            <dt>Below it</dt>
            <dd>
              {account.children.map((child) => (
                <Go key={child.id} to={`accounts/${child.id}`} className="link block">
                  {child.name}
                </Go>
              ))}
            </dd>
          </>
        )}
        {account.keys.length > 0 && (
          <>
            <dt>Ids</dt>
            <dd className="num">{account.keys.map((key) => `${key.source} ${key.key}`).join(', ')}</dd>
          </>
        )}
        {account.note && (
          <>
            <dt>Note</dt>
            <dd className="whitespace-pre-line">{account.note}</dd>
          </>
        )}
      </dl>
      {account.merged.map((one) => (
        <div key={one.mergeId} className="row mt-2">
          <span className="help grow">
            {one.name} was merged in on {date(one.mergedAt)}
            {one.mergedBy && ` by ${one.mergedBy}`}
          </span>
          {onMerge && (
            <Button
              size="sm"
              busy={undo.isPending}
              onClick={() => undo.mutate({ mergeId: one.mergeId, label: one.name })}
            >
              Undo
            </Button>
          )}
        </div>
      ))}
    </section>
  )
}
