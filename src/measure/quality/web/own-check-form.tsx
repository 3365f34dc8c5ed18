import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { createCheck, previewCheck } from '#measure/quality/contract.ts'
import { endings, type OwnSubject, variables } from '#measure/quality/own.ts'
import { names } from '#platform/conditions/rules.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, Select, TextArea, TextInput } from '#platform/web/form.tsx'
import { count, dateTime, percent, plural } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

const empty = {
  name: '',
  subject: 'item' as OwnSubject,
  condition: '',
  within: '4 business hours',
  ends: 'answered',
}

/** Makes a check of one's own, tried on the past first. */
export function OwnCheckForm() {
  const queries = useQueryClient()
  const slug = useSlug()
  const [form, setForm] = useState(empty)
  const { name, ...rule } = form
  const preview = useMutation({ mutationFn: () => call(previewCheck, rule) })
  const create = useMutation({
    mutationFn: () => call(createCheck, { ...form, target: 95 }),
    onSuccess: (check) => {
      void queries.invalidateQueries({ queryKey: ['quality', slug] })
      toast({ message: `“${check.name}” is being counted over everything there is.` })
      setForm(empty)
      preview.reset()
    },
    onError: (error) => Object.keys(fieldErrors(error)).length === 0 && toastError(error, 'Nothing was made'),
  })
  const put = (change: Partial<typeof form>) => {
    setForm({ ...form, ...change })
    preview.reset()
    create.reset()
  }
  const wrong = { ...fieldErrors(preview.error), ...fieldErrors(create.error) }
  const tried = preview.data
  return (
    <form
      aria-label="A check of your own"
      className="flex flex-col gap-3"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        create.mutate()
      }}
    >
      <Field label="Name" error={wrong.name}>
        <TextInput value={name} maxLength={80} onChange={(event) => put({ name: event.target.value })} />
      </Field>
      <Field label="It looks at">
        <Select
          value={form.subject}
          onChange={(event) => {
            const subject = event.target.value as OwnSubject
            put({ subject, ends: Object.keys(endings[subject])[0]!, condition: '' })
          }}
          options={[
            { value: 'item', label: 'Feedback items' },
            { value: 'case', label: 'Cases' },
          ]}
        />
      </Field>
      <Field
        label="Where"
        error={wrong.condition}
        help={`Empty: all of them. Names: ${names(variables[form.subject]).join(', ')}. Text stands in 'quotes', && is and, || is or.`}
        optional
      >
        <TextArea
          rows={2}
          value={form.condition}
          placeholder={
            form.subject === 'item'
              ? "item.channel == 'chat' && account.mrr >= 3000.0"
              : "case.playbook == 'nps-detractor'"
          }
          onChange={(event) => put({ condition: event.target.value })}
        />
      </Field>
      <div className="grid gap-3 phone:grid-cols-2">
        <Field label="Within" error={wrong.within} help="24 hours, 2 business days, same business day">
          <TextInput value={form.within} onChange={(event) => put({ within: event.target.value })} />
        </Field>
        <Field label="Until" error={wrong.ends}>
          <Select
            value={form.ends}
            onChange={(event) => put({ ends: event.target.value })}
            options={Object.entries(endings[form.subject]).map(([value, label]) => ({ value, label }))}
          />
        </Field>
      </div>
      <div className="row gap-2">
        <Button kind="primary" type="submit" busy={create.isPending} disabled={name.trim() === ''}>
          Make the check
        </Button>
        <Button busy={preview.isPending} onClick={() => preview.mutate()}>
          Try on the past
        </Button>
      </div>
      {tried && (
        <section aria-label="On the past" className="border-t border-line pt-3" aria-live="polite">
          <p>
            {tried.share === null
              ? `Of the latest ${plural(tried.looked, 'one', 'ones')} it would have judged none.`
              : `It would have been met by ${count(tried.met)} of ${count(tried.met + tried.missed)}, ${percent(tried.share)}.`}{' '}
            <span className="muted">
              {tried.pending > 0 && `${plural(tried.pending, 'is', 'are')} not yet due. `}
              {tried.since && `Since ${dateTime(tried.since)}.`}
            </span>
          </p>
          {tried.missedOnes.length > 0 && (
            <ul className="mt-2">
              {tried.missedOnes.map((one) => (
                <li key={`${one.to} ${one.due}`} className="cut">
                  <Go to={one.to ?? 'inbox'} className="link">
                    {one.title}
                  </Go>{' '}
                  <span className="help">due {dateTime(one.due)}</span>
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
    </form>
  )
}
