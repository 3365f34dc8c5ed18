import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  getNoticePreferences,
  type NoticePreferences,
  putNoticePreferences,
} from '#platform/notices/contract.ts'
import { call } from '#platform/web/api.ts'
import { Field, Select, TextInput } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

const when = [
  { value: 'at_once', label: 'At once' },
  { value: 'daily', label: 'Once a day' },
  { value: 'never', label: 'Never' },
]
const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** How one is told by mail. The bell tells everything. */
export default function NoticeSettings() {
  const slug = useSlug()
  const queries = useQueryClient()
  const query = useQuery({
    queryKey: ['notice-preferences', slug],
    queryFn: () => call(getNoticePreferences, {}),
  })
  const save = useMutation({
    mutationFn: (next: NoticePreferences) => call(putNoticePreferences, next),
    onSuccess: (kept) => {
      queries.setQueryData(['notice-preferences', slug], kept)
      toast({ message: 'Kept.' })
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
  if (query.isError)
    return (
      <Failed
        error={query.error}
        title="Your choices could not be loaded"
        onRetry={() => void query.refetch()}
      />
    )
  const data = query.data
  if (!data) return <LoadingBlock height={200} label="Loading your choices" />
  const set = (change: Partial<NoticePreferences>) => save.mutate({ ...data, ...change })
  return (
    <Setting title="By mail" text="The bell tells you everything at once. Choose what also comes by mail.">
      <Field label="Urgent" help="A case of yours opens, is due soon, late or escalated.">
        <Select
          value={data.urgent}
          options={when}
          onChange={(event) => set({ urgent: event.target.value as NoticePreferences['urgent'] })}
        />
      </Field>
      <Field label="Everything else" help="For example that somebody answered again.">
        <Select
          value={data.normal}
          options={when}
          onChange={(event) => set({ normal: event.target.value as NoticePreferences['normal'] })}
        />
      </Field>
      <Field label="Time of the daily mail" help="In the time zone of this workspace.">
        <TextInput
          type="time"
          className="w-32"
          defaultValue={clock(data.dailyMinute)}
          onBlur={(event) => {
            const [hour, minute] = event.target.value.split(':').map(Number)
            const next = (hour ?? 8) * 60 + (minute ?? 0)
            if (Number.isInteger(next) && next !== data.dailyMinute) set({ dailyMinute: next })
          }}
        />
      </Field>
    </Setting>
  )
}
