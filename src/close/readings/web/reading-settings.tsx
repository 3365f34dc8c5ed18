import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { getReadingRule, putReadingRule, type ReadingRule } from '#close/readings/contract.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Checkbox, Field, Radio, TextInput } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

/** When a mail is read by a second person before it leaves. */
export function ReadingSettings() {
  const slug = useSlug()
  const query = useQuery({ queryKey: ['reading-rule', slug], queryFn: () => call(getReadingRule, {}) })
  if (query.error)
    return (
      <Failed error={query.error} title="The rule could not be read" onRetry={() => void query.refetch()} />
    )
  if (!query.data) return <LoadingRows />
  return <Rule now={query.data} />
}

const choices = [
  { value: 'never', label: 'Never', help: 'What is sent leaves after its two minutes.' },
  { value: 'on_request', label: 'When the writer asks', help: 'Sending alone stays possible.' },
  { value: 'always', label: 'Always in some cases', help: 'And in all others when the writer asks.' },
] as const

function Rule({ now }: { now: ReadingRule }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const canChange = useCan('settings:manage')
  const [rule, setRule] = useState(now)
  const [limit, setLimit] = useState(now.aboveMrrCents === null ? '' : String(now.aboveMrrCents / 100))
  const save = useMutation({
    mutationFn: () =>
      call(putReadingRule, {
        ...rule,
        aboveMrrCents: limit.trim() === '' ? null : Math.round(Number(limit) * 100),
      }),
    onSuccess: (saved) => {
      queries.setQueryData(['reading-rule', slug], saved)
      toast({ message: 'Saved.' })
    },
  })
  const wrong = fieldErrors(save.error)
  const rest = save.error && Object.keys(wrong).length === 0 ? save.error.message : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Setting
      title="Second reader"
      text="A colleague reads a mail to a customer before it leaves, and agrees or returns it with words. Nobody reads their own."
    >
      <form onSubmit={submit} className="grid gap-3">
        <fieldset className="grid gap-1" disabled={!canChange}>
          <legend className="vh">When a mail is read by a second person</legend>
          {choices.map((one) => (
            <Radio
              key={one.value}
              name="reading-when"
              label={one.label}
              help={one.help}
              checked={rule.when === one.value}
              onChange={() => setRule({ ...rule, when: one.value })}
            />
          ))}
        </fieldset>
        {rule.when === 'always' && (
          <div className="grid gap-3">
            <Field
              label="In cases of accounts whose MRR is above"
              help="In the account’s own currency; empty for no limit."
              error={wrong.aboveMrrCents ?? rest}
            >
              <TextInput
                type="number"
                min={0}
                max={1e10}
                step="0.01"
                className="w-40"
                value={limit}
                disabled={!canChange}
                onChange={(event) => setLimit(event.target.value)}
              />
            </Field>
            <Checkbox
              label="In cases that were escalated"
              checked={rule.escalated}
              disabled={!canChange}
              onChange={(event) => setRule({ ...rule, escalated: event.target.checked })}
            />
          </div>
        )}
        {rule.when !== 'always' && rest && <p className="err">{rest}</p>}
        {canChange && (
          <div className="row">
            <Button type="submit" kind="primary" busy={save.isPending}>
              Save
            </Button>
          </div>
        )}
      </form>
    </Setting>
  )
}
