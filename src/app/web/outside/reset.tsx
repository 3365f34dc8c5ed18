import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { FormError, OutsidePage } from '#app/web/outside/outside-page.tsx'
import { resetPassword } from '#platform/identity/contract.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'
import { useAddress } from '#platform/web/go.tsx'
import '#app/web/outside/outside.css'

/** A new password by the link an owner or admin made. */
export default function Reset() {
  const [{ token = '' }] = useAddress()
  const [password, setPassword] = useState('')
  const save = useMutation({ mutationFn: () => call(resetPassword, { token, password }) })
  const wrong = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  if (save.isSuccess) {
    return (
      <OutsidePage
        title="The new password holds"
        lead="Every device was signed out. Sign in with the new password."
      >
        <a className="btn primary lg" href="/sign-in">
          Sign in
        </a>
      </OutsidePage>
    )
  }
  return (
    <OutsidePage title="A new password" lead="The link works once. Saving signs out every device.">
      <form onSubmit={submit} aria-label="New password">
        <Field
          label="New password"
          error={wrong.password}
          help="At least 10 characters. A short sentence is good."
        >
          <TextInput
            type="password"
            autoComplete="new-password"
            required
            minLength={10}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            autoFocus
          />
        </Field>
        {!wrong.password && <FormError>{save.error?.message}</FormError>}
        <div className="ft">
          <Button kind="primary" size="lg" type="submit" busy={save.isPending}>
            Save the password
          </Button>
        </div>
      </form>
    </OutsidePage>
  )
}
