import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { StepFoot } from '#app/setup/web/step-foot.tsx'
import { placeText, wireOf } from '#app/setup/web/wire.ts'
import { FormError, OutsidePage } from '#app/web/outside/outside-page.tsx'
import { getSetup, setUp } from '#platform/identity/contract.ts'
import { ApiError, call, fieldErrors } from '#platform/web/api.ts'
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
const titles = ['Who are you?', 'What is your company called?']

const starts = [
  ['empty', 'Empty', 'For your own customers. The next steps bring their feedback in.'],
  [
    'demo',
    'With demo data',
    'Twelve months of invented accounts, feedback, surveys and cases. Marked on every page, taken out with one press, and nothing of it ever leaves the outbox.',
  ],
] as const

/** The first two steps: the owner, and the workspace, empty or with the demo. The others stand in app/setup. */
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
    // replaces the form: there is no way back into a link that is used up
    onSuccess: (workspace) => location.replace(`/w/${workspace.slug}/setup/hours`),
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
    if (at === 0) setAt(1)
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

  const place = at === 0 ? 'account' : 'workspace'
  const known = form.ownerName ? { account: `${form.ownerName}, owner. No mail server needed` } : {}
  return (
    <OutsidePage
      step={placeText(place)}
      title={titles[at]!}
      steps={wireOf(place, [], at > 0 ? known : {}, false)}
      lead={
        at === 0
          ? 'The owner may do everything. Nothing is sent to this address now.'
          : 'Its name stands in the mails and pages your customers see. It can be changed later.'
      }
      foot={<span className="wordy">Everything here can be changed later in Settings.</span>}
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
          <>
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
            <fieldset>
              <legend className="mb-1.5 font-medium">Begin</legend>
              <div className="kinds">
                {starts.map(([start, title, text]) => (
                  <label key={start}>
                    <input
                      type="radio"
                      className="dot"
                      name="start"
                      checked={form.start === start}
                      onChange={() => setForm({ ...form, start })}
                    />
                    <span className="med">{title}</span>
                    <span className="help">{text}</span>
                  </label>
                ))}
              </div>
            </fieldset>
          </>
        )}
        {make.error && Object.keys(wrong).length === 0 && <FormError>{refusal(make.error)}</FormError>}
        <StepFoot
          onBack={at > 0 ? () => setAt(0) : undefined}
          next={at === 0 ? 'Go on' : 'Make the workspace'}
          busy={make.isPending}
        />
      </form>
    </OutsidePage>
  )
}

function refusal(error: unknown): string {
  return error instanceof ApiError ? error.message : 'The workspace was not made. Try again.'
}
