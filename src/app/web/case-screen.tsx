import { useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { type Case, type CaseStep, completeStep } from '#act/cases/contract.ts'
import { type Act, ActForm, useCaseFacts } from '#act/cases/web/case-acts.tsx'
import { ledgerOfCase } from '#act/cases/web/case-ledger.ts'
import { Touchpoints, WhatTheySaid } from '#act/cases/web/case-rail.tsx'
import { LogTouch, type WriteKind, writeKinds } from '#act/cases/web/log-touch.tsx'
import { currentStep, Decision, StepWork } from '#act/cases/web/next-step.tsx'
import { StepTimeline } from '#act/cases/web/timeline.tsx'
import { labelOf } from '#act/cases/web/timeline-rules.ts'
import { useCase, useCaseChange } from '#act/cases/web/use-cases.ts'
import { SentUpdates } from '#close/updates/web/sent-updates.tsx'
import { UpdateComposer } from '#close/updates/web/update-composer.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Clock, useNow } from '#platform/web/clock.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { date, money, said } from '#platform/web/format.ts'
import { Go, useParam } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Ledger } from '#platform/web/ledger.tsx'
import { Menu, type MenuEntry } from '#platform/web/menu.tsx'
import { TopBar, WithRail } from '#platform/web/page.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

/** One case: where the loop is open, what is owed next and by when, what was said, and the place to answer. */
export default function CaseScreen() {
  const caseId = useParam('caseId')
  const query = useCase(caseId)
  if (query.isError && !query.data) {
    return (
      <>
        <TopBar title="Case" crumbs={[{ label: 'Cases', to: 'cases' }]} />
        <Failed
          error={query.error}
          title="The case could not be loaded"
          onRetry={() => void query.refetch()}
        />
      </>
    )
  }
  if (!query.data) {
    return (
      <>
        <TopBar title="Case" crumbs={[{ label: 'Cases', to: 'cases' }]} />
        <LoadingBlock height={480} label="Loading the case" />
      </>
    )
  }
  return <CasePage key={caseId} one={query.data} />
}

function CasePage({ one }: { one: Case }) {
  const now = useNow()
  const canWrite = useCan('cases:write')
  const { members, member } = useSession()
  const change = useCaseChange(one.id)
  const facts = useCaseFacts(one)
  const step = currentStep(one)
  const isOpen = one.status === 'open'
  const [kind, setKind] = useState<WriteKind>(one.unreachable ? 'note' : 'mail')
  const [act, setAct] = useState<Act>()
  const [isPicking, setPicking] = useState(false)
  const [answers, setAnswers] = useState<Record<string, boolean>>({})
  const [notes, setNotes] = useState<Record<string, string>>({})
  const writing = useRef<HTMLDivElement>(null)
  const steps = useMemo(
    () => one.steps.filter((each) => each.state !== 'cancelled' || each.openedAt),
    [one.steps],
  )
  const isPhone = usePhone()
  const reaches = step?.action === 'send-update' || step?.action === 'call'

  const write = (next: WriteKind) => {
    setKind(next)
    requestAnimationFrame(() => {
      writing.current?.scrollIntoView({ block: 'nearest' })
      writing.current?.querySelector<HTMLElement>('.slot.miss, textarea')?.focus()
    })
  }
  const complete = () => {
    if (step?.state !== 'open' || !canWrite) return
    if (reaches && !one.unreachable) return write(step.action === 'send-update' ? 'mail' : 'call')
    const missing = step.evidence.find((each) => !(notes[each.name] ?? each.text)?.trim())
    if (missing) {
      const field = [
        ...document.querySelectorAll<HTMLTextAreaElement>(`[data-evidence="${missing.name}"]`),
      ].find((each) => each.offsetParent)
      field?.focus()
      return toast({ failed: true, message: `Write down first: ${missing.name}.` })
    }
    change.mutate(
      {
        run: () =>
          call(completeStep, {
            caseId: one.id,
            stepId: step.id,
            results: answers,
            evidence: notesOf(step, notes),
          }),
        failed: 'The step is still open',
      },
      { onSuccess: () => toast({ message: `“${step.title}” is done.` }) },
    )
  }
  const group = 'Case'
  useKeys(
    {
      e: { run: complete, label: 'Complete the step', group },
      r: { run: () => write('mail'), label: 'Write a mail', group },
      n: { run: () => write('note'), label: 'Note', group },
      a: { run: () => setPicking(true), label: 'Give to somebody', group },
    },
    { enabled: canWrite && isOpen },
  )

  const more: MenuEntry[] = [
    { label: 'Give to somebody', icon: 'person', keys: 'a', onSelect: () => setPicking(true) },
    {
      label: one.isDissatisfied ? 'No longer dissatisfied' : 'Still dissatisfied',
      checked: one.isDissatisfied,
      onSelect: () => facts.dissatisfied(!one.isDissatisfied),
    },
    { label: 'Escalate', icon: 'flag', onSelect: () => setAct('escalate') },
    'line',
    { label: 'Resolve the case', icon: 'check', onSelect: () => setAct('resolve') },
    { label: 'Drop the case', onSelect: () => setAct('cancel') },
  ]
  const work = isOpen && step?.state === 'open' && (
    <StepWork
      key={step.id}
      one={one}
      step={step}
      answers={answers}
      onAnswer={(key, value) => setAnswers({ ...answers, [key]: value })}
      notes={notes}
      onNote={(name, text) => setNotes({ ...notes, [name]: text })}
    />
  )
  const owed = step && isOpen ? nextWords(one, step.title) : undefined
  const rail = (
    <>
      {!isPhone && (
        <section>
          <h2 className="sec">{isOpen ? 'Next step' : 'How it ended'}</h2>
          {isOpen ? (
            <>
              <p className="nx mt-1 mb-1.5">{owed ?? 'Nothing is owed now'}</p>
              <LeadLine one={one} />
              {step?.noClock && <p className="mt-1.5 text-ink-2">{step.noClock}</p>}
              {step?.needsDecision && canWrite && <Decision one={one} step={step} />}
              {work}
            </>
          ) : (
            <Ended one={one} />
          )}
        </section>
      )}
      {!isPhone && <WhatTheySaid one={one} />}
      <Touchpoints list={one.touchpoints} />
    </>
  )
  const clock = one.nextStep?.latestAt && isOpen && (
    <Clock
      due={one.nextStep.latestAt}
      start={one.nextStep.countedFromAt ?? one.openedAt}
      rule={one.nextStep.rule}
      show="due"
      pill
    />
  )
  return (
    <>
      <TopBar
        title={one.title}
        crumbs={[{ label: 'Cases', to: 'cases' }]}
        note={<span className="num max-wide:hidden">{one.id.slice(0, 5) + one.id.slice(-4)}</span>}
      >
        <span className="max-phone:hidden">{clock}</span>
        {canWrite && isOpen && (
          <>
            <Menu label="More" items={more} trigger={<Button kind="ghost" icon="more" aria-label="More" />} />
            <Button icon="flag" className="max-wide:hidden" onClick={() => setAct('escalate')}>
              Escalate
            </Button>
            <Button
              kind="primary"
              keys="e"
              className="max-phone:hidden"
              disabled={step?.state !== 'open'}
              busy={change.isPending}
              onClick={complete}
            >
              {step?.action === 'send-update' && !one.unreachable
                ? 'Write'
                : step?.action === 'call' && !one.unreachable
                  ? 'Log the call'
                  : 'Complete step'}
            </Button>
          </>
        )}
        {canWrite && !isOpen && <Button onClick={() => setAct('reopen')}>Reopen</Button>}
      </TopBar>
      {isPicking && (
        <Picker
          anchor={document.querySelector('.top')}
          open
          onOpenChange={setPicking}
          label="Who leads it"
          value={one.lead ? [one.lead.id] : []}
          options={members.map((each) => ({
            value: each.id,
            label: each.id === member.id ? `${each.name} (you)` : each.name,
            hint: each.role,
          }))}
          onPick={(id) => facts.lead(id)}
        />
      )}
      <WithRail label="Facts" rail={rail}>
        <div className="flex min-w-0 flex-col gap-4.5">
          {act && <ActForm one={one} act={act} onClose={() => setAct(undefined)} />}
          {isPhone && (
            <div>
              <div className="row justify-between">
                {clock || <span className="muted">{one.status}</span>}
                <span className="help num">{one.id.slice(0, 5) + one.id.slice(-4)}</span>
              </div>
              <h2 className="nx mt-2">{owed ?? (isOpen ? 'Nothing is owed now' : 'How it ended')}</h2>
              <AccountLine one={one} />
              {isOpen ? <LeadLine one={one} /> : <Ended one={one} />}
              <div className="my-3">
                <WhatTheySaid one={one} />
              </div>
              {step?.noClock && <p className="text-ink-2">{step.noClock}</p>}
              {step?.needsDecision && canWrite && <Decision one={one} step={step} />}
              {work}
              <h3 className="sec mt-3.5 mb-2.5">
                Steps <span className="help font-normal">version {one.playbookVersion}</span>
              </h3>
              <ol className="ledger up" aria-label="Steps">
                {steps.map((each) => (
                  <li key={each.id} className={uprightClass(each.state, each.isLate)}>
                    <i aria-hidden="true" />
                    <div className="k">{each.title}</div>
                    <div className="v">{labelOf(each, now)}</div>
                  </li>
                ))}
              </ol>
            </div>
          )}
          {!isPhone && (
            <>
              <Ledger links={ledgerOfCase(one, now)} />
              <AccountLine one={one} />
              <StepTimeline one={one} steps={steps} />
            </>
          )}
          <Skipped one={one} />
          {canWrite && (
            <div ref={writing}>
              {kind === 'mail' ? (
                <UpdateComposer<WriteKind>
                  about={{
                    caseId: one.id,
                    stepId:
                      isOpen && step?.state === 'open' && step.action === 'send-update' ? step.id : undefined,
                  }}
                  kinds={writeKinds}
                  kind={kind}
                  onKind={setKind}
                />
              ) : (
                <LogTouch
                  one={one}
                  step={isOpen ? step : undefined}
                  kind={kind}
                  answers={answers}
                  onKind={setKind}
                />
              )}
            </div>
          )}
          <SentUpdates about={{ case: one.id }} />
        </div>
      </WithRail>
      {canWrite && isOpen && (
        <div className="pbar">
          <Button icon="phone" onClick={() => write('call')}>
            Call
          </Button>
          <Button kind="primary" disabled={step?.state !== 'open'} onClick={complete}>
            {step?.action === 'send-update' && !one.unreachable
              ? 'Write'
              : step?.action === 'call'
                ? 'Log the call'
                : 'Complete step'}
          </Button>
        </div>
      )}
    </>
  )
}

/** What was written in the fields of this step, empty ones left out. */
function notesOf(step: CaseStep, notes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    step.evidence.flatMap(({ name }) => (notes[name]?.trim() ? [[name, notes[name]]] : [])),
  )
}

const phone = window.matchMedia('(max-width: 640px)')
const hearPhone = (tell: () => void) => {
  phone.addEventListener('change', tell)
  return () => phone.removeEventListener('change', tell)
}

/** On a phone the next step comes first and the steps stand upright: another order, so another tree. */
function usePhone(): boolean {
  return useSyncExternalStore(hearPhone, () => phone.matches)
}

const uprightClass = (state: string, isLate: boolean) =>
  state === 'done'
    ? 'done'
    : state === 'open'
      ? `gap ${isLate ? '' : 'open'}`
      : state === 'skipped'
        ? 'none'
        : 'todo'

/** "Reach out in person: Petra Lindqvist" */
function nextWords(one: Case, title: string): string {
  return one.contact ? `${title}: ${one.contact.name}` : title
}

function LeadLine({ one }: { one: Case }) {
  return (
    <p className="help">
      {one.lead ? (
        <>
          Lead: {one.lead.name}. Rule: {one.leadRule}.
        </>
      ) : (
        <b className="font-medium text-sla-late">Nobody leads it: {one.leadRule.replace('vacant: ', '')}.</b>
      )}
    </p>
  )
}

function AccountLine({ one }: { one: Case }) {
  return (
    <p className="help row flex-wrap gap-x-2">
      {one.contact && (
        <Go to={`contacts/${one.contact.id}`} className="n">
          {one.contact.name}
        </Go>
      )}
      {one.account && (
        <Go to={`accounts/${one.account.id}`} className="n">
          {one.account.name}
        </Go>
      )}
      {one.account?.mrrCents != null && (
        <span className="num">{money(one.account.mrrCents, one.account.currency)} MRR</span>
      )}
      {one.isDissatisfied && <span className="tag">Still dissatisfied</span>}
      {one.escalatedAt && <span className="tag">Escalated {date(one.escalatedAt)}</span>}
    </p>
  )
}

function Ended({ one }: { one: Case }) {
  return (
    <>
      <p className="mt-1 whitespace-pre-wrap">{one.resolution ?? one.cancelReason}</p>
      <p className="help mt-1">
        {one.status === 'resolved' ? 'Resolved' : 'Dropped'}
        {one.resolvedAt && ` ${said(one.resolvedAt)}`}
        {one.resolvedBy && `, ${one.resolvedBy.name}`}
      </p>
    </>
  )
}

/** Why steps were skipped, with the values they were asked with. */
function Skipped({ one }: { one: Case }) {
  const skipped = one.steps.filter((step) => step.state === 'skipped' && step.reason)
  if (skipped.length === 0) return null
  return (
    <ul className="text-xs text-ink-2">
      {skipped.map((step) => (
        <li key={step.id}>
          <span className="med">{step.title}</span> was skipped: {step.reason}
        </li>
      ))}
    </ul>
  )
}
