import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { getSurvey, listSurveys } from '#collect/surveys/contract.ts'
import { enterResponse } from '#collect/surveys/responses/contract.ts'
import { npsGroup } from '#collect/surveys/rules.ts'
import { listContacts } from '#customers/contacts/contract.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Checkbox, Field, Radio, Select, TextArea, TextInput } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { toast } from '#platform/web/toast.tsx'

const entries = [
  { value: 'phone', label: 'By phone' },
  { value: 'in_person', label: 'In person' },
  { value: 'interview', label: 'In an interview or focus group' },
] as const
type Entry = (typeof entries)[number]['value']

/** An answer that somebody gave by phone or in person, recorded for them. */
export function EnterAnswer({ onDone }: { onDone(): void }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const [words, setWords] = useState('')
  const [form, setForm] = useState({
    contactId: '',
    contact: '',
    score: undefined as number | undefined,
    reason: '',
    said: '',
    mayContact: false,
    entry: 'phone' as Entry,
  })
  const found = useQuery({
    queryKey: ['contacts', slug, 'pick', words],
    queryFn: () => call(listContacts, { search: words, limit: 8 }),
    enabled: words.trim().length > 0 && form.contactId === '',
  })
  const survey = useQuery({
    queryKey: ['survey', slug, 'nps'],
    queryFn: async () => {
      const { data } = await call(listSurveys, { limit: 100 })
      return call(getSurvey, { surveyId: data.find((one) => one.key === 'nps')!.id })
    },
  })
  const record = useMutation({
    mutationFn: () =>
      call(enterResponse, {
        contactId: form.contactId,
        score: form.score!,
        entry: form.entry,
        mayContact: form.mayContact,
        ...(form.reason && { reason: form.reason }),
        ...(form.said.trim() && { words: form.said }),
      }),
    onSuccess: async (made) => {
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => ['responses', 'surveys', 'wave'].includes(String(queryKey[0])),
      })
      toast({ message: `The answer of ${form.contact} is recorded: ${made.score}, ${made.group}.` })
      onDone()
    },
  })
  const wrong = fieldErrors(record.error)
  const choices = survey.data?.questions.find((question) => question.key === 'reason')?.choices ?? []
  const submit = (event: FormEvent) => {
    event.preventDefault()
    record.mutate()
  }
  return (
    <form onSubmit={submit} className="grid gap-4" aria-label="Record an answer">
      {form.contactId === '' ? (
        <div>
          <Field label="Who answered" error={wrong.contactId} help="Search by name or address.">
            <TextInput
              type="search"
              value={words}
              autoFocus
              onChange={(event) => setWords(event.target.value)}
            />
          </Field>
          <ul className="mt-1" aria-label="Contacts found">
            {found.data?.data.map((contact) => (
              <li key={contact.id}>
                <button
                  type="button"
                  className="w-full rounded-2 px-2 py-1.5 text-start hover:bg-hover"
                  onClick={() =>
                    setForm({
                      ...form,
                      contactId: contact.id,
                      contact: contact.name ?? contact.email ?? 'the contact',
                    })
                  }
                >
                  <span className="med">{contact.name ?? contact.email}</span>{' '}
                  <span className="help">
                    {[contact.name && contact.email, contact.accountName].filter(Boolean).join(', ')}
                  </span>
                </button>
              </li>
            ))}
            {found.data?.data.length === 0 && (
              <li className="help px-2 py-1.5">Nobody found. Add the contact first.</li>
            )}
          </ul>
        </div>
      ) : (
        <p>
          <span className="med">{form.contact}</span>{' '}
          <button type="button" className="link" onClick={() => setForm({ ...form, contactId: '' })}>
            Somebody else
          </button>
        </p>
      )}
      <fieldset>
        <legend className="mb-1 font-medium">
          {survey.data?.questions
            .find((one) => one.key === 'score')
            ?.wording.replace('{{brand.name}}', survey.data.brandShown) ?? 'Score'}
        </legend>
        <div className="flex flex-wrap gap-1">
          {Array.from({ length: 11 }, (_, score) => (
            <label
              // biome-ignore lint/suspicious/noArrayIndexKey: the numbers from 0 to 10
              key={score}
              className="num relative grid size-8 place-items-center rounded-2 border border-control-line has-checked:bg-ink has-checked:text-ink-inverse has-focus-visible:outline-2 has-focus-visible:outline-focus"
            >
              <input
                type="radio"
                name="score"
                className="absolute inset-0 cursor-pointer opacity-0"
                required
                checked={form.score === score}
                onChange={() => setForm({ ...form, score })}
              />
              {score}
            </label>
          ))}
        </div>
        {form.score !== undefined && (
          <p className="help mt-1">
            counts as {npsGroup(form.score)}
            {npsGroup(form.score) === 'detractor' ? '; opens a case' : ''}
          </p>
        )}
      </fieldset>
      {choices.length > 0 && (
        <fieldset>
          <legend className="mb-1 font-medium">Main reason</legend>
          {choices.map((choice) => (
            <Radio
              key={choice.key}
              name="reason"
              label={choice.label}
              checked={form.reason === choice.key}
              onChange={() => setForm({ ...form, reason: choice.key })}
            />
          ))}
        </fieldset>
      )}
      <Field label="What they said" optional error={wrong.words} help="Their own words, as far as you can.">
        <TextArea
          rows={4}
          maxLength={5000}
          value={form.said}
          onChange={(event) => setForm({ ...form, said: event.target.value })}
        />
      </Field>
      <Field label="How">
        <Select
          options={entries}
          value={form.entry}
          onChange={(event) => setForm({ ...form, entry: event.target.value as Entry })}
        />
      </Field>
      <Checkbox
        label="They may be contacted about it"
        checked={form.mayContact}
        onChange={(event) => setForm({ ...form, mayContact: event.target.checked })}
      />
      {record.error && Object.keys(wrong).length === 0 && (
        <p className="text-sla-late" role="alert">
          {record.error.message}
        </p>
      )}
      <div>
        <Button
          type="submit"
          kind="primary"
          busy={record.isPending}
          disabled={form.contactId === '' || form.score === undefined}
        >
          Record the answer
        </Button>
      </div>
    </form>
  )
}
