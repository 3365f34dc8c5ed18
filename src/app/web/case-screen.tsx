import { useMemo, useRef, useState } from 'react'
import { type Case, completeStep } from '#act/cases/contract.ts'
import { type Act, ActForm, useCaseFacts } from '#act/cases/web/case-acts.tsx'
import { ledgerOfCase } from '#act/cases/web/case-ledger.ts'
import { WhatTheySaid } from '#act/cases/web/case-rail.tsx'
import { LogTouch, type WriteKind, writeKinds } from '#act/cases/web/log-touch.tsx'
import { Decision, notesOf, StepWork } from '#act/cases/web/next-step.tsx'
import { Paused } from '#act/cases/web/paused.tsx'
import { StepPeople } from '#act/cases/web/step-people.tsx'
import { StepTimeline } from '#act/cases/web/timeline.tsx'
import { useCase, useCaseChange } from '#act/cases/web/use-cases.ts'
import { StepActions } from '#act/corrective-actions/web/case-actions.tsx'
import { howToBring } from '#act/evidence/rules.ts'
import { HandOver } from '#act/hand-overs/web/hand-over.tsx'
import { StepMeeting } from '#act/meetings/web/step-meeting.tsx'
import { MoveCase } from '#act/moves/web/move-case.tsx'
import { CaseOutcome } from '#act/outcomes/web/case-outcome.tsx'
import { Replies } from '#act/replies/web/replies.tsx'
import { CaseFacts } from '#app/web/case-parts/case-facts.tsx'
import { AccountLine, HowItEnded, LeadLine, nextWords, Skipped } from '#app/web/case-parts/case-lines.tsx'
import { caseMenu } from '#app/web/case-parts/case-menu.ts'
import { CaseOnPhone, usePhone } from '#app/web/case-parts/case-on-phone.tsx'
import { CasePickers, type Picking } from '#app/web/case-parts/case-pickers.tsx'
import { OpenSteps, useWorkedStep } from '#app/web/case-parts/open-steps.tsx'
import { type Typed, TypedBefore } from '#app/web/case-parts/typed-before.tsx'
import { useWritingTo, WritingTo } from '#app/web/case-parts/writing-to.tsx'
import { AskedAgain } from '#close/follow-ups/web/asked-again.tsx'
import { SentUpdates } from '#close/updates/web/sent-updates.tsx'
import { UpdateComposer } from '#close/updates/web/update-composer.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Clock, useNow } from '#platform/web/clock.tsx'
import { useParam } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Ledger } from '#platform/web/ledger.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { TopBar, WithRail } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
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
  return <CasePage key={caseId} one={query.data} refetch={() => void query.refetch()} />
}

function CasePage({ one, refetch }: { one: Case; refetch(): void }) {
  const now = useNow()
  const canWrite = useCan('cases:write')
  const change = useCaseChange(one.id)
  const facts = useCaseFacts(one)
  const { step, workable, pick } = useWorkedStep(one)
  const isOpen = one.status === 'open'
  const [kind, setKind] = useState<WriteKind>(one.unreachable ? 'note' : 'mail')
  const [act, setAct] = useState<Act>()
  const [picking, setPicking] = useState<Picking>()
  const [isHandingOver, setHandingOver] = useState(false)
  const [answered, setAnswered] = useState<Record<string, Record<string, boolean>>>({})
  const [typed, setTyped] = useState<Typed>({})
  const answers = (step && answered[step.id]) ?? {}
  const notes = (step && typed[step.id]) ?? {}
  const forget = (stepId: string) => setTyped(({ [stepId]: _, ...rest }) => rest)
  const writingTo = useWritingTo(one.contact?.id)
  const writing = useRef<HTMLDivElement>(null)
  const steps = useMemo(
    () => one.steps.filter((each) => each.state !== 'cancelled' || each.openedAt),
    [one.steps],
  )
  const isPhone = usePhone()
  // A step that needs agreement is asked for first; word goes out after it.
  const asks = step?.approve != null && !step.approvedAt && !step.mayApprove
  const tells = step?.tells === true && !asks
  const reaches = (step?.action === 'send-update' || step?.action === 'call' || tells) && !asks

  const verb = asks
    ? step.approvalAskedAt
      ? 'Agreement asked'
      : 'Ask for agreement'
    : (step?.action === 'send-update' || tells) && !one.unreachable
      ? 'Write'
      : step?.action === 'call' && !one.unreachable
        ? 'Log the call'
        : 'Complete step'

  const write = (next: WriteKind) => {
    setKind(next)
    requestAnimationFrame(() => {
      writing.current?.scrollIntoView({ block: 'nearest' })
      writing.current?.querySelector<HTMLElement>('.slot.miss, textarea')?.focus()
    })
  }
  const complete = () => {
    if (step?.state !== 'open' || !canWrite) return
    if (reaches && !one.unreachable) return write(step.action === 'call' ? 'call' : 'mail')
    const missing = step.evidence.find((each) => !(notes[each.name] ?? each.text)?.trim())
    if (missing) {
      const field = [...document.querySelectorAll<HTMLElement>(`[data-evidence="${missing.name}"]`)].find(
        (each) => each.offsetParent,
      )
      field?.focus()
      return toast({ failed: true, message: `Missing: ${missing.name}; ${howToBring[missing.kind]}.` })
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
      {
        onSuccess: () => {
          forget(step.id)
          toast({
            message: asks ? `Asked: ${step.approve!.replaceAll('-', ' ')}.` : `“${step.title}” is done.`,
          })
        },
        // somebody was quicker: the page shows who, and what was written here
        onError: refetch,
      },
    )
  }
  const group = 'Case'
  useKeys(
    {
      e: { run: complete, label: 'Complete the step', group },
      r: { run: () => write('mail'), label: 'Write a mail', group },
      n: { run: () => write('note'), label: 'Note', group },
      a: { run: () => setPicking('lead'), label: 'Give to somebody', group },
      'Shift+a': { run: () => step && setPicking('step'), label: 'Give this step to somebody', group },
      s: { run: () => step && setPicking('snooze'), label: 'Snooze on my day', group },
      h: { run: () => setHandingOver(true), label: 'Hand over with a note', group },
    },
    { enabled: canWrite && isOpen },
  )

  const more = caseMenu(one, step, {
    pick: setPicking,
    act: setAct,
    handOver: () => setHandingOver(true),
    dissatisfied: facts.dissatisfied,
  })
  const work = isOpen && step?.state === 'open' && (
    <div key={step.id}>
      <StepPeople one={one} step={step} />
      <StepMeeting one={one} step={step} />
      <StepWork
        one={one}
        step={step}
        answers={answers}
        onAnswer={(key, value) => setAnswered({ ...answered, [step.id]: { ...answers, [key]: value } })}
        notes={notes}
        onNote={(name, text) => setTyped({ ...typed, [step.id]: { ...notes, [name]: text } })}
      />
      {step.action === 'resolve' && <CaseOutcome one={one} canWrite={canWrite} />}
      <StepActions one={one} step={step} />
    </div>
  )
  const owed = step && isOpen ? nextWords(one, step.title) : undefined
  const rail = (
    <>
      {!isPhone && (
        <section>
          <h2 className="sec">{isOpen ? 'Next step' : 'How it ended'}</h2>
          {isOpen ? (
            <>
              <OpenSteps step={step} workable={workable} onPick={pick} />
              <p className="nx mt-1 mb-1.5">{owed ?? 'Nothing is owed now'}</p>
              <LeadLine one={one} />
              {step?.noClock && <p className="mt-1.5 text-ink-2">{step.noClock}</p>}
              {step?.needsDecision && canWrite && <Decision one={one} step={step} />}
              {work}
            </>
          ) : (
            <HowItEnded one={one} canWrite={canWrite} />
          )}
        </section>
      )}
      {!isPhone && <WhatTheySaid one={one} />}
      <CaseFacts one={one} canWrite={canWrite} />
    </>
  )
  const clock = step?.state === 'open' && step.latestAt && isOpen && (
    <Clock due={step.latestAt} start={step.countedFromAt ?? one.openedAt} rule={step.rule} show="due" pill />
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
              disabled={step?.state !== 'open' || (asks && step.approvalAskedAt !== null)}
              busy={change.isPending}
              onClick={complete}
            >
              {verb}
            </Button>
          </>
        )}
        {canWrite && !isOpen && <Button onClick={() => setAct('reopen')}>Reopen</Button>}
      </TopBar>
      <CasePickers one={one} step={step} picking={picking} onClose={() => setPicking(undefined)} />
      <WithRail label="Facts" rail={rail}>
        <div className="flex min-w-0 flex-col gap-4.5">
          <Paused one={one} canWrite={canWrite} />
          <TypedBefore one={one} typed={typed} onForget={forget} />
          {isHandingOver && isOpen && <HandOver one={one} onClose={() => setHandingOver(false)} />}
          <MoveCase one={one} canWrite={canWrite} />
          {act && <ActForm one={one} act={act} onClose={() => setAct(undefined)} />}
          {isPhone && (
            <CaseOnPhone
              one={one}
              step={step}
              steps={steps}
              clock={clock}
              open={<OpenSteps step={step} workable={workable} onPick={pick} />}
              work={work}
            />
          )}
          {!isPhone && (
            <>
              <Ledger links={ledgerOfCase(one, now)} />
              <AccountLine one={one} />
              <StepTimeline one={one} steps={steps} />
            </>
          )}
          <Skipped one={one} />
          {one.status === 'open' && <AskedAgain caseId={one.id} />}
          <Replies about={{ case: one.id }} endedAt={isOpen ? null : one.resolvedAt} />
          {canWrite && (
            <div ref={writing} onInput={kind === 'mail' ? writingTo.onInput : undefined}>
              {kind === 'mail' && <WritingTo contactId={one.contact?.id} />}
              {kind === 'mail' ? (
                <UpdateComposer<WriteKind>
                  about={{
                    caseId: one.id,
                    stepId:
                      isOpen && step?.state === 'open' && (step.action === 'send-update' || tells)
                        ? step.id
                        : undefined,
                  }}
                  kinds={writeKinds}
                  kind={kind}
                  onKind={setKind}
                  onSent={writingTo.onDone}
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
            {verb}
          </Button>
        </div>
      )}
    </>
  )
}
