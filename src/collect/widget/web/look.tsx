import { type FormEvent, useState } from 'react'
import type { WidgetKey } from '#collect/widget/contract.ts'
import { brandColors, contrast, hexColor, readableOn, textOn } from '#collect/widget/rules.ts'
import type { Change } from '#collect/widget/web/key-editor.tsx'
import { Button } from '#platform/web/button.tsx'
import { Field, Segments, TextArea, TextInput } from '#platform/web/form.tsx'
import { Setting } from '#platform/web/setting.tsx'

const surfaces = {
  light: { surface: '#ffffff', ink: '#161e19', line: '#838b86' },
  dark: { surface: '#111512', ink: '#eaeeeb', line: '#656e69' },
}

/** Name, colour, corner and words, with a preview in light and dark. */
export function Look({
  widget,
  disabled,
  onSave,
}: {
  widget: WidgetKey
  disabled: boolean
  onSave(change: Change, said: string): void
}) {
  const [form, setForm] = useState({
    product: widget.product,
    brandColor: widget.brandColor,
    position: widget.position,
    acknowledgement: widget.acknowledgement ?? '',
  })
  const isColor = hexColor.test(form.brandColor)
  const isSame =
    form.product === widget.product &&
    form.brandColor === widget.brandColor &&
    form.position === widget.position &&
    form.acknowledgement === (widget.acknowledgement ?? '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSave(
      { ...form, acknowledgement: form.acknowledgement.trim() || null },
      'The look is saved. Open pages show it after a reload.',
    )
  }
  return (
    <Setting
      title="Look and words"
      text="Light and dark follow the person’s system. Where a colour would be hard to read, the widget darkens or lightens it."
    >
      <form onSubmit={submit} className="grid gap-4" aria-label="Look and words">
        <Field label="Product" help="Stands above the form as “Tell …”.">
          <TextInput
            required
            maxLength={60}
            disabled={disabled}
            value={form.product}
            onChange={(event) => setForm({ ...form, product: event.target.value })}
          />
        </Field>
        <Field label="Brand colour" error={isColor ? undefined : 'Write it as #006048.'}>
          <TextInput
            disabled={disabled}
            value={form.brandColor}
            maxLength={7}
            placeholder={brandColors.pine}
            onChange={(event) => setForm({ ...form, brandColor: event.target.value.trim() })}
          />
        </Field>
        <div className="grid justify-items-start gap-1">
          <span className="font-medium" aria-hidden="true">
            Corner of the button
          </span>
          <Segments
            label="Corner of the button"
            value={form.position}
            options={[
              { value: 'end', label: 'Bottom right' },
              { value: 'start', label: 'Bottom left' },
            ]}
            onChange={(position) => setForm({ ...form, position })}
          />
        </div>
        <Field
          label="Acknowledgement"
          optional
          help="Shown after sending, in place of our words. It is not counted as a first response."
        >
          <TextArea
            rows={2}
            maxLength={300}
            disabled={disabled}
            value={form.acknowledgement}
            onChange={(event) => setForm({ ...form, acknowledgement: event.target.value })}
          />
        </Field>
        {isColor && (
          <div className="grid gap-3 phone:grid-cols-2" aria-hidden="true">
            <Preview mode="light" product={form.product} color={form.brandColor} position={form.position} />
            <Preview mode="dark" product={form.product} color={form.brandColor} position={form.position} />
          </div>
        )}
        {isColor &&
          contrast(form.brandColor, '#ffffff') < 4.5 &&
          contrast(form.brandColor, '#000000') < 7 && (
            <p className="help">A middle tone: texts and marks use a darker or lighter shade of it.</p>
          )}
        <div>
          <Button type="submit" disabled={disabled || isSame || !isColor || form.product.trim() === ''}>
            Save the look
          </Button>
        </div>
      </form>
    </Setting>
  )
}

function Preview({
  mode,
  product,
  color,
  position,
}: {
  mode: 'light' | 'dark'
  product: string
  color: string
  position: 'end' | 'start'
}) {
  const { surface, ink, line } = surfaces[mode]
  const link = readableOn(color, surface)
  return (
    <div className="overflow-hidden rounded-3 border border-line">
      <div className="grid gap-2 p-3" style={{ background: surface, color: ink }}>
        <div className="font-semibold">Tell {product}</div>
        <div className="flex gap-1.5">
          {['Bug', 'Feature', 'Feedback'].map((kind, at) => (
            <span
              key={kind}
              className="grow rounded-2 border px-1 py-1.5 text-center text-xs"
              style={{ borderColor: at === 0 ? link : line }}
            >
              {kind}
            </span>
          ))}
        </div>
        <div className="h-10 rounded-2 border" style={{ borderColor: line }} />
        <div className="text-xs underline" style={{ color: link }}>
          What is included
        </div>
        <div
          className="rounded-2 py-1.5 text-center font-semibold"
          style={{ background: color, color: textOn(color) }}
        >
          Send
        </div>
      </div>
      <div
        className={`flex p-3 ${position === 'end' ? 'justify-end' : ''}`}
        style={{ background: mode === 'light' ? '#eef2ef' : '#0c0f0d' }}
      >
        <span
          className="rounded-full px-3 py-1.5 font-semibold"
          style={{ background: color, color: textOn(color) }}
        >
          Feedback
        </span>
      </div>
    </div>
  )
}
