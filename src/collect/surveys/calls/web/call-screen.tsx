import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type CallOutcome,
  callWords,
  getCall,
  type SurveyCall,
  settleCall,
} from '#collect/surveys/calls/contract.ts'
import { getSurvey, type Survey } from '#collect/surveys/contract.ts'
import { type Answers, SurveyForm, saidTo } from '#collect/surveys/responses/web/survey-form.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, TextArea, TextInput } from '#platform/web/form.tsx'
import { dateTime, plural } from '#platform/web/format.ts'
import { Go, useGo, useParam, useSlug } from '#platform/web/go.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

/** A call to make: whom, at which number, the questions to ask in their language, and what came of it. */
export default function CallScreen() {
  const slug = useSlug()
  const callId = useParam('callId')
  const one = useQuery({ queryKey: ['survey-call', slug, callId], queryFn: () => call(getCall, { callId }) })
  const surveyId = one.data?.surveyId
  const survey = useQuery({
    queryKey: ['survey', slug, surveyId],
    queryFn: () => call(getSurvey, { surveyId: surveyId! }),
    enabled: surveyId !== undefined,
  })
  const error = one.error ?? survey.error
  return (
    <>
      <TopBar
        title={one.data ? `Call ${one.data.name ?? 'the contact'} and ask` : 'Call'}
        crumbs={[
          { label: 'Surveys', to: 'surveys' },
          { label: 'Calls', to: 'calls' },
        ]}
        note={one.data?.surveyName}
      />
      <Content padded>
        {error ? (
          <Failed error={error} title="The call could not be read" onRetry={() => void one.refetch()} />
        ) : !one.data || !survey.data ? (
          <LoadingRows />
        ) : (
          <Interview key={one.data.state} one={one.data} survey={survey.data} />
        )}
      </Content>
    </>
  )
}

function Interview({ one, survey }: { one: SurveyCall; survey: Survey }) {
  const queries = useQueryClient()
  const go = useGo()
  const canWrite = useCan('surveys:write')
  const [said, setSaid] = useState<Answers>({})
  const [notes, setNotes] = useState(one.notes)
  const [tryAt, setTryAt] = useState('')
  const answers = saidTo(survey, said)
  const settle = useMutation({
    mutationFn: (outcome: CallOutcome) =>
      call(settleCall, {
        callId: one.id,
        outcome,
        notes,
        ...(outcome === 'answered' && { answers }),
        ...(outcome === 'no_answer' && tryAt && { tryAt: new Date(tryAt).toISOString() }),
      }),
    onSuccess: async (after) => {
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => /^(today|responses|survey|wave)/.test(String(queryKey[0])),
      })
      toast({
        message:
          after.state === 'open'
            ? `To be tried again ${dateTime(after.tryAt)}.`
            : 'The outcome of the call is kept.',
      })
      go('today')
    },
  })
  const isOpen = one.state === 'open' && canWrite
  return (
    <div className="grid max-w-2xl gap-5">
      <div>
        <p className="text-md">
          {one.phone ? (
            <a className="link num" href={`tel:${one.phone.replaceAll(/[^+\d]/g, '')}`}>
              {one.phone}
            </a>
          ) : (
            'No number is known'
          )}
        </p>
        <p className="help">
          <Go to={`contacts/${one.contactId}`} className="link">
            {one.name ?? 'Unnamed contact'}
          </Go>
          {[
            '',
            one.accountName,
            one.tries > 0 && plural(one.tries, 'try', 'tries'),
            one.state === 'open'
              ? `to be called by ${one.assigneeName}${one.standsInFor ? ` for ${one.standsInFor}` : ''}`
              : callWords[one.state].toLowerCase(),
          ]
            .filter((part) => part !== null && part !== false)
            .join(', ')}
        </p>
      </div>
      {isOpen && (
        <SurveyForm
          survey={survey}
          name={one.name ?? 'them'}
          locale={one.locale}
          said={said}
          onChange={setSaid}
        />
      )}
      {isOpen ? (
        <>
          <Field label="Notes of the call" optional help="For us; no part of the answer.">
            <TextArea
              rows={2}
              maxLength={5000}
              value={notes}
              onChange={(event) => setNotes(event.target.value)}
            />
          </Field>
          {settle.error && (
            <p className="text-sla-late" role="alert">
              {settle.error.message}
            </p>
          )}
          <div className="flex flex-wrap items-end gap-2 border-t border-line pt-4">
            <Button
              kind="primary"
              busy={settle.isPending}
              disabled={Object.keys(answers).length === 0}
              onClick={() => settle.mutate('answered')}
            >
              Keep their answers
            </Button>
            <Button onClick={() => settle.mutate('refused')}>Did not want to answer</Button>
            <Button onClick={() => settle.mutate('wrong_number')}>Wrong number</Button>
          </div>
          <Field label="Nobody answered; try again at" optional help="Empty: in a day.">
            <div className="flex flex-wrap gap-2">
              <TextInput
                type="datetime-local"
                className="w-56"
                value={tryAt}
                onChange={(event) => setTryAt(event.target.value)}
              />
              <Button onClick={() => settle.mutate('no_answer')}>No answer</Button>
            </div>
          </Field>
        </>
      ) : (
        <>
          {one.why && <p>Not to be called any more: {one.why}.</p>}
          {one.notes && <p className="whitespace-pre-wrap">{one.notes}</p>}
          {one.responseId && (
            <Go to={`waves/${one.waveId}`} className="link">
              The wave with the answer
            </Go>
          )}
        </>
      )}
    </div>
  )
}
