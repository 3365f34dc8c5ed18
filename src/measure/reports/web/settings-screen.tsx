import { type FormEvent, useState } from 'react'
import { isShipped } from '#collect/surveys/texts/languages.ts'
import { putReportLanguage, putReportSettings, type ReportSettings } from '#measure/reports/contract.ts'
import { kinds, kindWords } from '#measure/reports/rules.ts'
import { useReportChange, useReportSettings } from '#measure/reports/web/use-reports.ts'
import { languageNames, reportLanguages } from '#measure/reports/words.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Checkboxes, HourField, RolesField } from '#platform/web/digest-fields.tsx'
import { Field, Select } from '#platform/web/form.tsx'
import { dateTime, plural } from '#platform/web/format.ts'
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
          <>
            <RhythmForm settings={query.data} />
            <OwnLanguage settings={query.data} />
          </>
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

const languages = reportLanguages.map((value) => ({ value, label: languageNames[value] }))

function RhythmForm({ settings }: { settings: ReportSettings }) {
  const canWrite = useCan('settings:write')
  const [draft, setDraft] = useState({
    kinds: settings.kinds,
    hour: settings.hour,
    roles: settings.roles,
    language: settings.language,
  })
  const save = useReportChange(
    () => call(putReportSettings, draft),
    ({ next, people }) =>
      toast({
        message: next[0]
          ? `The next is made ${dateTime(next[0].at)}, for ${plural(people, 'member')}.`
          : 'No report is made by itself.',
      }),
  )
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
          <Checkboxes
            legend="Periods"
            all={kinds}
            on={draft.kinds}
            labelOf={(kind) => kindWords[kind]}
            onChange={(on) => setDraft({ ...draft, kinds: on })}
          />
          <HourField
            hour={draft.hour}
            zone={settings.zone}
            onChange={(hour) => setDraft({ ...draft, hour })}
          />
        </Setting>
        <Setting
          title="By mail"
          text={`${plural(settings.people, 'member')} as it is set now. A period without feedback and decisions is not mailed.`}
        >
          <RolesField on={draft.roles} onChange={(roles) => setDraft({ ...draft, roles })} />
          <Field label="Language" help="For members who chose no other, for links and API keys.">
            <Select
              value={draft.language}
              onChange={({ target }) =>
                isShipped(target.value) && setDraft({ ...draft, language: target.value })
              }
              options={languages}
            />
          </Field>
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

function OwnLanguage({ settings }: { settings: ReportSettings }) {
  const save = useReportChange((language: ReportSettings['ownLanguage']) =>
    call(putReportLanguage, { language }),
  )
  return (
    <Setting
      title="Your language"
      text="In which reports are written to you: page, mail and PDF. Yours alone."
    >
      <Field label="You read them in">
        <Select
          value={settings.ownLanguage ?? ''}
          onChange={({ target }) => save.mutate(isShipped(target.value) ? target.value : null)}
          options={[
            { value: '', label: `As the workspace: ${languageNames[settings.language]}` },
            ...languages,
          ]}
        />
      </Field>
    </Setting>
  )
}
