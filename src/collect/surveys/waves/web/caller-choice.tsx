import { Field, Select } from '#platform/web/form.tsx'
import { useSession } from '#platform/web/session.tsx'

/** Which member makes the calls; without a choice whoever looks. */
export function CallerChoice({
  callerId,
  onChange,
}: {
  callerId: string | undefined
  onChange(callerId: string): void
}) {
  const { member, members } = useSession()
  return (
    <Field label="Who calls">
      <Select
        value={callerId ?? member.id}
        onChange={(event) => onChange(event.target.value)}
        options={members.map((one) => ({ value: one.id, label: one.name }))}
      />
    </Field>
  )
}
