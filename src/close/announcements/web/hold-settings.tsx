import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import {
  type AnnouncementSettings,
  getAnnouncementSettings,
  putAnnouncementSettings,
} from '#close/announcements/contract.ts'
import { getPromiseSettings, putPromiseSettings } from '#close/promises/contract.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

/** How long what is told to many is held, and when owners are reminded of what was promised. */
export function HoldSettings() {
  const slug = useSlug()
  const query = useQuery({
    queryKey: ['announcement-settings', slug],
    queryFn: async () => ({
      ...(await call(getAnnouncementSettings, {})),
      ...(await call(getPromiseSettings, {})),
    }),
  })
  if (query.error)
    return <Failed error={query.error} title="They could not be read" onRetry={() => void query.refetch()} />
  if (!query.data) return <LoadingRows />
  return <Fields now={query.data} />
}

type Now = AnnouncementSettings & { remindDays: number }

const labels: Record<keyof Now, string> = {
  recallOneMinutes: 'To one person, minutes',
  recallManyMinutes: 'To many, minutes',
  remindDays: 'Reminded of a promise, days before',
}

function Fields({ now }: { now: Now }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const canChange = useCan('settings:write')
  const [draft, setDraft] = useState(now)
  const save = useMutation({
    mutationFn: async () => {
      const { remindDays, ...hold } = draft
      await call(putAnnouncementSettings, hold)
      await call(putPromiseSettings, { remindDays })
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['announcement-settings', slug] })
      toast({ message: 'Saved.' })
    },
  })
  const wrong = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Setting
      title="What is told of requests"
      text="It is held for so long before it leaves, and can be recalled until then. A date in it is a promise; who wrote it is reminded."
    >
      <form onSubmit={submit} className="grid gap-3">
        {(Object.keys(labels) as (keyof Now)[]).map((name) => (
          <Field key={name} label={labels[name]} error={wrong[name]}>
            <TextInput
              type="number"
              min={0}
              className="w-28"
              disabled={!canChange}
              value={String(draft[name])}
              onChange={(event) => setDraft({ ...draft, [name]: Number(event.target.value) })}
            />
          </Field>
        ))}
        {canChange && (
          <div>
            <Button type="submit" kind="primary" busy={save.isPending}>
              Save
            </Button>
          </div>
        )}
      </form>
    </Setting>
  )
}
