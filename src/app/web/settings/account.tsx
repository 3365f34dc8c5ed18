import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { changePassword, signOutEverywhere } from '#platform/identity/contract.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'
import { useSession } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

export default function Account() {
  const { member } = useSession()
  const [form, setForm] = useState({ current: '', password: '' })
  const save = useMutation({
    mutationFn: () => call(changePassword, form),
    onSuccess: () => {
      setForm({ current: '', password: '' })
      toast({ message: 'The new password holds. Every other device was signed out.' })
    },
  })
  const leave = useMutation({
    mutationFn: () => call(signOutEverywhere, {}),
    onSuccess: () => location.assign('/sign-in'),
    onError: (error) => toastError(error, 'You are still signed in'),
  })
  const wrong = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <>
      <Setting title="You" text="Your name and address, as colleagues see them.">
        <p>
          <span className="med">{member.name}</span> <span className="muted">{member.email}</span>
        </p>
      </Setting>
      <Setting title="Password" text="Changing it signs out every other device.">
        <form onSubmit={submit} className="grid max-w-80 gap-3" aria-label="Password">
          <Field
            label="Password now"
            error={wrong.current ?? (Object.keys(wrong).length === 0 ? save.error?.message : undefined)}
          >
            <TextInput
              type="password"
              autoComplete="current-password"
              required
              value={form.current}
              onChange={(event) => setForm({ ...form, current: event.target.value })}
            />
          </Field>
          <Field label="New password" error={wrong.password} help="At least 10 characters.">
            <TextInput
              type="password"
              autoComplete="new-password"
              required
              minLength={10}
              value={form.password}
              onChange={(event) => setForm({ ...form, password: event.target.value })}
            />
          </Field>
          <div>
            <Button type="submit" kind="primary" busy={save.isPending}>
              Change the password
            </Button>
          </div>
        </form>
      </Setting>
      <Setting title="Devices" text="For a lost laptop or a shared machine.">
        <div>
          <Button onClick={() => leave.mutate()} busy={leave.isPending}>
            Sign out everywhere
          </Button>
        </div>
      </Setting>
    </>
  )
}
