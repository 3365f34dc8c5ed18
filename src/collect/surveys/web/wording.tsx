import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { changeSurvey, type Survey } from '#collect/surveys/contract.ts'
import { npsGroup } from '#collect/surveys/rules.ts'
import { choicesOf } from '#collect/surveys/web/choices.ts'
import { MailPreview } from '#collect/surveys/web/mail-preview.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, TextArea, TextInput } from '#platform/web/form.tsx'
import { useCan } from '#platform/web/session.tsx'
import { toast } from '#platform/web/toast.tsx'

/** The words of a survey and its mail, with the mail as its reader sees it. */
export function Wording({ survey }: { survey: Survey }) {
  const queries = useQueryClient()
  const canChange = useCan('surveys:manage')
  const question = (key: string) => survey.questions.find((one) => one.key === key)
  const first = {
    brand: survey.brand ?? '',
    mailSubject: survey.mailSubject,
    mailIntro: survey.mailIntro,
    score: question('score')?.wording ?? '',
    low: question('score')?.lowLabel ?? '',
    high: question('score')?.highLabel ?? '',
    reason: question('reason')?.wording ?? '',
    choices: (question('reason')?.choices ?? []).map((choice) => choice.label).join('\n'),
    words: question('words')?.wording ?? '',
    contact: question('contact')?.wording ?? '',
  }
  const [form, setForm] = useState(first)
  const put = (change: Partial<typeof form>) => setForm({ ...form, ...change })
  const isChanged = JSON.stringify(form) !== JSON.stringify(first)
  const save = useMutation({
    mutationFn: () =>
      call(changeSurvey, {
        surveyId: survey.id,
        brand: form.brand || null,
        mailSubject: form.mailSubject,
        mailIntro: form.mailIntro,
        questions: [
          { key: 'score', wording: form.score, lowLabel: form.low, highLabel: form.high },
          {
            key: 'reason',
            wording: form.reason,
            choices: choicesOf(form.choices, question('reason')?.choices ?? []),
          },
          { key: 'words', wording: form.words },
          { key: 'contact', wording: form.contact },
        ],
      }),
    onSuccess: async (now) => {
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => String(queryKey[0]).startsWith('survey'),
      })
      toast({ message: `Version ${now.version} is in use. Answers given before keep their version.` })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <div className="grid gap-8 wide:grid-cols-[minmax(0,1fr)_minmax(20rem,26rem)]">
      <form onSubmit={submit} aria-label="Wording">
        <fieldset disabled={!canChange} className="grid gap-4">
          <legend className="mb-3 text-md font-semibold">Questions</legend>
          <Field
            label="1. The score, 0 to 10"
            help="Asked in the mail itself and on the page. {{brand.name}} is the name below."
          >
            <TextArea
              rows={2}
              required
              maxLength={300}
              value={form.score}
              onChange={(event) => put({ score: event.target.value })}
            />
          </Field>
          <Scale />
          <div className="grid gap-3 phone:grid-cols-2">
            <Field label="What 0 means">
              <TextInput
                required
                maxLength={60}
                value={form.low}
                onChange={(event) => put({ low: event.target.value })}
              />
            </Field>
            <Field label="What 10 means">
              <TextInput
                required
                maxLength={60}
                value={form.high}
                onChange={(event) => put({ high: event.target.value })}
              />
            </Field>
          </div>
          <Field label="2. The reason, a choice of one">
            <TextInput
              required
              maxLength={300}
              value={form.reason}
              onChange={(event) => put({ reason: event.target.value })}
            />
          </Field>
          <Field
            label="Its answers"
            help="One a line, at most 12. Changing the words of a line keeps its earlier answers."
          >
            <TextArea
              rows={6}
              value={form.choices}
              onChange={(event) => put({ choices: event.target.value })}
            />
          </Field>
          <Field label="3. Their own words, optional">
            <TextInput
              required
              maxLength={300}
              value={form.words}
              onChange={(event) => put({ words: event.target.value })}
            />
          </Field>
          <Field label="4. A tick, off until they set it">
            <TextInput
              required
              maxLength={300}
              value={form.contact}
              onChange={(event) => put({ contact: event.target.value })}
            />
          </Field>
          <h2 className="mt-2 text-md font-semibold">Mail</h2>
          <Field label="The name customers know you by" optional help={`Empty: ${survey.brandShown}.`}>
            <TextInput
              maxLength={80}
              value={form.brand}
              onChange={(event) => put({ brand: event.target.value })}
            />
          </Field>
          <Field label="Subject" help="{{contact.firstName}} and {{brand.name}} are filled in.">
            <TextInput
              required
              maxLength={200}
              value={form.mailSubject}
              onChange={(event) => put({ mailSubject: event.target.value })}
            />
          </Field>
          <Field label="Words before the question">
            <TextArea
              rows={6}
              required
              maxLength={2000}
              value={form.mailIntro}
              onChange={(event) => put({ mailIntro: event.target.value })}
            />
          </Field>
          {save.error && (
            <p className="text-sla-late" role="alert">
              {save.error.message}
            </p>
          )}
          {canChange && (
            <div>
              <Button type="submit" disabled={!isChanged} busy={save.isPending}>
                Use as version {survey.version + 1}
              </Button>
            </div>
          )}
        </fieldset>
      </form>
      <MailPreview survey={survey} />
    </div>
  )
}

const tints = {
  detractor: 'bg-sent-negative-tint text-sent-negative-ink',
  passive: '',
  promoter: 'text-sent-positive-ink font-semibold',
}

/** Which numbers count as what. */
function Scale() {
  return (
    <div>
      <div
        className="grid grid-cols-11 overflow-hidden rounded-2 border border-line-strong"
        role="img"
        aria-label="0 to 6 count as detractors, 7 and 8 as passives, 9 and 10 as promoters"
      >
        {Array.from({ length: 11 }, (_, score) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: the numbers from 0 to 10
            key={score}
            className={`num grid h-6.5 place-items-center border-line not-first:border-s ${tints[npsGroup(score)]}`}
          >
            {score}
          </span>
        ))}
      </div>
      <div className="help mt-0.5 grid grid-cols-11" aria-hidden="true">
        <span className="col-span-7">Detractors, open a case</span>
        <span className="col-span-2">Passives</span>
        <span className="col-span-2">Promoters</span>
      </div>
    </div>
  )
}
