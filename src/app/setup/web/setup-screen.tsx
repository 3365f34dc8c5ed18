import { Navigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { DemoProgress } from '#app/demo/web/demo-progress.tsx'
import { useDemo } from '#app/demo/web/use-demo.ts'
import { firstOpen, setupSteps } from '#app/setup/rules.ts'
import { ChannelsStep } from '#app/setup/web/channels-step.tsx'
import { HoursStep } from '#app/setup/web/hours-step.tsx'
import { PeopleStep } from '#app/setup/web/people-step.tsx'
import { SurveyStep } from '#app/setup/web/survey-step.tsx'
import { useChangeProgress, useSetupProgress } from '#app/setup/web/use-progress.ts'
import { type Place, places, placeText, wireOf } from '#app/setup/web/wire.ts'
import { WorkspaceStep } from '#app/setup/web/workspace-step.tsx'
import { OutsidePage } from '#app/web/outside/outside-page.tsx'
import { WithSession } from '#app/web/session.tsx'
import { useCalendar } from '#platform/calendar/web/use-calendar.ts'
import { Go, useGo, useParam, useSlug } from '#platform/web/go.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'
import { Failed } from '#platform/web/states.tsx'
import { Toaster } from '#platform/web/toast.tsx'
import '#app/web/outside/outside.css'

/** What a step of the first run may do with the set-up around it. */
export interface StepProps {
  onBack?: () => void
  onSkip(): void
  /** The step is done. */
  onDone(): void
}

const heads: Record<Exclude<Place, 'account'>, [title: string, lead: string]> = {
  workspace: [
    'What is your company called?',
    'It stands in the mails and pages your customers see. It can be changed later.',
  ],
  hours: [
    'When do you work?',
    'What is owed within business days counts in these hours. Weekends and public holidays do not count.',
  ],
  channels: [
    'Where does feedback arrive?',
    'One channel is enough to begin. Each of them leads into the same inbox.',
  ],
  people: ['Who answers?', 'A colleague comes in by a link that you give them. No mail server is needed.'],
  survey: [
    'The first survey',
    'The NPS survey is ready: one question by mail, the reason on the page. A score of 0 to 6 opens a case.',
  ],
}

const steps = {
  workspace: WorkspaceStep,
  hours: HoursStep,
  channels: ChannelsStep,
  people: PeopleStep,
  survey: SurveyStep,
}

/** The steps of the first run that work on the workspace itself. Each can be skipped; one can leave and come back. */
export default function SetupScreen() {
  return (
    <WithSession>
      <Steps />
      <Toaster />
    </WithSession>
  )
}

function Steps() {
  const go = useGo()
  const slug = useSlug()
  const place = useParam('step') as keyof typeof steps | ''
  const { workspace, member } = useSession()
  const canSetUp = useCan('settings:manage')
  const progress = useSetupProgress()
  const change = useChangeProgress()
  const calendar = useCalendar()
  const demo = useDemo()
  const heading = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new step begins at its top, also for the keyboard
  useEffect(() => {
    window.scrollTo(0, 0)
    if (!heading.current?.contains(document.activeElement)) heading.current?.focus()
  }, [place])

  if (!canSetUp)
    return (
      <OutsidePage
        title="An admin sets this workspace up"
        lead="The set-up changes settings, keys and members. An owner or admin of the workspace can do it."
      >
        <Go to="inbox" className="btn primary lg">
          Open the inbox
        </Go>
      </OutsidePage>
    )
  if (progress.error)
    return (
      <main className="grid min-h-96 place-items-center">
        <Failed
          error={progress.error}
          title="The set-up could not be read"
          onRetry={() => void progress.refetch()}
        />
      </main>
    )
  if (!progress.data) return <main aria-busy="true" />
  const { done } = progress.data
  const Step = place === '' ? undefined : steps[place]
  if (!Step || place === '')
    return <Navigate to={`/w/${slug}/setup/${firstOpen(done) ?? setupSteps[0]}` as never} replace />

  const at = places.indexOf(place)
  const next = places[at + 1]
  const goOn = () => go(next ? `setup/${next}` : 'inbox')
  const known = {
    account: `${member.name}, ${member.role}. No mail server needed`,
    workspace: workspace.isDemo ? `${workspace.name}, a demo` : workspace.name,
    ...(done.includes('hours') && calendar.data && { hours: calendar.data.zone }),
  }
  return (
    <OutsidePage
      step={placeText(place)}
      title={heads[place][0]}
      lead={heads[place][1]}
      steps={wireOf(place, done, known, true)}
      foot={
        <>
          {demo?.state === 'writing' && (
            <p className="mb-3">
              <span className="wordy block">The demo is being written. You can go on meanwhile.</span>
              <DemoProgress demo={demo} />
            </p>
          )}
          <span className="wordy">Everything here can be changed later in Settings. You can </span>
          <Go to="inbox" className="link">
            leave and come back
          </Go>
          <span className="wordy">.</span>
        </>
      }
    >
      <div ref={heading} tabIndex={-1} className="grid gap-5 outline-none">
        <Step
          {...(place !== 'workspace' && { onBack: () => go(`setup/${places[at - 1]}`) })}
          onSkip={goOn}
          onDone={() =>
            place === 'workspace' ? goOn() : change.mutate({ done: place }, { onSuccess: goOn })
          }
        />
      </div>
    </OutsidePage>
  )
}
