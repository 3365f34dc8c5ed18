import { Field, Select, TextInput } from '#platform/web/form.tsx'

export interface ServerForm {
  host: string
  port: string
  security: 'starttls' | 'tls' | 'none'
  user: string
  password: string
}

export interface SecurityChoice {
  value: ServerForm['security']
  label: string
  /** the port that goes with it, put in when it is chosen */
  port: number
}

interface ServerFieldsProps {
  form: ServerForm
  put(changed: Partial<ServerForm>): void
  wrong: Readonly<Record<string, string | undefined>>
  placeholder: string
  securities: readonly SecurityChoice[]
  /** some servers take mail from anybody on this machine */
  needsUser: boolean
  hasPassword: boolean
}

/** How a mail server is reached, to hand mail to it or to read a mailbox there. */
export function ServerFields(props: ServerFieldsProps) {
  const { form, put, wrong, placeholder, securities, needsUser, hasPassword } = props
  return (
    <>
      <Field label="Host" error={wrong.host}>
        <TextInput
          required
          value={form.host}
          placeholder={placeholder}
          onChange={(event) => put({ host: event.target.value })}
        />
      </Field>
      <div className="grid gap-3 phone:grid-cols-[1fr_8rem]">
        <Field label="Encryption" error={wrong.security}>
          <Select
            options={securities}
            value={form.security}
            onChange={(event) => {
              const chosen = securities.find((one) => one.value === event.target.value)!
              put({ security: chosen.value, port: String(chosen.port) })
            }}
          />
        </Field>
        <Field label="Port" error={wrong.port}>
          <TextInput
            required
            inputMode="numeric"
            pattern="[0-9]{1,5}"
            value={form.port}
            onChange={(event) => put({ port: event.target.value })}
          />
        </Field>
      </div>
      <div className="grid gap-3 phone:grid-cols-2">
        <Field label="User name" optional={!needsUser} error={wrong.user}>
          <TextInput
            required={needsUser}
            value={form.user}
            onChange={(event) => put({ user: event.target.value })}
          />
        </Field>
        <Field
          label="Password"
          optional={!needsUser}
          error={wrong.password}
          help={
            hasPassword
              ? 'One is kept, sealed. It is used while host, port and user name stay the same.'
              : undefined
          }
        >
          <TextInput
            type="password"
            autoComplete="new-password"
            value={form.password}
            onChange={(event) => put({ password: event.target.value })}
          />
        </Field>
      </div>
    </>
  )
}
