import { type FormEvent, useState } from 'react'
import { changeSurvey, type Survey } from '#collect/surveys/contract.ts'
import { useSurveyChange } from '#collect/surveys/web/use-survey-change.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, TextArea, TextInput } from '#platform/web/form.tsx'
import { languageName } from '#platform/web/format.ts'
import { useCan } from '#platform/web/session.tsx'

/** The mail in the language of the preview, and the name and colour that customers know. */
export function MailWording({ survey, language }: { survey: Survey; language: string }) {
  const canChange = useCan('surveys:manage')
  const isOwn = language === survey.language
  const other = survey.wordings[language]
  const first = {
    name: survey.name,
    brand: survey.brand ?? '',
    color: survey.brandColor ?? '',
    subject: (isOwn ? survey.mailSubject : other?.mailSubject) ?? '',
    intro: (isOwn ? survey.mailIntro : other?.mailIntro) ?? '',
  }
  const [form, setForm] = useState(first)
  const put = (change: Partial<typeof form>) => setForm({ ...form, ...change })
  const save = useSurveyChange(() => {
    const mail = { mailSubject: form.subject, mailIntro: form.intro }
    return call(changeSurvey, {
      surveyId: survey.id,
      name: form.name,
      brand: form.brand || null,
      brandColor: form.color || null,
      ...(isOwn ? mail : { wordings: { [language]: mail } }),
    })
  }, 'The mail was not changed')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(undefined)
  }
  return (
    <form onSubmit={submit} aria-label="Mail and look">
      <fieldset disabled={!canChange} className="grid gap-4">
        <legend className="mb-3 text-md font-semibold">Mail and look</legend>
        <div className="grid gap-3 phone:grid-cols-2 wide:grid-cols-1">
          <Field label="Name of the survey" help="Among yourselves; customers do not see it.">
            <TextInput
              required
              maxLength={120}
              value={form.name}
              onChange={(event) => put({ name: event.target.value })}
            />
          </Field>
          <Field label="The name customers know you by" optional help={`Empty: ${survey.brandShown}.`}>
            <TextInput
              maxLength={80}
              value={form.brand}
              onChange={(event) => put({ brand: event.target.value })}
            />
          </Field>
        </div>
        <Field
          label="Brand colour"
          optional
          help="Such as #006048: the button on the answer page. Its letters are black or white, whichever is read better."
        >
          <TextInput
            className="w-32"
            pattern="#[0-9a-fA-F]{6}"
            title="A colour such as #006048"
            value={form.color}
            onChange={(event) => put({ color: event.target.value })}
          />
        </Field>
        <Field
          label={`Subject, ${languageName(language)}`}
          help="{{contact.firstName}} and {{brand.name}} are filled in."
        >
          <TextInput
            required
            dir="auto"
            maxLength={200}
            value={form.subject}
            onChange={(event) => put({ subject: event.target.value })}
          />
        </Field>
        <Field label="Words before the question">
          <TextArea
            rows={6}
            required
            dir="auto"
            maxLength={2000}
            value={form.intro}
            onChange={(event) => put({ intro: event.target.value })}
          />
        </Field>
        {canChange && (
          <div>
            <Button
              type="submit"
              disabled={JSON.stringify(form) === JSON.stringify(first)}
              busy={save.isPending}
            >
              Save as version {survey.version + 1}
            </Button>
          </div>
        )}
      </fieldset>
    </form>
  )
}
