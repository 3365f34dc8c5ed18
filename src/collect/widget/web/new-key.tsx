import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { createWidgetKey } from '#collect/widget/contract.ts'
import { asOrigin } from '#collect/widget/web/origins.tsx'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { CopyLine } from '#platform/web/copy.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'

/** The form for a new key; afterwards its secret, once. */
export function NewKey({ onDone }: { onDone(id: string): void }) {
  const [form, setForm] = useState({ product: '', origin: '' })
  const make = useMutation({
    mutationFn: () =>
      call(createWidgetKey, {
        product: form.product,
        ...(form.origin && { origins: [asOrigin(form.origin)] }),
      }),
  })
  if (make.data) return <ShownOnce secret={make.data.secret} onDone={() => onDone(make.data.key.id)} />
  const wrong = fieldErrors(make.error)
  const originWrong = Object.entries(wrong).find(([name]) => name.startsWith('origins'))?.[1]
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  return (
    <form onSubmit={submit} className="grid gap-4" aria-label="New widget key">
      <Field
        label="Product"
        error={wrong.product}
        help="Customers read “Tell …” above the form. A product area of this code gets the items."
      >
        <TextInput
          required
          maxLength={60}
          autoFocus
          value={form.product}
          onChange={(event) => setForm({ ...form, product: event.target.value })}
        />
      </Field>
      <Field
        label="Pages of"
        optional
        error={originWrong}
        help="Where the product runs, such as https://app.example.com. More can be added later."
      >
        <TextInput
          inputMode="url"
          placeholder="https://"
          value={form.origin}
          onChange={(event) => setForm({ ...form, origin: event.target.value.trim() })}
        />
      </Field>
      {make.error && Object.keys(wrong).length === 0 && (
        <p className="text-sla-late" role="alert">
          {make.error.message}
        </p>
      )}
      <div>
        <Button type="submit" kind="primary" busy={make.isPending}>
          Make the key
        </Button>
      </div>
    </form>
  )
}

/** A signing secret in the only moment it can be read. */
export function ShownOnce({ secret, onDone }: { secret: string; onDone(): void }) {
  return (
    <>
      <p className="mb-3">
        <b className="font-semibold">Copy the signing secret now.</b> It is not shown again. Your server signs
        with it who a person is; it has no place in a page.
      </p>
      <CopyLine text={secret} label="Signing secret" />
      <div className="mt-4">
        <Button kind="primary" onClick={onDone}>
          Done
        </Button>
      </div>
    </>
  )
}
