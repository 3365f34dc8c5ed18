import { useState } from 'react'
import { createTheme } from '#analyze/themes/contract.ts'
import { RuleFields, rulesOf } from '#analyze/themes/web/rule-fields.tsx'
import { useThemeChange } from '#analyze/themes/web/use-themes.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'
import { useGo } from '#platform/web/go.tsx'

/** A theme that people define by what its items say. */
export function AddTheme({ onClose }: { onClose(): void }) {
  const go = useGo()
  const [name, setName] = useState('')
  const [text, setText] = useState('')
  const rules = rulesOf(text)
  const create = useThemeChange(
    () => call(createTheme, { name, rules }),
    ({ id }) => go(`themes/${id}`),
  )
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Theme by rule"
      footer={
        <Button
          kind="primary"
          busy={create.isPending}
          disabled={!name.trim() || rules.length === 0}
          onClick={() => create.mutate(undefined)}
        >
          Add theme
        </Button>
      }
    >
      <Field label="Name">
        <TextInput value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
      </Field>
      <RuleFields text={text} onText={setText} />
    </SidePanel>
  )
}
