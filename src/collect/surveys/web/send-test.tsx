import { useMutation } from '@tanstack/react-query'
import { sendTestSurvey } from '#collect/surveys/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { useGo } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** Queues the survey mail to oneself; without a mail server it can be read in the outbox. */
export function SendTest({ surveyId, className }: { surveyId: string; className?: string }) {
  const go = useGo()
  const canTest = useCan('surveys:write')
  const test = useMutation({
    mutationFn: () => call(sendTestSurvey, { surveyId }),
    onSuccess: ({ mailId }) =>
      toast({
        message: 'The survey mail to you is queued.',
        actions: [{ label: 'Read it', run: () => go('outbox', { search: { mail: mailId } }) }],
      }),
    onError: (error) => toastError(error, 'No test was queued'),
  })
  if (!canTest) return null
  return (
    <Button className={className} busy={test.isPending} onClick={() => test.mutate()}>
      Send me a test
    </Button>
  )
}
