import type { ReactElement } from 'react'
import { Picker } from '#platform/web/combobox.tsx'
import { roleCan, useSession } from '#platform/web/session.tsx'

/** Chooses a colleague who may read a mail before it leaves. */
export function ReaderPicker({
  trigger,
  without,
  onPick,
}: {
  trigger: ReactElement<Record<string, unknown>>
  /** who wrote it, and who reads it now */
  without: readonly string[]
  onPick(memberId: string): void
}) {
  const { members } = useSession()
  return (
    <Picker
      trigger={trigger}
      label="Who reads it first"
      empty="Nobody else here may write to customers"
      options={members
        .filter((one) => !without.includes(one.id) && roleCan(one.role, 'updates:write'))
        .map((one) => ({ value: one.id, label: one.name, hint: one.role }))}
      onPick={onPick}
    />
  )
}
