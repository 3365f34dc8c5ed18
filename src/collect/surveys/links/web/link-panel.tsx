import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeSurveyLink, createSurveyLink, type SurveyLink } from '#collect/surveys/links/contract.ts'
import { listWidgetKeys } from '#collect/widget/contract.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, Select, Switch, TextArea, TextInput } from '#platform/web/form.tsx'
import { asField } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { toast } from '#platform/web/toast.tsx'

/** What a link is called, until when and how often it takes answers, and where it may stand. */
export function LinkPanel({
  surveyId,
  link,
  onClose,
}: {
  surveyId: string
  link?: SurveyLink
  onClose(): void
}) {
  const slug = useSlug()
  const queries = useQueryClient()
  const keys = useQuery({
    queryKey: ['widget-keys', slug],
    queryFn: () => call(listWidgetKeys, {}),
    enabled: useCan('widget:read'),
  })
  const [draft, setDraft] = useState({
    name: link?.name ?? '',
    isOpen: link?.isOpen ?? true,
    closesAt: asField(link?.closesAt),
    mostAnswers: link?.mostAnswers ? String(link.mostAnswers) : '',
    oncePerBrowser: link?.oncePerBrowser ?? true,
    asksContact: link?.asksContact ?? true,
    hasKiosk: link?.hasKiosk ?? false,
    frameOrigins: (link?.frameOrigins ?? []).join('\n'),
    isInApp: link?.isInApp ?? false,
    inAppPaths: (link?.inAppPaths ?? []).join('\n'),
    inAppPercent: String(link?.inAppPercent ?? 100),
    inAppRestDays: String(link?.inAppRestDays ?? 90),
    widgetKeyId: link?.widgetKeyId ?? '',
  })
  const save = useMutation({
    mutationFn: () => {
      const body = {
        ...draft,
        closesAt: draft.closesAt ? new Date(draft.closesAt).toISOString() : null,
        mostAnswers: draft.mostAnswers.trim() ? Number(draft.mostAnswers) : null,
        frameOrigins: draft.frameOrigins.split(/[\s,]+/).filter(Boolean),
        inAppPaths: draft.inAppPaths.split(/\s+/).filter(Boolean),
        inAppPercent: Number(draft.inAppPercent),
        inAppRestDays: Number(draft.inAppRestDays),
        widgetKeyId: draft.widgetKeyId || null,
      }
      return link
        ? call(changeSurveyLink, { linkId: link.id, ...body })
        : call(createSurveyLink, { surveyId, ...body })
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['survey-links'] })
      toast({ message: link ? 'The link was saved.' : 'The link is ready. Copy its address.' })
      onClose()
    },
  })
  const wrong = fieldErrors(save.error)
  const wrongOrigin = Object.entries(wrong).find(([field]) => field.startsWith('frameOrigins'))?.[1]
  const field = (
    name:
      | 'name'
      | 'closesAt'
      | 'mostAnswers'
      | 'frameOrigins'
      | 'widgetKeyId'
      | 'inAppPaths'
      | 'inAppPercent'
      | 'inAppRestDays',
  ) => ({
    value: draft[name],
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value }),
  })
  const flag = (
    name: 'isInApp' | 'isOpen' | 'oncePerBrowser' | 'asksContact' | 'hasKiosk',
    label: string,
  ) => (
    <Switch
      label={label}
      checked={draft[name]}
      onChange={(isOn: boolean) => setDraft({ ...draft, [name]: isOn })}
    />
  )
  return (
    <SidePanel
      open
      onClose={onClose}
      title={link ? 'Change the link' : 'Make a link'}
      footer={
        <Button
          kind="primary"
          busy={save.isPending}
          disabled={!draft.name.trim()}
          onClick={() => save.mutate()}
        >
          {link ? 'Save' : 'Make the link'}
        </Button>
      }
    >
      <div className="grid gap-3.5">
        <Field label="Name" help="For us, and the title of its frame." error={wrong.name}>
          <TextInput maxLength={80} {...field('name')} />
        </Field>
        {flag('isOpen', 'The link takes answers')}
        <Field label="Until" optional error={wrong.closesAt}>
          <TextInput type="datetime-local" {...field('closesAt')} />
        </Field>
        <Field label="At most so many answers" optional error={wrong.mostAnswers}>
          <TextInput inputMode="numeric" {...field('mostAnswers')} />
        </Field>
        {flag('oncePerBrowser', 'One answer per browser')}
        {flag('asksContact', 'Ask for name and address at the end')}
        {flag('hasKiosk', 'Kiosk: begins again after each answer')}
        <Field
          label="Sites that may show it in a frame"
          optional
          help="One per line, such as https://www.example.com."
          error={wrongOrigin}
        >
          <TextArea rows={3} {...field('frameOrigins')} />
        </Field>
        {flag('isInApp', 'Shown by the widget to people it knows')}
        {draft.isInApp && (
          <>
            <Field
              label="On pages whose path begins with"
              optional
              help="One per line, such as /invoices; empty: on every page."
              error={Object.entries(wrong).find(([name]) => name.startsWith('inAppPaths'))?.[1]}
            >
              <TextArea rows={2} {...field('inAppPaths')} />
            </Field>
            <Field label="To so many of a hundred people" error={wrong.inAppPercent}>
              <TextInput inputMode="numeric" {...field('inAppPercent')} />
            </Field>
            <Field
              label="Not again within days"
              help="After it was shown, answered or closed; any survey reaches a person once a month at most."
              error={wrong.inAppRestDays}
            >
              <TextInput inputMode="numeric" {...field('inAppRestDays')} />
            </Field>
          </>
        )}
        {keys.data && (
          <Field
            label="Known people are signed by"
            optional
            help="The widget key whose secret signs who somebody is; see docs/surveys.md."
          >
            <Select
              {...field('widgetKeyId')}
              options={[
                { value: '', label: 'Nobody is known' },
                ...keys.data.data.map((key) => ({ value: key.id, label: key.product })),
              ]}
            />
          </Field>
        )}
        {save.error && Object.keys(wrong).length === 0 && (
          <p className="text-sla-late" role="alert">
            {save.error.message}
          </p>
        )}
      </div>
    </SidePanel>
  )
}
