import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { previewSurveyPage } from '#collect/surveys/builder/contract.ts'
import { previewSurveyMail, previewSurveyMailHtml, type Survey } from '#collect/surveys/contract.ts'
import { isScored, pointsOf } from '#collect/surveys/kinds.ts'
import { shippedLanguages } from '#collect/surveys/texts/languages.ts'
import { addressOf, call } from '#platform/web/api.ts'
import { Segments, Select } from '#platform/web/form.tsx'
import { languageName } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'

type Part = 'phone' | 'desktop' | 'mail' | 'text'
const parts: { value: Part; label: string }[] = [
  { value: 'phone', label: 'Phone' },
  { value: 'desktop', label: 'Desktop' },
  { value: 'mail', label: 'Mail' },
  { value: 'text', label: 'Plain text' },
]

/** The mail and the answer page as people see them, in each language and after each first answer. */
export function SurveyPreview({
  survey,
  language,
  onLanguage,
}: {
  survey: Survey
  language: string
  onLanguage(language: string): void
}) {
  const slug = useSlug()
  const [shown, show] = useState<Part>('phone')
  const [chosen, choose] = useState('')
  const mail = useQuery({
    queryKey: ['survey-mail', slug, survey.id, survey.version, language],
    queryFn: () => call(previewSurveyMail, { surveyId: survey.id, language }),
  })
  const first = survey.questions[0]
  const answers = answersOf(first)
  const isPage = shown === 'phone' || shown === 'desktop'
  const src = isPage
    ? addressOf(previewSurveyPage, { surveyId: survey.id, language, ...(chosen && { chosen }) }, slug)
    : addressOf(previewSurveyMailHtml, { surveyId: survey.id, language }, slug)
  return (
    <section aria-label="Preview" className="grid content-start gap-2">
      <div className="row flex-wrap gap-2">
        <h2 className="grow text-md font-semibold">Preview</h2>
        <Segments<Part> label="What is shown" value={shown} onChange={show} options={parts} />
      </div>
      <div className="row flex-wrap gap-2">
        <Select
          aria-label="Language of the preview"
          className="w-36"
          value={language}
          onChange={(event) => onLanguage(event.target.value)}
          options={languagesFor(survey)}
        />
        {isPage && answers.length > 0 && (
          <Select
            aria-label="The first answer"
            className="w-44"
            value={chosen}
            onChange={(event) => choose(event.target.value)}
            options={[{ value: '', label: 'Before answering' }, ...answers]}
          />
        )}
      </div>
      {!survey.languages.includes(language) && (
        <p className="help">
          Nobody is asked in {languageName(language)} yet. Word every question in it; until then it is shown
          in {languageName(survey.language)}.
        </p>
      )}
      {mail.data?.faults.map((fault) => (
        <p key={fault} className="text-sla-late">
          {fault}
        </p>
      ))}
      {shown === 'text' ? (
        <pre
          className="rounded-2 border border-line p-3 font-sans break-words whitespace-pre-wrap"
          dir="auto"
        >
          {mail.data?.text}
        </pre>
      ) : (
        <>
          {shown === 'mail' && (
            <p className="help">
              Subject: <span className="text-ink">{mail.data?.subject}</span>
            </p>
          )}
          <iframe
            key={`${survey.version} ${src}`}
            title={isPage ? 'The answer page as people see it' : 'The mail as its reader sees it'}
            // its forms go on as people's do; no script runs in it
            sandbox={isPage ? 'allow-forms allow-same-origin' : ''}
            className={`rounded-3 border border-line bg-surface ${shown === 'phone' ? 'h-211 w-97.5 max-w-full justify-self-center' : 'h-150 w-full'}`}
            src={src}
          />
        </>
      )}
    </section>
  )
}

/** The languages people are asked in, then those that can be added by wording every question. */
function languagesFor(survey: Survey): { value: string; label: string }[] {
  const begun = survey.questions.flatMap(({ wordings }) => Object.keys(wordings))
  const others = new Set([...begun, ...Object.keys(survey.wordings), ...shippedLanguages])
  return [
    ...survey.languages.map((value) => ({ value, label: languageName(value) })),
    ...[...others]
      .filter((value) => !survey.languages.includes(value))
      .map((value) => ({ value, label: `${languageName(value)}, not asked in` })),
  ]
}

function answersOf(first: Survey['questions'][number] | undefined): { value: string; label: string }[] {
  if (!first || first.isMultiple) return []
  const values = isScored(first.kind)
    ? pointsOf(first.kind).map((point) => ({ key: String(point), label: String(point) }))
    : first.choices
  return values.map(({ key, label }) => ({ value: `${first.key}=${key}`, label: `After ${label}` }))
}
