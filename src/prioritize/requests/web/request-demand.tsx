import { count, money, plural, words } from '#platform/web/format.ts'
import { Door, useParam } from '#platform/web/go.tsx'
import type { Request } from '#prioritize/requests/contract.ts'
import { percent } from '#prioritize/requests/rules.ts'
import { LevelMark, shareText } from '#prioritize/requests/web/request-parts.tsx'

/** The priority that demand gives, and why. */
export function PriorityWords({ priority }: { priority: Request['priority'] }) {
  const { level, reasons, caution } = priority
  return (
    <section aria-label="Priority from demand" className="max-w-[66ch]">
      <p className="row items-start gap-2">
        <LevelMark level={level} />
        <span>
          <b className="font-semibold">{level === 'none' ? 'No demand yet' : `${words(level)} by demand`}.</b>{' '}
          {reasons.join(' ')}{' '}
          {caution && <span className="text-[var(--mix-ink)] font-medium">{caution}</span>}
        </span>
      </p>
    </section>
  )
}

/** Who stands behind it, in numbers; each opens its records. */
export function DemandFigures({ demand }: { demand: Request['demand'] }) {
  const to = `requests/${useParam('requestId')}`
  return (
    <dl className="demand">
      <div>
        <dt>Accounts</dt>
        <dd className="num">
          <Door to={to} search={{ show: 'all' }}>
            {count(demand.accounts)}
          </Door>
        </dd>
        <dd className="help num">{shareText(demand)}</dd>
      </div>
      <div>
        <dt>Contacts</dt>
        <dd className="num">
          <Door to={to} search={{ show: 'contacts' }}>
            {count(demand.contacts)}
          </Door>
        </dd>
        <dd className="help num">{plural(demand.items, 'item')}</dd>
      </div>
      <div>
        <dt>MRR of customers</dt>
        <dd className="num">
          <Door to={to} search={{ show: 'customers' }}>
            {money(demand.mrrCents, demand.currency)}
          </Door>
        </dd>
        <dd className="help num">
          {percent(demand.shareOfMrr)} of all MRR, {plural(demand.customers, 'customer')}
        </dd>
      </div>
      <div>
        <dt>Blocked prospects</dt>
        <dd className="num">
          <Door to={to} search={{ show: 'blocked' }}>
            {count(demand.blocked)}
          </Door>
        </dd>
        <dd className="help num">
          {demand.blocked === 0
            ? 'nobody waits for it'
            : demand.blockedCents > 0
              ? `${money(demand.blockedCents, demand.currency)} a month`
              : 'amount not known'}
        </dd>
      </div>
    </dl>
  )
}
