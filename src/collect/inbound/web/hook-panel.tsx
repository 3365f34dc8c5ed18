import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeHook, createHook, type Hook, previewHook } from '#collect/inbound/contract.ts'
import { type Place, places } from '#collect/inbound/rules.ts'
import { useChannels } from '#collect/inbound/web/use-channels.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { CopyLine } from '#platform/web/copy.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, Select, TextArea, TextInput } from '#platform/web/form.tsx'

const placeLabels: Record<Place, string> = {
  text: 'Words',
  title: 'Title',
  author: 'Author',
  authorId: 'Id of the author',
  email: 'E-mail address',
  account: 'Company',
  time: 'Time',
  externalId: 'Id of the message',
  channel: 'Channel',
  url: 'Address of the original',
}

/** Makes or changes a webhook, with its mapping tried on a sample. */
export function HookPanel({ hook, onClose }: { hook?: Hook; onClose(): void }) {
  const queries = useQueryClient()
  const channels = useChannels()
  const [name, setName] = useState(hook?.name ?? '')
  const [channel, setChannel] = useState(hook?.channel ?? 'chat')
  const [header, setHeader] = useState(hook?.header ?? 'x-signature-256')
  const [items, setItems] = useState(hook?.mapping.items ?? '')
  const [onlyAt, setOnlyAt] = useState(hook?.mapping.only?.pointer ?? '')
  const [onlyIs, setOnlyIs] = useState(hook?.mapping.only?.equals ?? '')
  const [at, setAt] = useState<Partial<Record<Place, string>>>(hook?.mapping.at ?? { text: '/text' })
  const [sample, setSample] = useState('')
  const [secret, setSecret] = useState<string>()
  const mapping = {
    items: items || null,
    only: onlyAt ? { pointer: onlyAt, equals: onlyIs } : null,
    at: {
      ...Object.fromEntries(Object.entries(at).filter(([, pointer]) => pointer)),
      text: at.text ?? '',
    },
  }
  const preview = useMutation({ mutationFn: () => call(previewHook, { mapping, sample }) })
  const save = useMutation({
    mutationFn: async () => {
      const body = { name, channel, header, mapping }
      if (hook) return { hook: await call(changeHook, { hookId: hook.id, ...body }), secret: undefined }
      return call(createHook, body)
    },
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ['inbound-hooks'] })
      if (made.secret) setSecret(made.secret)
      else onClose()
    },
  })
  if (secret)
    return (
      <SidePanel
        open
        onClose={onClose}
        title="The webhook is ready"
        footer={<Button onClick={onClose}>Done</Button>}
      >
        <div className="grid gap-3">
          <p>Give this secret to the tool. It is shown once.</p>
          <CopyLine text={secret} label="Secret" />
        </div>
      </SidePanel>
    )
  const wrong = save.error ?? preview.error
  return (
    <SidePanel
      open
      onClose={onClose}
      title={hook ? 'Change the webhook' : 'Make a webhook'}
      footer={
        <Button kind="primary" busy={save.isPending} disabled={!name.trim()} onClick={() => save.mutate()}>
          {hook ? 'Save' : 'Make the webhook'}
        </Button>
      }
    >
      <div className="grid gap-3.5">
        <Field label="Name">
          <TextInput maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <div className="grid grid-cols-2 items-end gap-3">
          <Field label="Channel">
            <Select value={channel} onChange={(event) => setChannel(event.target.value)} options={channels} />
          </Field>
          <Field label="Header of the signature">
            <TextInput maxLength={80} value={header} onChange={(event) => setHeader(event.target.value)} />
          </Field>
        </div>
        <Field label="List" optional help="Pointer to a list of things said, such as /data.">
          <TextInput value={items} onChange={(event) => setItems(event.target.value)} />
        </Field>
        <div className="grid grid-cols-2 items-end gap-3">
          <Field label="Only where" optional>
            <TextInput
              placeholder="/type"
              value={onlyAt}
              onChange={(event) => setOnlyAt(event.target.value)}
            />
          </Field>
          <Field label="is" optional>
            <TextInput
              placeholder="message"
              value={onlyIs}
              onChange={(event) => setOnlyIs(event.target.value)}
            />
          </Field>
        </div>
        <fieldset className="grid grid-cols-2 items-end gap-3">
          <legend className="med mb-1">Where things stand, as JSON pointers</legend>
          {places.map((place) => (
            <Field key={place} label={placeLabels[place]} optional={place !== 'text'}>
              <TextInput
                placeholder={place === 'text' ? '/message/text' : ''}
                value={at[place] ?? ''}
                onChange={(event) => setAt({ ...at, [place]: event.target.value })}
              />
            </Field>
          ))}
        </fieldset>
        <Field label="Sample" optional help="Paste what the tool sends. Nothing of it is stored.">
          <TextArea
            rows={5}
            className="font-mono text-xs"
            value={sample}
            onChange={(event) => setSample(event.target.value)}
          />
        </Field>
        <div>
          <Button disabled={!sample.trim()} busy={preview.isPending} onClick={() => preview.mutate()}>
            Try it
          </Button>
        </div>
        {wrong && (
          <p className="text-sla-late" role="alert">
            {wrong.message}
          </p>
        )}
        {preview.data && (
          <ul aria-label="What it would take" aria-live="polite">
            {preview.data.results.slice(0, 20).map((one, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the order is what they are
              <li key={i} className="border-t border-line py-2">
                {one.item ? (
                  <>
                    <span className="block">“{one.item.text}”</span>
                    <span className="help block">
                      {[one.item.author, one.item.email, one.item.at, one.item.channel, one.item.externalId]
                        .filter(Boolean)
                        .join(' · ')}
                    </span>
                  </>
                ) : (
                  <span className={one.kind === 'refused' ? 'text-sla-late' : 'muted'}>
                    {one.kind === 'refused' ? 'Refused' : 'Ignored'}: {one.reason}
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </SidePanel>
  )
}
