import '#close/updates/web/composer.css'
import { Fragment, useEffect, useRef } from 'react'
import type { TemplateView } from '#close/updates/contract.ts'

const pattern = /\{\{\s*([A-Za-z][\w.]*)\s*\}\}/g

interface Props {
  template: TemplateView
  values: Readonly<Record<string, string>>
  onChange(name: string, value: string): void
  /** "/" was typed into an empty slot. */
  onSlash(name: string): void
}

/** A template with its slots to write into, where they stand in the text. */
export function TemplateText({ template, values, onChange, onSlash }: Props) {
  const label = new Map(template.slots.map((slot) => [slot.name, slot.label]))
  return (
    <div className="mail-text" lang={template.language} dir="auto">
      {template.body.split(/\n\s*\n/).map((paragraph, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the paragraphs of a template do not move
        <p key={at}>
          {paragraph.split(pattern).map((part, i) =>
            i % 2 === 0 ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <Fragment key={i}>{part}</Fragment>
            ) : (
              <EditableSlot
                // biome-ignore lint/suspicious/noArrayIndexKey: see above
                key={i}
                label={label.get(part) ?? part}
                value={values[part] ?? ''}
                onChange={(value) => onChange(part, value)}
                onSlash={() => onSlash(part)}
              />
            ),
          )}
        </p>
      ))}
    </div>
  )
}

/** One slot, written in place. The browser owns the text while it has the focus, so that the caret stays. */
function EditableSlot({
  label,
  value,
  onChange,
  onSlash,
}: {
  label: string
  value: string
  onChange(value: string): void
  onSlash(): void
}) {
  const box = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const element = box.current
    if (element && element.textContent !== value && document.activeElement !== element)
      element.textContent = value
  }, [value])
  return (
    // biome-ignore lint/a11y/useSemanticElements: a field inside a running sentence wraps with it
    <span
      ref={box}
      role="textbox"
      tabIndex={0}
      contentEditable="plaintext-only"
      suppressContentEditableWarning
      aria-label={label}
      aria-multiline="true"
      data-missing={label}
      className={`slot ${value.trim() ? 'ok' : 'miss'}`}
      onInput={(event) => {
        const text = event.currentTarget.textContent ?? ''
        if (text !== '/') return onChange(text)
        event.currentTarget.textContent = ''
        event.currentTarget.blur()
        onChange('')
        onSlash()
      }}
    />
  )
}

/** The text of a template with the values put in, for writing on freely. */
export function plainText(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(pattern, (slot, name: string) => values[name]?.trim() || slot)
}
