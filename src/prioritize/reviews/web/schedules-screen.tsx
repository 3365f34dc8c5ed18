import '#prioritize/reviews/web/reviews.css'
import { type FormEvent, useState } from 'react'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, Select, Switch, TextInput } from '#platform/web/form.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'
import { putReviewSchedule, type ReviewSchedule } from '#prioritize/reviews/contract.ts'
import {
  kindWords,
  mostParts,
  positionWords,
  rhythmOf,
  type Section,
  sections,
  weekdayWords,
} from '#prioritize/reviews/rules.ts'
import { useRoomChange, useSchedules } from '#prioritize/reviews/web/use-reviews.ts'

const sectionWords: Record<Section, string> = {
  feedback: 'Feedback of the period',
  answers: 'Answers of surveys',
  trends: 'Negative trends',
  effects: 'Effect of past actions',
  decide: 'What is to be decided',
  tell: 'What customers are told',
  actions: 'Action items',
}

/** When reviews of each kind take place, their agenda and who is needed. */
export default function SchedulesScreen() {
  const query = useSchedules()
  return (
    <>
      <TopBar title="Schedules of reviews" crumbs={[{ label: 'Reviews', to: 'reviews' }]} />
      <Content padded>
        {query.data ? (
          <div className="grid gap-8 max-w-[44rem]">
            {query.data.data.map((schedule) => (
              <ScheduleForm key={schedule.kind} schedule={schedule} />
            ))}
          </div>
        ) : query.isError ? (
          <Failed
            error={query.error}
            title="The schedules could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : (
          <LoadingBlock height={420} label="Loading schedules" />
        )}
      </Content>
    </>
  )
}

const nths = ['First', 'Second', 'Third', 'Fourth']

function ScheduleForm({ schedule }: { schedule: ReviewSchedule }) {
  const canManage = useCan('requests:manage')
  const [draft, setDraft] = useState(schedule)
  const [positions, setPositions] = useState(schedule.positions.join(', '))
  const set = (change: Partial<ReviewSchedule>) => setDraft({ ...draft, ...change })
  const setPart = (at: number, change: Partial<ReviewSchedule['agenda'][number]>) =>
    set({ agenda: draft.agenda.map((part, i) => (i === at ? { ...part, ...change } : part)) })
  const save = useRoomChange(
    () =>
      call(putReviewSchedule, {
        kind: draft.kind,
        isOn: draft.isOn,
        weekday: draft.weekday,
        nth: draft.nth,
        at: draft.at,
        agenda: draft.agenda,
        positions: positions
          .split(',')
          .map((one) => one.trim().toLowerCase().replace(/\s+/g, '-'))
          .filter(Boolean),
      }),
    { done: () => toast({ message: 'Kept. Reviews that are ahead follow it.' }) },
  )
  const wrong = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const { kind } = draft
  return (
    <form onSubmit={submit} aria-label={kindWords[kind]}>
      <fieldset disabled={!canManage} className="grid gap-3">
        <div className="row flex-wrap">
          <h2 className="nx grow">{kindWords[kind]}</h2>
          <Switch label="Plan it ahead" checked={draft.isOn} onChange={(isOn: boolean) => set({ isOn })} />
        </div>
        <div className="schedule-when">
          {rhythmOf[kind] !== 'week' && (
            <Field label={rhythmOf[kind] === 'month' ? 'Of each month' : 'Of a quarter’s first month'}>
              <Select
                value={String(draft.nth)}
                onChange={(event) => set({ nth: Number(event.target.value) })}
                options={nths.map((label, i) => ({ value: String(i + 1), label }))}
              />
            </Field>
          )}
          <Field label="Weekday">
            <Select
              value={String(draft.weekday)}
              onChange={(event) => set({ weekday: Number(event.target.value) })}
              options={weekdayWords.map((label, i) => ({ value: String(i + 1), label }))}
            />
          </Field>
          <Field label="Begins" error={wrong.at}>
            <TextInput
              type="time"
              required
              value={draft.at}
              onChange={(event) => set({ at: event.target.value })}
            />
          </Field>
        </div>
        <fieldset className="grid gap-1.5">
          <legend className="sec mb-1">Agenda</legend>
          {draft.agenda.map((part, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
            <div key={at} className="schedule-part">
              <TextInput
                aria-label={`Part ${at + 1}`}
                required
                maxLength={80}
                value={part.title}
                onChange={(event) => setPart(at, { title: event.target.value })}
              />
              <Select
                aria-label={`What part ${at + 1} shows`}
                value={part.shows}
                onChange={(event) => setPart(at, { shows: event.target.value as Section })}
                options={sections.map((one) => ({ value: one, label: sectionWords[one] }))}
              />
              <TextInput
                aria-label={`Minutes of part ${at + 1}`}
                type="number"
                required
                min={1}
                max={240}
                value={String(part.minutes)}
                onChange={(event) => setPart(at, { minutes: Number(event.target.value) })}
              />
              <Button
                kind="ghost"
                icon="close"
                aria-label={`Take part ${at + 1} out`}
                disabled={draft.agenda.length === 1}
                onClick={() => set({ agenda: draft.agenda.filter((_, i) => i !== at) })}
              />
            </div>
          ))}
          {draft.agenda.length < mostParts && (
            <div>
              <Button
                size="sm"
                icon="plus"
                onClick={() =>
                  set({ agenda: [...draft.agenda, { title: '', shows: 'actions', minutes: 5 }] })
                }
              >
                Part
              </Button>
            </div>
          )}
        </fieldset>
        <Field
          label="Positions that are needed, separated by commas"
          error={wrong.positions ?? wrong['positions.0']}
          help={schedule.holders
            .map(
              ({ position, members }) =>
                `${positionWords(position)}: ${members.map((one) => one.name).join(', ') || 'nobody'}`,
            )
            .join('. ')}
        >
          <TextInput value={positions} onChange={(event) => setPositions(event.target.value)} />
        </Field>
        {canManage && (
          <div>
            <Button type="submit" kind="primary" busy={save.isPending}>
              Save
            </Button>
          </div>
        )}
      </fieldset>
    </form>
  )
}
