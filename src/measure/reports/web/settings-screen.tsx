import { type FormEvent, useState } from 'react'
import { putReportSettings, type ReportSettings } from '#measure/reports/contract.ts'
import { kinds } from '#measure/reports/rules.ts'
import { kindWords } from '#measure/reports/web/reports-screen.tsx'
import { useReportChange, useReportSettings } from '#measure/reports/web/use-reports.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Checkbox, Field, Select } from '#platform/web/form.tsx'
import { dateTime, plural, words } from '#platform/web/format.ts'
import { Content, TopBar } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

/** Which reports are made by themselves, when, and who gets them. */
export default function ReportSettingsScreen() {
  const query = useReportSettings()
  return (
    <>
      <TopBar title="Settings of reports" crumbs={[{ label: 'Reports', to: 'reports' }]} />
      <Content padded>
        {query.data ? (
          <RhythmForm settings={query.data} />
        ) : query.isError ? (
          <Failed
            error={query.error}
            title="The settings could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : (
          <LoadingBlock height={420} label="Loading settings" />
        )}
      </Content>
    </>
  )
}

const roles = ['owner', 'admin', 'manager', 'agent', 'viewer'] as const

function RhythmForm({ settings }: { settings: ReportSettings }) {
  const canWrite = useCan('settings:write')
  const [draft, setDraft] = useState({ kinds: settings.kinds, hour: settings.hour, roles: settings.roles })
  const save = useReportChange(
    () => call(putReportSettings, draft),
    ({ next, people }) =>
      toast({
        message: next[0]
          ? `The next is made ${dateTime(next[0].at)}, for ${plural(people, 'member')}.`
          : 'No report is made by itself.',
      }),
  )
  const flip = <T,>(all: readonly T[], on: readonly T[], one: T, isOn: boolean) =>
    all.filter((each) => (each === one ? isOn : on.includes(each)))
  return (
    <form
      aria-label="Which, when and to whom"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        save.mutate(undefined)
      }}
    >
      <fieldset disabled={!canWrite}>
        <Setting
          title="Made by themselves"
          text="On the morning after the period: a week’s on Monday, before the review."
        >
          <fieldset className="grid gap-1">
            <legend className="vh">Periods</legend>
            {kinds.map((kind) => (
              <Checkbox
                key={kind}
                label={kindWords[kind]}
                checked={draft.kinds.includes(kind)}
                onChange={(event) =>
                  setDraft({ ...draft, kinds: flip(kinds, draft.kinds, kind, event.target.checked) })
                }
              />
            ))}
          </fieldset>
          <Field label="Hour" help={`On the clock of ${settings.zone}.`}>
            <Select
              value={String(draft.hour)}
              onChange={(event) => setDraft({ ...draft, hour: Number(event.target.value) })}
              options={Array.from({ length: 24 }, (_, hour) => ({
                value: String(hour),
                label: `${String(hour).padStart(2, '0')}:00`,
              }))}
            />
          </Field>
        </Setting>
        <Setting
          title="By mail"
          text={`${plural(settings.people, 'member')} as it is set now. A period without feedback and decisions is not mailed.`}
        >
          <fieldset className="grid gap-1">
            <legend className="vh">Roles that get the mail</legend>
            {roles.map((role) => (
              <Checkbox
                key={role}
                label={words(role)}
                checked={draft.roles.includes(role)}
                onChange={(event) =>
                  setDraft({ ...draft, roles: flip(roles, draft.roles, role, event.target.checked) })
                }
              />
            ))}
          </fieldset>
          {canWrite && (
            <div>
              <Button type="submit" kind="primary" busy={save.isPending}>
                Save
              </Button>
            </div>
          )}
        </Setting>
      </fieldset>
    </form>
  )
}
