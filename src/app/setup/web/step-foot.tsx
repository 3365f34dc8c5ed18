import { Button } from '#platform/web/button.tsx'

/** Back, skip, and the press that goes on. As the last part of a form, `next` submits it. */
export function StepFoot({
  onBack,
  onSkip,
  onNext,
  next = 'Go on',
  busy,
}: {
  onBack?: (() => void) | undefined
  onSkip?: (() => void) | undefined
  /** Absent: the button submits the form around it. */
  onNext?: () => void
  next?: string
  busy?: boolean
}) {
  return (
    <div className="ft">
      {onBack && (
        <Button size="lg" onClick={onBack}>
          Back
        </Button>
      )}
      <span className="grow" />
      {onSkip && (
        <Button kind="ghost" size="lg" onClick={onSkip}>
          Skip
        </Button>
      )}
      <Button
        kind="primary"
        size="lg"
        busy={busy ?? false}
        {...(onNext ? { onClick: onNext } : { type: 'submit' as const })}
      >
        {next}
      </Button>
    </div>
  )
}
