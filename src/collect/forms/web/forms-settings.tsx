import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeForm, createForm, type Form, listForms } from '#collect/forms/contract.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { CopyLine } from '#platform/web/copy.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, Select, Switch, TextArea, TextInput } from '#platform/web/form.tsx'
import { plural, said } from '#platform/web/format.ts'
import { Go, useAddress, useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

/** Public pages on which anybody can say something, each with a link of its own. */
export default function FormsSettings() {
  const slug = useSlug()
  const canManage = useCan('settings:manage')
  const [{ area: wanted }] = useAddress()
  const [open, setOpen] = useState<Form | 'new'>()
  const forms = useQuery({ queryKey: ['forms', slug], queryFn: () => call(listForms, {}) })
  if (forms.error)
    return (
      <Failed error={forms.error} title="The forms could not be read" onRetry={() => void forms.refetch()} />
    )
  if (!forms.data) return <LoadingRows rows={3} />
  const { data, areas } = forms.data
  const area = areas.find((one) => one.code === wanted)
  const shown = area ? data.filter((form) => form.product === area.code) : data
  return (
    <div className="max-w-4xl py-4">
      <div className="row mb-3 gap-3">
        <p className="grow text-ink-2">
          A page with a link of its own, for a mail, a sign or a website: whoever opens it writes what they
          have to say, in their language. What they write goes to the inbox.
        </p>
        {canManage && (
          <Button kind="primary" onClick={() => setOpen('new')}>
            {area ? `Make a form for ${area.path}` : 'Make a form'}
          </Button>
        )}
      </div>
      {area && (
        <p className="mb-2">
          Forms for {area.path}.{' '}
          <Go to="settings/forms" className="link">
            All forms
          </Go>
        </p>
      )}
      {shown.length === 0 && (
        <Empty title={area ? `No form for ${area.path} yet` : 'No form yet'}>
          Make one, and give its link to whom you want to hear.
        </Empty>
      )}
      <ul aria-label="Forms">
        {shown.map((form) => (
          <li key={form.id} className="grid gap-2 border-t border-line py-3">
            <div className="row flex-wrap gap-3">
              <span className="min-w-0 grow">
                <span className={form.isOn ? 'med' : 'muted'}>{form.name}</span>{' '}
                {!form.isOn && <span className="muted">switched off</span>}
                <span className="help num block">
                  {[
                    areas.find((one) => one.code === form.product)?.path ?? form.product,
                    plural(form.itemCount, 'item'),
                    form.lastAt && `last ${said(form.lastAt)}`,
                  ]
                    .filter(Boolean)
                    .join(', ')}
                </span>
              </span>
              {canManage && <Button onClick={() => setOpen(form)}>Change</Button>}
            </div>
            <div className="max-w-xl">
              <CopyLine text={form.url} label={`Link of ${form.name}`} />
            </div>
          </li>
        ))}
      </ul>
      {open && (
        <FormPanel
          key={open === 'new' ? 'new' : open.id}
          {...(open !== 'new' && { form: open })}
          areas={areas}
          {...(area && { area: area.code })}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  )
}

interface PanelProps {
  form?: Form
  areas: readonly { code: string; path: string }[]
  /** the area a new form is for */
  area?: string
  onClose(): void
}

function FormPanel({ form, areas, area, onClose }: PanelProps) {
  const queries = useQueryClient()
  const [draft, setDraft] = useState({
    name: form?.name ?? '',
    title: form?.title ?? '',
    intro: form?.intro ?? '',
    thanks: form?.thanks ?? '',
    product: form?.product ?? area ?? '',
    asksEmail: form?.asksEmail ?? ('optional' as Form['asksEmail']),
    isOn: form?.isOn ?? true,
  })
  const save = useMutation({
    mutationFn: () => {
      const body = { ...draft, product: draft.product || null }
      return form ? call(changeForm, { formId: form.id, ...body }) : call(createForm, body)
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['forms'] })
      toast({ message: form ? 'The form was saved.' : 'The form is ready. Copy its link.' })
      onClose()
    },
  })
  const wrong = fieldErrors(save.error)
  const text = (name: 'name' | 'title' | 'intro' | 'thanks') => ({
    value: draft[name],
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value }),
  })
  return (
    <SidePanel
      open
      onClose={onClose}
      title={form ? 'Change the form' : 'Make a form'}
      footer={
        <Button
          kind="primary"
          busy={save.isPending}
          disabled={!draft.name.trim()}
          onClick={() => save.mutate()}
        >
          {form ? 'Save' : 'Make the form'}
        </Button>
      }
    >
      <div className="grid gap-3.5">
        <Field label="Name" help="For us alone." error={wrong.name}>
          <TextInput maxLength={80} {...text('name')} />
        </Field>
        <Field
          label="Product area"
          optional
          help="Its items get it, and the page names it."
          error={wrong.product}
        >
          <Select
            value={draft.product}
            onChange={(event) => setDraft({ ...draft, product: event.target.value })}
            options={[
              { value: '', label: 'None' },
              ...areas.map((one) => ({ value: one.code, label: one.path })),
              // one that is no area, or no longer
              ...(form?.product && !areas.some((one) => one.code === form.product)
                ? [{ value: form.product, label: form.product }]
                : []),
            ]}
          />
        </Field>
        <Field
          label="Heading"
          optional
          help="Empty: our words, in the language of the browser."
          error={wrong.title}
        >
          <TextInput maxLength={120} {...text('title')} />
        </Field>
        <Field label="Text below it" optional error={wrong.intro}>
          <TextArea rows={3} maxLength={500} {...text('intro')} />
        </Field>
        <Field label="Thanks" optional error={wrong.thanks}>
          <TextArea rows={2} maxLength={500} {...text('thanks')} />
        </Field>
        <Field label="Name and e-mail address">
          <Select
            value={draft.asksEmail}
            onChange={(event) => setDraft({ ...draft, asksEmail: event.target.value as Form['asksEmail'] })}
            options={[
              { value: 'optional', label: 'Asked for' },
              { value: 'required', label: 'Address required' },
              { value: 'no', label: 'Not asked for' },
            ]}
          />
        </Field>
        <Switch
          label="The link works"
          checked={draft.isOn}
          onChange={(isOn) => setDraft({ ...draft, isOn })}
        />
        {save.error && Object.keys(wrong).length === 0 && (
          <p className="text-sla-late" role="alert">
            {save.error.message}
          </p>
        )}
      </div>
    </SidePanel>
  )
}
