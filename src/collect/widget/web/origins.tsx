import { type FormEvent, useState } from 'react'
import { isOrigin } from '#collect/widget/rules.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'

/** What somebody pasted, as an origin: a path and a trailing slash are taken off. */
export function asOrigin(text: string): string {
  const trimmed = text.trim().toLowerCase()
  if (trimmed.includes('*') || !URL.canParse(trimmed)) return trimmed
  const { origin } = new URL(trimmed)
  return origin === 'null' ? trimmed : origin
}

/** The allowed origins, to add and to remove. */
export function Origins({
  origins,
  disabled,
  onSave,
  error,
}: {
  origins: readonly string[]
  disabled: boolean
  onSave(origins: string[], said: string): void
  error: Error | null
}) {
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState<string>()
  const add = (event: FormEvent) => {
    event.preventDefault()
    const origin = asOrigin(text)
    if (!isOrigin(origin)) return setWrong('Write scheme and host, such as https://app.example.com.')
    if (origins.includes(origin)) return setWrong('This origin is in the list.')
    onSave([...origins, origin], `Pages of ${origin} can use the key.`)
    setText('')
  }
  return (
    <>
      {origins.length === 0 && (
        <p className="text-ink-2">No pages yet. The widget stays silent until an origin is added.</p>
      )}
      <ul>
        {origins.map((origin) => (
          <li key={origin} className="row border-b border-line py-1">
            <code className="grow">{origin}</code>
            <Button
              size="sm"
              disabled={disabled}
              aria-label={`Remove ${origin}`}
              onClick={() =>
                onSave(
                  origins.filter((one) => one !== origin),
                  `Pages of ${origin} cannot use the key.`,
                )
              }
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      <form onSubmit={add} className="flex items-start gap-2" aria-label="Origins">
        <div className="grow">
          <Field label="Add an origin" error={wrong ?? undefined}>
            <TextInput
              inputMode="url"
              placeholder="https://app.example.com"
              disabled={disabled}
              value={text}
              onChange={(event) => {
                setText(event.target.value)
                setWrong(undefined)
              }}
            />
          </Field>
        </div>
        <Button type="submit" className="mt-6" disabled={disabled || text.trim() === ''}>
          Add
        </Button>
      </form>
      {error && <p className="err">{error.message}</p>}
    </>
  )
}
