import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { changeProgramme, createProgramme, type Programme } from '#collect/programmes/contract.ts'
import {
  type PhonePriority,
  type Trigger,
  toldTriggers,
  triggers,
  triggerWords,
  waveTriggers,
} from '#collect/programmes/rules.ts'
import { audienceWords, roleWords } from '#collect/programmes/web/programme-words.ts'
import { listSurveys } from '#collect/surveys/contract.ts'
import { waveWays } from '#collect/surveys/rules.ts'
import { useSegmentWords } from '#collect/surveys/waves/web/audience.tsx'
import { CallerChoice } from '#collect/surveys/waves/web/caller-choice.tsx'
import { wayHelp, wayWords } from '#collect/surveys/waves/web/channel-choice.tsx'
import { useSegments } from '#customers/accounts/web/use-accounts.ts'
import { knownContactRoles } from '#customers/contacts/contract.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Checkbox, Field, Select, TextInput } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { toast } from '#platform/web/toast.tsx'

interface Props {
  programme?: Programme
  onClose(): void
  onSaved(programme: Programme): void
}

/** A list with a value put in, or taken out where it was in. */
const toggled = (list: readonly string[], value: string) =>
  list.includes(value) ? list.filter((one) => one !== value) : [...list, value]

/** Makes or changes a programme. What sets it off is chosen once. */
export function ProgrammeForm({ programme, onClose, onSaved }: Props) {
  const slug = useSlug()
  const formId = useId()
  const queries = useQueryClient()
  const surveys = useQuery({ queryKey: ['surveys', slug], queryFn: () => call(listSurveys, { limit: 100 }) })
  const segments = useSegments()
  const segmentWords = useSegmentWords()
  const [form, setForm] = useState({
    name: programme?.name ?? '',
    surveyId: programme?.surveyId ?? '',
    trigger: programme?.trigger ?? ('ticket_resolved' as Trigger),
    segments: programme?.audience.segments ?? [],
    roles: programme?.audience.roles ?? [],
    // Days after go-live, hours after a ticket or event.
    delay: programme
      ? String(programme.trigger === 'go_live' ? programme.delayHours / 24 : programme.delayHours)
      : '0',
    timing: programme?.timing ?? ('at_once' as Programme['timing']),
    channel: programme?.channel ?? ('mail' as Programme['channel']),
    callerId: programme?.callerId ?? undefined,
    phoneFrom: programme?.phoneFrom ?? ('' as PhonePriority | ''),
    sample: String(programme?.samplePercent ?? 100),
    reminds: programme ? programme.reminderDays !== null : false,
    reminderDays: String(programme?.reminderDays ?? 7),
  })
  const put = (change: Partial<typeof form>) => setForm({ ...form, ...change })
  const choose = (trigger: Trigger) =>
    put({
      trigger,
      delay: trigger === 'go_live' ? '14' : '0',
      timing: trigger === 'ticket_resolved' ? 'at_once' : 'mornings',
      reminds: trigger === 'go_live',
    })
  const isWave = waveTriggers.includes(form.trigger)
  const isTold = toldTriggers.includes(form.trigger)
  const isGoLive = form.trigger === 'go_live'
  const words = audienceWords(
    {
      trigger: form.trigger,
      audience: { segments: form.segments.length > 0 ? form.segments : null, roles: form.roles },
    },
    segmentWords,
  )
  const surveyId = form.surveyId || surveys.data?.data[0]?.id || ''
  const save = useMutation({
    mutationFn: () => {
      const body = {
        name: form.name,
        surveyId,
        audience: {
          ...(form.segments.length > 0 && { segments: form.segments }),
          ...(form.roles.length > 0 && { roles: form.roles }),
        },
        delayHours: isWave ? 0 : Number(form.delay) * (isGoLive ? 24 : 1),
        timing: form.timing,
        channel: form.channel,
        ...(form.callerId && { callerId: form.callerId }),
        phoneFrom: isTold ? form.phoneFrom || null : null,
        samplePercent: Number(form.sample),
        reminderDays: form.reminds ? Number(form.reminderDays) : null,
      }
      return programme
        ? call(changeProgramme, { programmeId: programme.id, ...body })
        : call(createProgramme, { ...body, trigger: form.trigger })
    },
    onSuccess: async (saved) => {
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => String(queryKey[0]).startsWith('programme'),
      })
      toast({
        message: programme
          ? 'The programme was saved.'
          : 'The programme was made. It is off until you turn it on.',
      })
      onClose()
      onSaved(saved)
    },
  })
  const wrong = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <SidePanel
      open
      onClose={onClose}
      title={programme ? 'Change the programme' : 'New programme'}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={formId} busy={save.isPending}>
            {programme ? 'Save' : 'Make it'}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="grid gap-3">
        <Field label="Name" error={wrong.name}>
          <TextInput
            value={form.name}
            required
            maxLength={120}
            onChange={(event) => put({ name: event.target.value })}
          />
        </Field>
        <Field label="Survey" error={wrong.surveyId}>
          <Select
            value={surveyId}
            onChange={(event) => put({ surveyId: event.target.value })}
            options={(surveys.data?.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
          />
        </Field>
        <Field label="What sets it off" help={triggerWords[form.trigger].help}>
          <Select
            value={form.trigger}
            disabled={programme !== undefined}
            onChange={(event) => choose(event.target.value as Trigger)}
            options={triggers.map((value) => ({ value, label: triggerWords[value].label }))}
          />
        </Field>
        <div className="form-row">
          <span className="font-medium">Audience</span>
          <p className="help">{words.charAt(0).toUpperCase() + words.slice(1)}</p>
          <div className="row flex-wrap">
            <Picker
              label="Segments"
              many
              value={form.segments}
              options={(segments.data?.data ?? []).map((one) => ({ value: one.key, label: one.name }))}
              onPick={(key) => put({ segments: toggled(form.segments, key) })}
              trigger={<Button size="sm">Only some segments</Button>}
            />
            {!isGoLive && (
              <Picker
                label="Roles"
                many
                value={form.roles}
                options={[...new Set([...knownContactRoles, ...form.roles])].map((role) => ({
                  value: role,
                  label: roleWords(role),
                }))}
                onPick={(role) => put({ roles: toggled(form.roles, role) })}
                onCreate={(role) => put({ roles: toggled(form.roles, role.trim()) })}
                trigger={<Button size="sm">Only some roles</Button>}
              />
            )}
          </div>
        </div>
        {!isWave && (
          <Field
            label={isGoLive ? 'Days after go-live' : 'Hours after it'}
            error={wrong.delayHours}
            help={form.trigger === 'ticket_resolved' ? '0 to 24: within a day of the resolution.' : undefined}
          >
            <TextInput
              type="number"
              min={0}
              max={form.trigger === 'ticket_resolved' ? 24 : isGoLive ? 90 : 2160}
              className="max-w-24"
              value={form.delay}
              onChange={(event) => put({ delay: event.target.value })}
            />
          </Field>
        )}
        <Field
          label="When it leaves"
          help={
            form.trigger === 'ticket_resolved' && form.timing === 'mornings'
              ? 'Always within 24 hours of the resolution: where no weekday morning comes in that time, as on a Friday afternoon, at once.'
              : undefined
          }
        >
          <Select
            value={form.timing}
            onChange={(event) => put({ timing: event.target.value as Programme['timing'] })}
            options={[
              { value: 'mornings', label: 'On a weekday morning, in the zone of each' },
              { value: 'at_once', label: 'At once' },
            ]}
          />
        </Field>
        <Field label="Goes by" help={wayHelp[form.channel]}>
          <Select
            value={form.channel}
            onChange={(event) => put({ channel: event.target.value as Programme['channel'] })}
            options={waveWays.map((value) => ({ value, label: wayWords[value] }))}
          />
        </Field>
        {isTold && (
          <Field
            label="By phone instead"
            help="The priority is told with the ticket, or is that of the item it is about."
          >
            <Select
              value={form.phoneFrom}
              onChange={(event) => put({ phoneFrom: event.target.value as PhonePriority | '' })}
              options={[
                { value: '', label: 'Never' },
                { value: 'critical', label: 'When the priority is critical' },
                { value: 'high', label: 'When the priority is critical or high' },
              ]}
            />
          </Field>
        )}
        {(form.channel === 'phone' || (isTold && form.phoneFrom !== '')) && (
          <CallerChoice callerId={form.callerId} onChange={(callerId) => put({ callerId })} />
        )}
        <Field
          label="Sample, percent"
          error={wrong.samplePercent}
          help="100 asks everybody. Less takes others the next time."
        >
          <TextInput
            type="number"
            min={1}
            max={100}
            className="max-w-24"
            value={form.sample}
            onChange={(event) => put({ sample: event.target.value })}
          />
        </Field>
        <Checkbox
          label="Remind once who has not answered"
          checked={form.reminds}
          onChange={(event) => put({ reminds: event.target.checked })}
        />
        {form.reminds && (
          <Field label="Days after the invitation" error={wrong.reminderDays}>
            <TextInput
              type="number"
              min={1}
              max={60}
              className="max-w-24"
              value={form.reminderDays}
              onChange={(event) => put({ reminderDays: event.target.value })}
            />
          </Field>
        )}
        {save.error && Object.keys(wrong).length === 0 && (
          <p className="text-sla-late" role="alert">
            {save.error.message}
          </p>
        )}
      </form>
    </SidePanel>
  )
}
