import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import {
  type AnnouncementTemplate,
  listAnnouncementTemplates,
  putAnnouncementTemplate,
  restoreAnnouncementTemplate,
} from '#close/announcements/contract.ts'
import { type ShippedLanguage, shippedLanguages } from '#collect/surveys/texts/languages.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, Select, TextArea, TextInput } from '#platform/web/form.tsx'
import { languageName } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** The words of announcements around what is written, in each language: ours, or the workspace's own. */
export function AnnouncementWording() {
  const slug = useSlug()
  const [language, setLanguage] = useState<ShippedLanguage>('en')
  const [kind, setKind] = useState('thanks')
  const query = useQuery({
    queryKey: ['announcement-templates', slug, language],
    queryFn: () => call(listAnnouncementTemplates, { language }),
  })
  const shown = query.data?.data.find((one) => one.kind === kind)
  return (
    <Setting
      title="The words of announcements"
      text="What stands around what is written each time. It may be said in your own words, language by language; what has left stays as it was."
    >
      <div className="mb-3 flex flex-wrap gap-2">
        <Select
          aria-label="Kind"
          className="w-44"
          value={kind}
          onChange={(event) => setKind(event.target.value)}
          options={(query.data?.data ?? []).map((one) => ({ value: one.kind, label: one.label }))}
        />
        <Select
          aria-label="Language"
          className="w-44"
          value={language}
          onChange={(event) => setLanguage(event.target.value as ShippedLanguage)}
          options={shippedLanguages.map((one) => ({ value: one, label: languageName(one) }))}
        />
      </div>
      {query.error ? (
        <Failed error={query.error} title="They could not be read" onRetry={() => void query.refetch()} />
      ) : shown ? (
        <Words key={`${language} ${kind} ${shown.isOwn}`} now={shown} />
      ) : (
        <LoadingRows rows={3} />
      )}
    </Setting>
  )
}

function Words({ now }: { now: AnnouncementTemplate }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const canChange = useCan('settings:write')
  const [subject, setSubject] = useState(now.subject)
  const [body, setBody] = useState(now.body)
  // “in your own words” is not offered here
  const which = { kind: now.kind as Exclude<AnnouncementTemplate['kind'], 'custom'>, language: now.language }
  const done = (message: string) => () => {
    for (const key of ['announcement-templates', 'announcement-preview', 'announcements'])
      void queries.invalidateQueries({ queryKey: [key, slug] })
    toast({ message })
  }
  const save = useMutation({
    mutationFn: () => call(putAnnouncementTemplate, { ...which, subject, body }),
    onSuccess: done('Saved. Announcements say it so from now on.'),
  })
  const restore = useMutation({
    mutationFn: () => call(restoreAnnouncementTemplate, which),
    onSuccess: done('It is said as delivered again.'),
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
  const wrong = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit} className="grid gap-3">
      <Field label="Subject" {...(wrong.subject && { error: wrong.subject })}>
        <TextInput
          dir="auto"
          lang={now.language}
          maxLength={200}
          disabled={!canChange}
          value={subject}
          onChange={(event) => setSubject(event.target.value)}
        />
      </Field>
      <Field
        label="Text"
        help={`Takes ${now.slots.map((name) => `{{${name}}}`).join(', ')}. Greeting and close are added.`}
        {...(wrong.body && { error: wrong.body })}
      >
        <TextArea
          dir="auto"
          lang={now.language}
          rows={7}
          maxLength={5000}
          disabled={!canChange}
          value={body}
          onChange={(event) => setBody(event.target.value)}
        />
      </Field>
      {canChange && (
        <div className="row">
          <Button type="submit" kind="primary" busy={save.isPending}>
            Save the words
          </Button>
          {now.isOwn && (
            <Button busy={restore.isPending} onClick={() => restore.mutate()}>
              As delivered
            </Button>
          )}
        </div>
      )}
    </form>
  )
}
