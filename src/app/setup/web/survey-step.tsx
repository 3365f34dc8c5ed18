import { useQuery } from '@tanstack/react-query'
import type { StepProps } from '#app/setup/web/setup-screen.tsx'
import { StepFoot } from '#app/setup/web/step-foot.tsx'
import { getSurvey, listSurveys } from '#collect/surveys/contract.ts'
import { Recipients } from '#collect/surveys/waves/web/recipients.tsx'
import { MailPreview } from '#collect/surveys/web/mail-preview.tsx'
import { SendTest } from '#collect/surveys/web/send-test.tsx'
import { countMails } from '#platform/mail/contract.ts'
import { call } from '#platform/web/api.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { useSession } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'

/** The NPS survey as it stands: its mail, who would get it now, and the press that sends it. */
export function SurveyStep({ onBack, onSkip, onDone }: StepProps) {
  const slug = useSlug()
  const { workspace } = useSession()
  const survey = useQuery({
    queryKey: ['survey', slug, 'first'],
    queryFn: async () => {
      const first = (await call(listSurveys, { limit: 100 })).data.find((one) => one.kind === 'nps')
      return first ? call(getSurvey, { surveyId: first.id }) : null
    },
  })
  const mails = useQuery({ queryKey: ['mail-counts', slug], queryFn: () => call(countMails, {}) })
  return (
    <>
      {survey.error ? (
        <Failed
          error={survey.error}
          title="The survey could not be read"
          onRetry={() => void survey.refetch()}
        />
      ) : survey.data === undefined ? (
        <LoadingBlock height={400} />
      ) : (
        survey.data && (
          <div className="first-survey">
            <MailPreview survey={survey.data} />
            <div className="grid content-start gap-5">
              <Recipients survey={survey.data} />
              <div className="row flex-wrap">
                <SendTest surveyId={survey.data.id} />
                <Go to={`surveys/${survey.data.id}`} className="link">
                  Change the wording
                </Go>
              </div>
              {mails.data && !mails.data.hasServer && !workspace.isDemo && (
                <p className="help">
                  No mail server is set yet. Mails wait, readable, in the outbox until{' '}
                  <Go to="settings/mail" className="link">
                    one is
                  </Go>
                  .
                </p>
              )}
            </div>
          </div>
        )
      )}
      <StepFoot onBack={onBack} onSkip={onSkip} onNext={onDone} next="Finish" />
    </>
  )
}
