import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { FormError, OutsidePage } from '#app/web/outside/outside-page.tsx'
import { findJoinLink, join } from '#platform/identity/contract.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'
import { useAddress } from '#platform/web/go.tsx'
import '#app/web/outside/outside.css'

/** How a colleague comes in: a link that says which workspace and as what. */
export default function Join() {
  const [{ token = '' }] = useAddress()
  const [form, setForm] = useState({ name: '', email: '', password: '' })
  const link = useQuery({
    queryKey: ['join', token],
    queryFn: () => call(findJoinLink, { token }),
    retry: false,
  })
  const email = link.data?.email ?? form.email
  const enter = useMutation({
    mutationFn: () => call(join, { ...form, email, token }),
    onSuccess: (workspace) => location.assign(`/w/${workspace.slug}/inbox`),
  })
  const wrong = fieldErrors(enter.error)
  const change = (name: keyof typeof form) => (event: { target: { value: string } }) =>
    setForm({ ...form, [name]: event.target.value })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    enter.mutate()
  }
  if (link.isPending) return <div aria-busy="true" />
  if (link.error) {
    return (
      <OutsidePage title="This link does not work" lead={link.error.message}>
        {null}
      </OutsidePage>
    )
  }
  return (
    <OutsidePage
      title={`Join ${link.data.workspaceName}`}
      lead={`You come in as ${link.data.role}. If this address already signs in here, give its password.`}
    >
      <form onSubmit={submit} aria-label="Join">
        <Field label="Your name" error={wrong.name}>
          <TextInput
            autoComplete="name"
            required
            maxLength={80}
            value={form.name}
            onChange={change('name')}
            autoFocus
          />
        </Field>
        <Field
          label="E-mail address"
          error={wrong.email}
          help={link.data.email ? 'The link was made for this address.' : undefined}
        >
          <TextInput
            type="email"
            autoComplete="username"
            required
            value={email}
            readOnly={!!link.data.email}
            onChange={change('email')}
          />
        </Field>
        <Field label="Password" error={wrong.password} help="At least 10 characters.">
          <TextInput
            type="password"
            autoComplete="new-password"
            required
            minLength={10}
            value={form.password}
            onChange={change('password')}
          />
        </Field>
        {Object.keys(wrong).length === 0 && <FormError>{enter.error?.message}</FormError>}
        <div className="ft">
          <Button kind="primary" size="lg" type="submit" busy={enter.isPending}>
            Join
          </Button>
        </div>
      </form>
    </OutsidePage>
  )
}
