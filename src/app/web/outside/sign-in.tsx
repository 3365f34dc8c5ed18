import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { FormError, OutsidePage } from '#app/web/outside/outside-page.tsx'
import { forgotPassword, signIn } from '#platform/identity/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'
import { useAddress } from '#platform/web/go.tsx'
import '#app/web/outside/outside.css'

/** Only addresses of this app; "//elsewhere", "https:" and what a browser reads as one lead to the start instead. */
export function safeNext(next: string | undefined): string {
  // Browsers drop tabs and line ends from addresses, so only plain paths are taken.
  return next && /^\/(?![/\\])[\x21-\x7e]*$/.test(next) ? next : '/'
}

export default function SignIn() {
  const [search] = useAddress()
  const queries = useQueryClient()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const enter = useMutation({
    mutationFn: () => call(signIn, { email, password }),
    onSuccess: () => {
      queries.clear()
      location.assign(safeNext(search.next))
    },
  })
  const forgotten = useMutation({ mutationFn: () => call(forgotPassword, { email }) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    enter.mutate()
  }
  return (
    <OutsidePage
      title="Sign in"
      lead={search.next ? 'You were signed out. Sign in to go on where you were.' : undefined}
    >
      <form onSubmit={submit} aria-label="Sign in" className={search.next ? '' : 'mt-6'}>
        <Field label="E-mail address">
          <TextInput
            type="email"
            name="email"
            autoComplete="username"
            required
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <Field label="Password">
          <TextInput
            type="password"
            name="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
        <FormError>{enter.error?.message}</FormError>
        <div className="ft">
          <Button
            kind="primary"
            size="lg"
            type="submit"
            busy={enter.isPending}
            className="w-full justify-center"
          >
            Sign in
          </Button>
        </div>
      </form>
      <p className="help mt-6">
        {forgotten.isSuccess ? (
          <span role="status">
            If this address has an account, a link for a new password is on its way to it.
          </span>
        ) : (
          <button
            type="button"
            className="link"
            disabled={forgotten.isPending}
            onClick={() => forgotten.mutate()}
          >
            Mail me a link for a new password
          </button>
        )}{' '}
        Without a mail server, an owner or admin makes one in Settings, Members and roles. A colleague who is
        new here needs a join link from them.
      </p>
      <FormError>
        {forgotten.error && `Fill in your e-mail address above. ${forgotten.error.message}`}
      </FormError>
    </OutsidePage>
  )
}
