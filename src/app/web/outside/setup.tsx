import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { FormError, OutsidePage, type SetupStep } from '#app/web/outside/outside-page.tsx'
import { getSetup, setUp } from '#platform/identity/contract.ts'
import { ApiError, call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'
import { useAddress } from '#platform/web/go.tsx'
import '#app/web/outside/outside.css'

const empty = {
  ownerName: '',
  email: '',
  password: '',
  workspaceName: '',
  start: 'empty' as 'empty' | 'demo',
}
const titles = ['Who are you?', 'What is your company called?', 'How do you want to begin?']

/** First run: the owner, the workspace, empty or with the demo. No mail server is needed for any of it. */
export default function Setup() {
  const [search] = useAddress()
  const [at, setAt] = useState(0)
  const [form, setForm] = useState(empty)
  const state = useQuery({ queryKey: ['setup'], queryFn: () => call(getSetup, {}) })
  const make = useMutation({
    mutationFn: () =>
      call(setUp, {
        ...form,
        token: search.token ?? '',
        zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      }),
    onSuccess: (workspace) => location.assign(`/w/${workspace.slug}/inbox`),
    onError: (error) => {
      const wrong = fieldErrors(error)
      if (wrong.ownerName || wrong.email || wrong.password) setAt(0)
      else if (wrong.workspaceName) setAt(1)
    },
  })
  const wrong = fieldErrors(make.error)
  const change = (name: keyof typeof empty) => (event: { target: { value: string } }) =>
    setForm({ ...form, [name]: event.target.value })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (at < 2) setAt(at + 1)
    else make.mutate()
  }

  if (state.data && !state.data.isNeeded) {
    return (
      <OutsidePage
        title="This Hearback is set up"
        lead="It already has an owner. Sign in, or ask the owner for a join link."
      >
        <a className="btn primary lg" href="/sign-in">
          Sign in
        </a>
      </OutsidePage>
    )
  }
  if (!search.token) {
    return (
      <OutsidePage
        title="The set-up link is missing"
        lead="The first owner comes in by a link that only the person who started the server can see. It stands in the output of npm start and begins with this address."
      >
        <p className="help">
          If the output is gone, stop the server and start it again: it prints a new link.
        </p>
      </OutsidePage>
    )
  }

  const steps: SetupStep[] = [
    {
      title: 'Your account',
      text:
        at > 0 && form.ownerName
          ? `${form.ownerName}, owner. No mail server needed`
          : 'You become the owner. No mail server needed',
      state: at === 0 ? 'now' : 'done',
    },
    {
      title: 'Workspace',
      text: at > 1 && form.workspaceName ? form.workspaceName : 'The name your customers know',
      state: at === 1 ? 'now' : at > 1 ? 'done' : 'ahead',
    },
    {
      title: 'How to begin',
      text: 'Empty, or with a year of invented data',
      state: at === 2 ? 'now' : 'ahead',
    },
  ]
  return (
    <OutsidePage
      step={`${at + 1} of 3`}
      title={titles[at]!}
      steps={steps}
      lead={
        [
          'The owner may do everything. Nothing is sent to this address now.',
          'It stands in the mails and pages your customers see. It can be changed later.',
          'The demo is a workspace of its own kind: marked on every page, removed with one press, and nothing of it ever leaves the outbox.',
        ][at]
      }
      foot="Everything here can be changed later in Settings."
    >
      <form onSubmit={submit} aria-label={titles[at]}>
        {at === 0 && (
          <>
            <Field label="Your name" error={wrong.ownerName}>
              <TextInput
                value={form.ownerName}
                onChange={change('ownerName')}
                autoComplete="name"
                required
                maxLength={80}
                autoFocus
              />
            </Field>
            <Field label="E-mail address" error={wrong.email} help="You sign in with it.">
              <TextInput
                type="email"
                value={form.email}
                onChange={change('email')}
                autoComplete="username"
                required
                maxLength={254}
              />
            </Field>
            <Field
              label="Password"
              error={wrong.password}
              help="At least 10 characters. A short sentence is good."
            >
              <TextInput
                type="password"
                value={form.password}
                onChange={change('password')}
                autoComplete="new-password"
                required
                minLength={10}
                maxLength={128}
              />
            </Field>
          </>
        )}
        {at === 1 && (
          <Field label="Name of the workspace" error={wrong.workspaceName}>
            <TextInput
              value={form.workspaceName}
              onChange={change('workspaceName')}
              autoComplete="organization"
              required
              maxLength={80}
              autoFocus
            />
          </Field>
        )}
        {at === 2 && (
          <fieldset className="kinds">
            <legend className="vh">How to begin</legend>
            {(['empty', 'demo'] as const).map((start) => (
              <label key={start}>
                <input
                  type="radio"
                  className="dot"
                  name="start"
                  checked={form.start === start}
                  onChange={() => setForm({ ...form, start })}
                />
                <span className="med">{start === 'empty' ? 'Empty' : 'With demo data'}</span>
                <span className="help">
                  {start === 'empty'
                    ? 'For your own customers: bring feedback in by file, widget, mail or API.'
                    : 'Twelve months of invented accounts, feedback, surveys and cases, to see every screen alive.'}
                </span>
              </label>
            ))}
          </fieldset>
        )}
        {make.error && Object.keys(wrong).length === 0 && <FormError>{refusal(make.error)}</FormError>}
        <div className="ft">
          {at > 0 && (
            <Button size="lg" onClick={() => setAt(at - 1)}>
              Back
            </Button>
          )}
          <span className="grow" />
          <Button kind="primary" size="lg" type="submit" busy={make.isPending}>
            {at < 2
              ? 'Go on'
              : make.isPending
                ? form.start === 'demo'
                  ? 'Making a year of data'
                  : 'Making the workspace'
                : 'Make the workspace'}
          </Button>
        </div>
      </form>
    </OutsidePage>
  )
}

function refusal(error: unknown): string {
  return error instanceof ApiError ? error.message : 'The workspace was not made. Try again.'
}
