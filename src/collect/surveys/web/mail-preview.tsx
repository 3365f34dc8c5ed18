import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { previewSurveyMail, previewSurveyMailHtml, type Survey } from '#collect/surveys/contract.ts'
import { addressOf, call } from '#platform/web/api.ts'
import { Segments } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'

type Part = 'html' | 'text'

/** The survey mail as its reader sees it. */
export function MailPreview({ survey }: { survey: Survey }) {
  const slug = useSlug()
  const [shown, show] = useState<Part>('html')
  const mail = useQuery({
    queryKey: ['survey-mail', slug, survey.id, survey.version],
    queryFn: () => call(previewSurveyMail, { surveyId: survey.id }),
  })
  return (
    <section aria-label="Preview of the mail">
      <div className="row mb-2">
        <h2 className="grow text-md font-semibold">The mail</h2>
        <Segments<Part>
          label="Part of the mail"
          value={shown}
          onChange={show}
          options={[
            { value: 'html', label: 'As seen' },
            { value: 'text', label: 'Plain text' },
          ]}
        />
      </div>
      <p className="help mb-2">
        Subject: <span className="text-ink">{mail.data?.subject}</span>
      </p>
      {mail.data?.faults.map((fault) => (
        <p key={fault} className="mb-2 text-sla-late">
          {fault}
        </p>
      ))}
      {shown === 'html' ? (
        <iframe
          key={survey.version}
          title="The mail as its reader sees it"
          sandbox=""
          className="h-140 w-full rounded-2 border border-line bg-surface"
          src={addressOf(previewSurveyMailHtml, { surveyId: survey.id }, slug)}
        />
      ) : (
        <pre
          className="rounded-2 border border-line p-3 font-sans break-words whitespace-pre-wrap"
          dir="auto"
        >
          {mail.data?.text}
        </pre>
      )}
    </section>
  )
}
