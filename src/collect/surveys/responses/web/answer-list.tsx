import { useMutation, useQueryClient } from '@tanstack/react-query'
import { channelWords } from '#collect/surveys/channels.ts'
import { confirmResponse, type SurveyResponse } from '#collect/surveys/responses/contract.ts'
import { followed } from '#collect/surveys/responses/web/followed.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { dateTime } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { NpsMark, Sentiment } from '#platform/web/marks.tsx'
import { useCan } from '#platform/web/session.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

const doubts: Record<string, string> = {
  trap: 'A field or button that people do not see was used.',
  several_links:
    'Answers were sent from several links of the mail within minutes, as programs do that check mails.',
  several_scores: 'Several scores came within seconds.',
  unfinished: 'Whoever answered may be at it still; it counts in a quarter of an hour.',
}

/** Answers with their words, each with who gave it. */
export function AnswerList({ responses }: { responses: readonly SurveyResponse[] }) {
  return (
    <ul className="max-w-4xl" aria-label="Answers">
      {responses.map((response) => (
        <li key={response.id} className="grid gap-1 border-b border-line py-3">
          <div className="row flex-wrap gap-x-3">
            <Score response={response} />
            {response.reason && <span>{response.reason.label}</span>}
            <span className="grow" />
            <span className="help num">
              {response.channel === 'mail' ? '' : `${channelWords[response.channel]}, `}
              {dateTime(response.submittedAt)}
            </span>
          </div>
          {response.words && (
            <blockquote className="verbatim" dir="auto">
              {response.words}
            </blockquote>
          )}
          <div className="help">
            {response.contactId && (
              <Go to={`contacts/${response.contactId}`} className="link">
                {response.contactName ?? 'Unnamed contact'}
              </Go>
            )}
            {response.accountName && `, ${response.accountName}`}
            {response.mayContact && ', may be contacted'}
            {response.follows && (
              <>
                {', asked again about '}
                <Go to={`${followed[response.follows.kind].path}/${response.follows.id}`} className="link">
                  {followed[response.follows.kind].words}
                </Go>
              </>
            )}
            {response.changedAt &&
              response.changedAt !== response.completedAt &&
              `, changed ${dateTime(response.changedAt)}`}
          </div>
          {response.isProvisional && <Doubt response={response} />}
        </li>
      ))}
    </ul>
  )
}

/** The score on its scale; a survey without one says whether anything in it was negative. */
function Score({ response: { score, scoreMax, group, isNegative } }: { response: SurveyResponse }) {
  if (score !== null && group !== null) return <NpsMark score={score} />
  const mark = isNegative ? <Sentiment value="negative" /> : null
  return (
    <span className="row num inline-flex gap-2">
      {score === null ? (isNegative ? '' : 'No score') : `${score} of ${scoreMax}`}
      {mark}
    </span>
  )
}

function Doubt({ response }: { response: SurveyResponse }) {
  const queries = useQueryClient()
  const canWrite = useCan('surveys:write')
  const confirm = useMutation({
    mutationFn: () => call(confirmResponse, { responseId: response.id }),
    onSuccess: async () => {
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => /^(responses|survey|wave)/.test(String(queryKey[0])),
      })
      toast({ message: 'The answer counts now.' })
    },
    onError: (error) => toastError(error, 'The answer is still in doubt'),
  })
  return (
    <div className="row">
      <span className="text-ink-2">
        Not counted. {doubts[response.provisionalReason ?? ''] ?? 'It shows signs of a machine.'}
      </span>
      {canWrite && (
        <Button size="sm" busy={confirm.isPending} onClick={() => confirm.mutate()}>
          A person gave it, count it
        </Button>
      )}
    </div>
  )
}
