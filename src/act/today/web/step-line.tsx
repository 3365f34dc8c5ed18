import type { TodayStep } from '#act/today/contract.ts'
import { verbOf } from '#act/today/web/today-rules.ts'
import { Button } from '#platform/web/button.tsx'
import { Clock } from '#platform/web/clock.tsx'
import { money } from '#platform/web/format.ts'
import { Icon, type IconName } from '#platform/web/icons.tsx'

const icons: Record<string, IconName> = {
  'send-update': 'send',
  call: 'phone',
  meeting: 'calendar',
  task: 'case',
  escalate: 'flag',
  resolve: 'check',
}

/** The picture of what a step asks for. */
export const iconOf = (action: string): IconName => icons[action] ?? 'case'

/** The account with what it pays, the score and the rule of a step. */
export function accountText(step: Pick<TodayStep, 'account' | 'rule' | 'score'>): string {
  const who = step.account
    ? `${step.account.name}${step.account.mrrCents !== null ? `, ${money(step.account.mrrCents, step.account.currency)}` : ''}. `
    : ''
  return `${who}${step.score === null ? '' : `Scored ${step.score}: `}${step.rule}`
}

/** One step of the day: for whom, at what account, by when, and the press that does it. */
export function TodayStepLine({ step, onOpen }: { step: TodayStep; onOpen(): void }) {
  return (
    <>
      <span className="lead">
        <Icon name={iconOf(step.action)} />
      </span>
      <div className="grow min-w-0">
        <div className="l1">
          <span className="t med cut">{[step.title, step.contact].filter(Boolean).join(': ')}</span>
        </div>
        <div className="l2">
          <span className="cut">{accountText(step)}</span>
        </div>
      </div>
      <div className="row flex-none gap-3">
        {step.latestAt ? (
          <Clock due={step.latestAt} start={step.countedFromAt ?? undefined} rule={step.rule} />
        ) : (
          <span className="muted xs">{step.noClock ? 'no clock' : ''}</span>
        )}
        <Button tabIndex={-1} className="max-phone:hidden" onClick={onOpen}>
          {verbOf(step)}
        </Button>
      </div>
    </>
  )
}
