import { useState } from 'react'
import { Field, TextInput } from '#platform/web/form.tsx'

interface Props {
  label: string
  help: string
  value: readonly string[]
  onChange(next: string[]): void
  /** What the server refused, by field: `areas.0`. */
  wrong: Record<string, string>
  name: string
}

/** Words as people type them: "implementation, marketing". */
export function WordsField({ label, help, value, onChange, wrong, name }: Props) {
  const [text, setText] = useState(value.join(', '))
  const fault = Object.entries(wrong).find(([field]) => field === name || field.startsWith(`${name}.`))
  return (
    <Field label={label} optional help={help} error={fault?.[1]}>
      <TextInput
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          onChange(readWords(event.target.value))
        }}
        onBlur={() => setText(readWords(text).join(', '))}
      />
    </Field>
  )
}

function readWords(text: string): string[] {
  return [
    ...new Set(
      text
        .split(/[,;]/)
        .map((word) => word.trim().toLowerCase().replace(/\s+/g, '-'))
        .filter((word) => word !== ''),
    ),
  ]
}
