import type { DrawnStep } from '#act/playbooks/contract.ts'
import { Icon } from '#platform/web/icons.tsx'

interface Finding {
  line: number
  level: 'error' | 'warning'
  message: string
  fix: string
}

/** What the checker says, each with its line and what to write instead. */
export function Findings({
  findings,
  isEditing,
  onLine,
}: {
  findings: readonly Finding[]
  isEditing: boolean
  onLine(line: number): void
}) {
  if (findings.length === 0) {
    return isEditing ? (
      <p className="row mb-4 text-ink-2" role="status">
        <Icon name="check" small /> Nothing to mend.
      </p>
    ) : null
  }
  const errors = findings.filter((one) => one.level === 'error').length
  return (
    <section className="mb-5" aria-label="Checker" aria-live="polite">
      <h2 className="sec">
        Checker{' '}
        <span className={errors > 0 ? 'text-sla-late' : 'muted font-normal'}>
          {errors > 0 ? `${errors} to mend` : 'nothing to mend'}
          {findings.length > errors && `, ${findings.length - errors} to look at`}
        </span>
      </h2>
      <ul className="mt-1.5">
        {findings.map((one) => (
          <li key={`${one.line} ${one.message}`} className="flex gap-2.5 border-b border-line py-1.5">
            <Icon
              name={one.level === 'error' ? 'close' : 'warning'}
              small
              className={`mt-1 ${one.level === 'error' ? 'text-sla-late' : 'text-ink-3'}`}
            />
            <button type="button" className="n num nowrap self-start" onClick={() => onLine(one.line)}>
              line {one.line}
            </button>
            <span className="grow">
              {one.message.charAt(0).toUpperCase() + one.message.slice(1)}
              <span className="help block">{one.fix}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const actions: Record<string, string> = {
  'send-update': 'writes to the customer',
  call: 'calls the customer',
  meeting: 'meets',
  task: 'works on it',
  'corrective-actions': 'puts it right',
  escalate: 'escalates',
  resolve: 'records the outcome',
}

interface DrawnProps {
  when: string
  lead: readonly string[]
  late: readonly { at: string; tell: readonly string[] }[]
  steps: readonly DrawnStep[]
  onLine(line: number): void
}

/** The steps as they run, from the event that starts them down. */
export function Drawn({ when, lead, late, steps, onLine }: DrawnProps) {
  return (
    <>
      <h2 className="sec mb-3">As it runs</h2>
      <ol className="steps">
        <li className="start">
          <span className="when">starts</span>
          <span className="dot" aria-hidden="true" />
          <div>
            <span className="med">
              {when.startsWith('feedback.triaged') ? 'An item is triaged' : 'An answer comes in'}
            </span>
            <span className="help block font-mono">{when.replace(/^\S+ if /, '')}</span>
            <span className="help block">Lead: {lead.join(', else ')}</span>
          </div>
        </li>
        {steps.map((step) => (
          <li key={step.id} className={step.condition ? 'maybe' : ''}>
            <span className="when">{step.rule.split(', then ')[0]}</span>
            <span className="dot" aria-hidden="true" />
            <div className="min-w-0">
              <button type="button" className="n med" onClick={() => onLine(step.line)}>
                {step.title}
              </button>
              <span className="help block">
                {step.who} {actions[step.action] ?? step.action}
                {step.evidence.length > 0 && `, evidence: ${step.evidence.join(', ')}`}
              </span>
              {step.condition && <span className="help block font-mono">only if {step.condition}</span>}
              {step.notes.map((note) => (
                <span key={note} className="help block">
                  {note}
                </span>
              ))}
              {step.repeats && <span className="help block">{step.repeats}</span>}
            </div>
          </li>
        ))}
      </ol>
      {late.length > 0 && (
        <>
          <h2 className="sec mt-2 mb-1.5">When a step is late</h2>
          <ul>
            {late.map((rung) => (
              <li key={rung.at} className="row border-b border-line py-1">
                <span className="num w-40 flex-none text-ink-2">{rung.at}</span>
                <span>
                  {rung.tell
                    .map((who) => (who === 'who' ? 'who does it' : who === 'lead' ? 'the lead' : who))
                    .join(' and ')}{' '}
                  {rung.tell.length > 1 ? 'are' : 'is'} told
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
