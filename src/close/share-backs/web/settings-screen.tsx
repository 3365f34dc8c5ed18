import { type FormEvent, useState } from 'react'
import {
  putShareBackSettings,
  putShareBackWebhook,
  removeShareBackWebhook,
  type ShareBackSettings,
} from '#close/share-backs/contract.ts'
import { useShareBackChange, useShareBackSettings } from '#close/share-backs/web/use-share-backs.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { CopyLine } from '#platform/web/copy.tsx'
import { HourField, RolesField } from '#platform/web/digest-fields.tsx'
import { Field, Select, Switch, TextInput } from '#platform/web/form.tsx'
import { dateTime, plural } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'
import { weekdayWords } from '#prioritize/reviews/rules.ts'

/** When share-backs are made, who gets the mail, and the webhook. */
export default function ShareBackSettingsScreen() {
  const query = useShareBackSettings()
  return (
    <>
      <TopBar title="Settings of share-backs" crumbs={[{ label: 'Share-backs', to: 'share-backs' }]} />
      <Content padded>
        {query.data ? (
          <>
            {query.data.isDemo && <p role="status">This is a demo workspace: nothing ever leaves it.</p>}
            <RhythmForm settings={query.data} />
            <WebhookForm webhook={query.data.webhook} />
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

function RhythmForm({ settings }: { settings: ShareBackSettings }) {
  const canWrite = useCan('settings:write')
  const [draft, setDraft] = useState({
    isOn: settings.isOn,
    weekday: settings.weekday,
    hour: settings.hour,
    roles: settings.roles,
  })
  const save = useShareBackChange(
    () => call(putShareBackSettings, draft),
    ({ nextAt, people }) =>
      toast({
        message: nextAt
          ? `The next is made ${dateTime(nextAt)}, for ${plural(people, 'member')}.`
          : 'Share-backs are off.',
      }),
  )
  return (
    <form
      aria-label="When and to whom"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        save.mutate(undefined)
      }}
    >
      <fieldset disabled={!canWrite}>
        <Setting title="Each week" text="Of the seven days before. A week without news is not sent.">
          <Switch
            label="Make a share-back each week"
            checked={draft.isOn}
            disabled={!canWrite}
            onChange={(isOn) => setDraft({ ...draft, isOn })}
          />
          <div className="grid gap-3 phone:grid-cols-2">
            <Field label="Weekday">
              <Select
                value={String(draft.weekday)}
                onChange={(event) => setDraft({ ...draft, weekday: Number(event.target.value) })}
                options={weekdayWords.map((label, i) => ({ value: String(i + 1), label }))}
              />
            </Field>
            <HourField
              hour={draft.hour}
              zone={settings.zone}
              onChange={(hour) => setDraft({ ...draft, hour })}
            />
          </div>
        </Setting>
        <Setting title="By mail" text={`${plural(settings.people, 'member')} as it is set now.`}>
          <RolesField on={draft.roles} onChange={(roles) => setDraft({ ...draft, roles })} />
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

function WebhookForm({ webhook }: { webhook: ShareBackSettings['webhook'] }) {
  const canWrite = useCan('settings:write')
  const [url, setUrl] = useState('')
  const [format, setFormat] = useState<'json' | 'slack'>(webhook?.format ?? 'json')
  const save = useShareBackChange(
    () => call(putShareBackWebhook, { url, format }),
    () => setUrl(''),
  )
  const remove = useShareBackChange(
    () => call(removeShareBackWebhook, {}),
    () => {
      save.reset()
      toast({ message: 'The webhook is forgotten.' })
    },
  )
  const wrong = fieldErrors(save.error)
  return (
    <form
      aria-label="Webhook"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        save.mutate(undefined)
      }}
    >
      <fieldset disabled={!canWrite}>
        <Setting
          title="Webhook"
          text="Called with each share-back and signed. Tried again for days when it does not answer."
        >
          <p>
            {webhook
              ? `Set: ${webhook.host}, ${webhook.format === 'slack' ? 'as a Slack message' : 'as JSON'}.`
              : 'None is set.'}
          </p>
          <Field
            label={webhook ? 'Another address' : 'Address'}
            error={wrong.url}
            help="Kept sealed and not shown again."
          >
            <TextInput
              type="url"
              required
              value={url}
              autoComplete="off"
              placeholder="https://hooks.example.com/…"
              onChange={(event) => setUrl(event.target.value)}
            />
          </Field>
          <Field label="What it gets">
            <Select
              value={format}
              onChange={(event) => setFormat(event.target.value as typeof format)}
              options={[
                { value: 'json', label: 'JSON: figures and words' },
                { value: 'slack', label: 'A Slack message' },
              ]}
            />
          </Field>
          {canWrite && (
            <div className="row flex-wrap">
              <Button type="submit" busy={save.isPending}>
                {webhook ? 'Change the webhook' : 'Set the webhook'}
              </Button>
              {webhook && (
                <Button kind="ghost" busy={remove.isPending} onClick={() => remove.mutate(undefined)}>
                  Forget it
                </Button>
              )}
              <Go to="share-backs/preview" className="link">
                Send a test from the preview
              </Go>
            </div>
          )}
          {save.data && (
            <div role="status">
              <p className="med">The secret that signs. It is shown this once.</p>
              <CopyLine text={save.data.secret} label="Secret" />
            </div>
          )}
        </Setting>
      </fieldset>
    </form>
  )
}
