import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Demo, resumeDemo } from '#app/demo/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { toastError } from '#platform/web/toast.tsx'

/** What is being written of the demo and how much of it is there; after a failure, what happened and one press. */
export function DemoProgress({ demo }: { demo: Demo }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const canResume = useCan('settings:manage')
  const resume = useMutation({
    mutationFn: () => call(resumeDemo, {}),
    onSuccess: (now) => queries.setQueryData(['demo', slug], now),
    onError: (error) => toastError(error, 'The demo is still not whole'),
  })
  const percent = Math.round(demo.share * 100)
  if (demo.failure)
    return (
      <span className="row min-w-0 flex-wrap" role="alert">
        <span>
          The demo stopped at {percent} %. {demo.failure} It is tried again by itself.
        </span>
        {canResume && (
          <Button size="sm" busy={resume.isPending} onClick={() => resume.mutate()}>
            Try now
          </Button>
        )}
      </span>
    )
  return (
    <span className="row min-w-0">
      <progress className="thin" value={percent} max={100} aria-label="Writing the demo" />
      <span className="num cut" role="status">
        {demo.words}
      </span>
    </span>
  )
}
