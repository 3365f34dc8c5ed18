import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { getSurvey, listSurveys } from '#collect/surveys/contract.ts'
import { enterResponse } from '#collect/surveys/responses/contract.ts'
import { type Answers, SurveyForm, saidTo } from '#collect/surveys/responses/web/survey-form.tsx'
import { listContacts } from '#customers/contacts/contract.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, Select, TextInput } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { toast } from '#platform/web/toast.tsx'

const channels = [
  { value: 'phone', label: 'By phone' },
  { value: 'in_person', label: 'In person' },
  { value: 'interview', label: 'In an interview or focus group' },
] as const
type Entered = (typeof channels)[number]['value']

interface Picked {
  id: string
  name: string
  locale: string | null
}

/** An answer to any survey that somebody gave by phone or in person, recorded for them. */
export function EnterAnswer({ onDone }: { onDone(): void }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const [contact, setContact] = useState<Picked>()
  const [surveyId, setSurveyId] = useState('')
  const [said, setSaid] = useState<Answers>({})
  const [channel, setChannel] = useState<Entered>('phone')
  const surveys = useQuery({
    queryKey: ['surveys', slug, 'pick'],
    queryFn: () => call(listSurveys, { limit: 100 }),
  })
  const chosen =
    surveyId || surveys.data?.data.find((one) => one.key === 'nps')?.id || surveys.data?.data[0]?.id
  const survey = useQuery({
    queryKey: ['survey', slug, chosen],
    queryFn: () => call(getSurvey, { surveyId: chosen! }),
    enabled: chosen !== undefined,
  })
  const answers = survey.data ? saidTo(survey.data, said) : {}
  const record = useMutation({
    mutationFn: () => call(enterResponse, { surveyId: chosen!, contactId: contact!.id, answers, channel }),
    onSuccess: async (made) => {
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => /^(responses|survey|wave)/.test(String(queryKey[0])),
      })
      const outcome = [made.score, made.group].filter((one) => one !== null).join(', ')
      toast({ message: `The answer of ${contact!.name} is recorded${outcome && `: ${outcome}`}.` })
      onDone()
    },
  })
  const wrong = fieldErrors(record.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    record.mutate()
  }
  return (
    <form onSubmit={submit} className="grid gap-4" aria-label="Record an answer">
      {contact ? (
        <p>
          <span className="med">{contact.name}</span>{' '}
          <button type="button" className="link" onClick={() => setContact(undefined)}>
            Somebody else
          </button>
        </p>
      ) : (
        <PickContact error={wrong.contactId} onPick={setContact} />
      )}
      <Field label="Survey">
        <Select
          value={chosen ?? ''}
          options={(surveys.data?.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
          onChange={(event) => {
            setSurveyId(event.target.value)
            setSaid({})
          }}
        />
      </Field>
      {survey.data && (
        <SurveyForm
          survey={survey.data}
          name={contact?.name ?? 'them'}
          locale={contact?.locale ?? null}
          said={said}
          onChange={setSaid}
        />
      )}
      <Field label="How">
        <Select
          options={channels}
          value={channel}
          onChange={(event) => setChannel(event.target.value as Entered)}
        />
      </Field>
      {record.error && (
        <p className="text-sla-late" role="alert">
          {record.error.message}
        </p>
      )}
      <div>
        <Button
          type="submit"
          kind="primary"
          busy={record.isPending}
          disabled={!contact || Object.keys(answers).length === 0}
        >
          Record the answer
        </Button>
      </div>
    </form>
  )
}

function PickContact({ error, onPick }: { error: string | undefined; onPick(contact: Picked): void }) {
  const slug = useSlug()
  const [words, setWords] = useState('')
  const found = useQuery({
    queryKey: ['contacts', slug, 'pick', words],
    queryFn: () => call(listContacts, { search: words, limit: 8 }),
    enabled: words.trim().length > 0,
  })
  return (
    <div>
      <Field label="Who answered" error={error} help="Search by name or address.">
        <TextInput type="search" value={words} autoFocus onChange={(event) => setWords(event.target.value)} />
      </Field>
      <ul className="mt-1" aria-label="Contacts found">
        {found.data?.data.map((contact) => (
          <li key={contact.id}>
            <button
              type="button"
              className="w-full rounded-2 px-2 py-1.5 text-start hover:bg-hover"
              onClick={() =>
                onPick({
                  id: contact.id,
                  name: contact.name ?? contact.email ?? 'the contact',
                  locale: contact.locale,
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
  )
}
