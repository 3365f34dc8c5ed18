import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { StepProps } from '#app/setup/web/setup-screen.tsx'
import { StepFoot } from '#app/setup/web/step-foot.tsx'
import { renameWorkspace } from '#platform/identity/contract.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Field, TextInput } from '#platform/web/form.tsx'
import { useSession } from '#platform/web/session.tsx'

/** The name of the workspace once it is there. */
export function WorkspaceStep({ onDone }: StepProps) {
  const { workspace } = useSession()
  const queries = useQueryClient()
  const [name, setName] = useState(workspace.name)
  const rename = useMutation({
    mutationFn: () => call(renameWorkspace, { name }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['me'] })
      onDone()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name === workspace.name) onDone()
    else rename.mutate()
  }
  return (
    <form onSubmit={submit} aria-label="Workspace">
      <Field
        label="Name of the workspace"
        error={fieldErrors(rename.error).name ?? rename.error?.message}
        help={
          workspace.isDemo
            ? 'It is filled with invented data, which one press in the settings takes out again.'
            : undefined
        }
      >
        <TextInput
          value={name}
          required
          maxLength={80}
          autoComplete="organization"
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <StepFoot next={name === workspace.name ? 'Go on' : 'Save and go on'} busy={rename.isPending} />
    </form>
  )
}
