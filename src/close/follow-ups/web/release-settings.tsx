import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import {
  type FollowUpSettings,
  getFollowUpSettings,
  putFollowUpSettings,
} from '#close/follow-ups/contract.ts'
import { listSurveys } from '#collect/surveys/contract.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Checkbox, Field, Select, TextInput } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** Whether, with what and when those behind a request are asked after it shipped. */
export default function ReleaseSettings() {
  const slug = useSlug()
  const settings = useQuery({
    queryKey: ['follow-up-settings', slug],
    queryFn: () => call(getFollowUpSettings, {}),
  })
  if (settings.error)
    return (
      <Failed
        error={settings.error}
        title="The settings could not be read"
        onRetry={() => void settings.refetch()}
      />
    )
  return settings.data ? <Form settings={settings.data} /> : <LoadingRows rows={2} />
}

function Form({ settings }: { settings: FollowUpSettings }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const canWrite = useCan('surveys:manage')
  const surveys = useQuery({ queryKey: ['surveys', slug], queryFn: () => call(listSurveys, {}) })
  const [form, setForm] = useState({ ...settings, afterDays: String(settings.afterDays) })
  const put = (change: Partial<typeof form>) => setForm({ ...form, ...change })
  const save = useMutation({
    mutationFn: () => call(putFollowUpSettings, { ...form, afterDays: Number(form.afterDays) }),
    onSuccess: (saved) => {
      queries.setQueryData(['follow-up-settings', slug], saved)
      toast({ message: 'The follow-up is set.' })
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
  const wrong = fieldErrors(save.error)
  const known = (surveys.data?.data ?? []).map((one) => ({ value: one.key, label: one.name }))
  return (
    <form
      aria-label="Asking after a release"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Setting
        title="Asking after a release"
        text="Those behind a request are asked whether it solves what they asked for, each once, some days after they were told that it shipped. It does not count for the monthly limit; who must not be asked is left out."
      >
        <Checkbox
          label="Ask those behind a request after it shipped"
          checked={form.isOn}
          disabled={!canWrite}
          onChange={(event) => put({ isOn: event.target.checked })}
        />
        {form.isOn && (
          <>
            <Field label="Survey" error={wrong.surveyKey}>
              <Select
                value={form.surveyKey}
                disabled={!canWrite}
                onChange={(event) => put({ surveyKey: event.target.value })}
                options={
                  known.some((one) => one.value === form.surveyKey)
                    ? known
                    : [{ value: form.surveyKey, label: form.surveyKey }, ...known]
                }
              />
            </Field>
            <Field label="Days after they were told" error={wrong.afterDays}>
              <TextInput
                type="number"
                min={1}
                max={90}
                value={form.afterDays}
                disabled={!canWrite}
                onChange={(event) => put({ afterDays: event.target.value })}
              />
            </Field>
          </>
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
