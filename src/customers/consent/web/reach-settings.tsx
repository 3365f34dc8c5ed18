import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { getReachLimits, putReachLimits, type ReachLimits } from '#customers/consent/contract.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Checkbox, Field, TextInput } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

/** When and how often mail of ours reaches one person. */
export default function ReachSettings() {
  const slug = useSlug()
  const limits = useQuery({ queryKey: ['reach-limits', slug], queryFn: () => call(getReachLimits, {}) })
  if (limits.error)
    return (
      <Failed
        error={limits.error}
        title="The limits could not be read"
        onRetry={() => void limits.refetch()}
      />
    )
  return limits.data ? <Limits limits={limits.data} /> : <LoadingRows rows={3} />
}

function Limits({ limits }: { limits: ReachLimits }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const canWrite = useCan('settings:write')
  const [form, setForm] = useState({
    isQuiet: limits.quiet !== null,
    from: limits.quiet?.from ?? '20:00',
    to: limits.quiet?.to ?? '08:00',
    isLimited: limits.mailsPerDay !== null,
    most: String(limits.mailsPerDay ?? 5),
    domains: limits.ownDomains.join(', '),
  })
  const put = (change: Partial<typeof form>) => setForm({ ...form, ...change })
  const save = useMutation({
    mutationFn: () =>
      call(putReachLimits, {
        quiet: form.isQuiet ? { from: form.from, to: form.to } : null,
        mailsPerDay: form.isLimited ? Number(form.most) : null,
        ownDomains: form.domains.split(/[\s,;@]+/).filter(Boolean),
      }),
    onSuccess: async (saved) => {
      queries.setQueryData(['reach-limits', slug], saved)
      toast({ message: 'The limits are set.' })
    },
  })
  const wrong = fieldErrors(save.error)
  const wrongDomain = Object.entries(wrong).find(([field]) => field.startsWith('ownDomains'))?.[1]
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit} aria-label="Limits">
      <Setting
        title="Surveys"
        text="The monthly limit holds across all surveys and programmes. It can be overridden with a reason, which is kept."
      >
        <p>
          One person is invited to a survey at most once in 30 days. A reminder belongs to its invitation; a
          survey that asks again after a case or release does not count.
        </p>
      </Setting>
      <Setting
        title="Our own people"
        text="Whoever has an address of our own company is one of us: no survey asks them, and a ticket that they opened asks nobody."
      >
        <Field
          label="Our mail domains"
          optional
          error={wrongDomain}
          help="Such as larkfield.example, separated by commas. Subdomains are named on their own."
        >
          <TextInput
            value={form.domains}
            disabled={!canWrite}
            onChange={(event) => put({ domains: event.target.value })}
          />
        </Field>
      </Setting>
      <Setting
        title="Quiet hours"
        text="By the clock of each person: their own time zone, else that of their account, else ours. What falls into them waits, calls too."
      >
        <Checkbox
          label="No mail to customers at night"
          checked={form.isQuiet}
          disabled={!canWrite}
          onChange={(event) => put({ isQuiet: event.target.checked })}
        />
        {form.isQuiet && (
          <div className="row items-start">
            <Field label="From" error={wrong['quiet.from']}>
              <TextInput
                type="time"
                value={form.from}
                disabled={!canWrite}
                onChange={(event) => put({ from: event.target.value })}
              />
            </Field>
            <Field label="To" error={wrong['quiet.to']}>
              <TextInput
                type="time"
                value={form.to}
                disabled={!canWrite}
                onChange={(event) => put({ to: event.target.value })}
              />
            </Field>
          </div>
        )}
      </Setting>
      <Setting
        title="Case mail and updates"
        text="Replies, meetings and news to one person within 24 hours. What is more waits in the outbox."
      >
        <Checkbox
          label="Limit them"
          checked={form.isLimited}
          disabled={!canWrite}
          onChange={(event) => put({ isLimited: event.target.checked })}
        />
        {form.isLimited && (
          <Field label="Mails a day to one person" error={wrong.mailsPerDay}>
            <TextInput
              type="number"
              min={1}
              max={100}
              className="max-w-24"
              value={form.most}
              disabled={!canWrite}
              onChange={(event) => put({ most: event.target.value })}
            />
          </Field>
        )}
        {save.error && Object.keys(wrong).length === 0 && (
          <p className="text-sla-late" role="alert">
            {save.error.message}
          </p>
        )}
        {canWrite && (
          <div>
            <Button kind="primary" type="submit" busy={save.isPending}>
              Save
            </Button>
          </div>
        )}
      </Setting>
    </form>
  )
}
