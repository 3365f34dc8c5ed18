import { type Case, resumeCase } from '#act/cases/contract.ts'
import { useCaseChange } from '#act/cases/web/use-cases.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { said } from '#platform/web/format.ts'

/** That the case waits for the customer, and the way on. */
export function Paused({ one, canWrite }: { one: Case; canWrite: boolean }) {
  const change = useCaseChange(one.id)
  if (!one.pausedAt) return null
  return (
    <section className="comp" aria-label="Paused">
      <div className="body row flex-wrap gap-3">
        <p className="grow">
          <span className="med">Paused {said(one.pausedAt)}:</span> {one.pauseReason}. Clocks in working time
          stand still.
        </p>
        {canWrite && (
          <Button
            kind="primary"
            busy={change.isPending}
            onClick={() =>
              change.mutate({
                run: () => call(resumeCase, { caseId: one.id }),
                failed: 'The case is still paused',
              })
            }
          >
            Go on
          </Button>
        )}
      </div>
    </section>
  )
}
