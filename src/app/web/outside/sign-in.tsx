import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { FormError, OutsidePage } from '#app/web/outside/outside-page.tsx'
import { signIn } from '#platform/identity/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'
import { useAddress } from '#platform/web/go.tsx'
import '#app/web/outside/outside.css'

/** Only addresses of this app: "//elsewhere" and "https:" lead to the start instead. */
export function safeNext(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/'
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
        Forgotten the password? An owner or admin of your workspace makes you a link for a new one in
        Settings, Members and roles. A colleague who is new here needs a join link from them.
      </p>
    </OutsidePage>
  )
}
