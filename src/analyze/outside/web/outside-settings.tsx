import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import {
  getOutside,
  type OutsideSettings as Kept,
  putOutside,
  removeOutside,
  tryOutside,
} from '#analyze/outside/contract.ts'
import { cost, decimalOf, microsOf } from '#analyze/outside/web/cost.ts'
import { SentList } from '#analyze/outside/web/sent-list.tsx'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Checkbox, Field, TextInput } from '#platform/web/form.tsx'
import { plural } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** The model outside: where it is, what it may be asked, what it costs, and everything that was sent to it. */
export default function OutsideSettings() {
  const slug = useSlug()
  const canRead = useCan('settings:read')
  const settings = useQuery({
    queryKey: ['outside', slug],
    queryFn: () => call(getOutside, {}),
    enabled: canRead,
  })
  if (!canRead) return null
  if (settings.error)
    return (
      <Failed
        error={settings.error}
        title="The outside model could not be read"
        onRetry={() => void settings.refetch()}
      />
    )
  if (!settings.data) return <LoadingRows />
  const { model } = settings.data
  return (
    <>
      <ModelForm key={model ? `${model.address} ${model.model}` : 'off'} kept={settings.data} />
      <Setting
        title="What was sent"
        text="Every call to an outside model of the last 90 days, with the words that left, to the letter. An item that is erased takes its words along."
      >
        <SentList />
      </Setting>
    </>
  )
}

const price = { inputMode: 'decimal', pattern: '[0-9]{1,6}([.][0-9]{1,6})?', required: true } as const

function ModelForm({ kept }: { kept: Kept }) {
  const { model, month } = kept
  const slug = useSlug()
  const queries = useQueryClient()
  const canManage = useCan('settings:manage')
  const [form, setForm] = useState({
    address: model?.address ?? '',
    model: model?.model ?? '',
    key: '',
    currency: model?.currency ?? 'USD',
    input: decimalOf(model?.inputMicros ?? 0),
    output: decimalOf(model?.outputMicros ?? 0),
    limit: String((model?.monthlyLimitCents ?? 1000) / 100),
    timeout: String(model?.timeoutSeconds ?? 60),
    uses: kept.uses,
  })
  const put = (change: Partial<typeof form>) => setForm({ ...form, ...change })
  const text = (
    name: 'address' | 'model' | 'key' | 'currency' | 'input' | 'output' | 'limit' | 'timeout',
  ) => ({
    value: form[name],
    onChange: (event: { target: { value: string } }) => put({ [name]: event.target.value }),
  })
  const given = () => ({
    address: form.address,
    model: form.model,
    ...(form.key && { key: form.key }),
    currency: form.currency,
    inputMicros: microsOf(form.input),
    outputMicros: microsOf(form.output),
    monthlyLimitCents: Math.round(Number(form.limit) * 100),
    timeoutSeconds: Number(form.timeout),
  })
  const reload = async () => {
    for (const key of ['outside', 'outside-calls', 'theme-outside', 'translation'])
      await queries.invalidateQueries({ queryKey: [key] })
  }
  const save = useMutation({
    mutationFn: () => call(putOutside, { ...given(), uses: form.uses }),
    onSuccess: async (next) => {
      queries.setQueryData(['outside', slug], next)
      put({ key: '' })
      await reload()
      toast({
        message: Object.values(next.uses).some(Boolean) ? 'Kept.' : 'Kept. Nothing is asked of it yet.',
      })
    },
  })
  const tryIt = useMutation({
    mutationFn: (model: ReturnType<typeof given>) => call(tryOutside, model),
    onSettled: reload,
  })
  const forget = useMutation({
    mutationFn: () => call(removeOutside, {}),
    onSuccess: async () => {
      await reload()
      toast({ message: 'Forgotten. Nothing is sent any more.' })
    },
    onError: (error) => toastError(error, 'It is still set'),
  })
  const wrong = { ...fieldErrors(tryIt.error), ...fieldErrors(save.error) }
  const other = save.error ?? tryIt.error
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const use = (name: keyof typeof form.uses) => ({
    checked: form.uses[name],
    onChange: (event: { target: { checked: boolean } }) =>
      put({ uses: { ...form.uses, [name]: event.target.checked } }),
  })
  return (
    <Setting
      title="Outside model"
      text={
        <>
          A language model of your own or of a provider, for what this server does only in part: names and
          summaries of themes, translations. Off until you set one. Personal data is taken out before anything
          is sent, nothing is sent by itself, and what was found here stays beside it and is what counts.
        </>
      }
    >
      <form onSubmit={submit} aria-label="Outside model">
        <fieldset disabled={!canManage} className="flex min-w-0 flex-col gap-3">
          <p role="status">
            {model
              ? `This month ${cost(month.spentMicros, model.currency)} of ${cost(model.monthlyLimitCents * 10_000, model.currency)} in ${plural(month.calls, 'call')}.`
              : 'Off. Nothing is sent anywhere.'}
          </p>
          <Field
            label="Address"
            error={wrong.address}
            help="The base of any OpenAI-compatible service; it usually ends in /v1. One in a private network must be listed in HEARBACK_ALLOW_HOSTS."
          >
            <TextInput required placeholder="https://api.example.com/v1" {...text('address')} />
          </Field>
          <div className="grid gap-3 phone:grid-cols-2">
            <Field label="Model" error={wrong.model}>
              <TextInput required maxLength={200} {...text('model')} />
            </Field>
            <Field
              label="API key"
              optional
              error={wrong.key}
              help={
                model?.hasKey
                  ? 'One is kept, sealed. It is used while the address stays the same.'
                  : undefined
              }
            >
              <TextInput type="password" autoComplete="new-password" {...text('key')} />
            </Field>
          </div>
          <div className="grid gap-3 phone:grid-cols-3">
            <Field label="Per million tokens in" error={wrong.inputMicros}>
              <TextInput {...price} {...text('input')} />
            </Field>
            <Field label="Per million tokens out" error={wrong.outputMicros}>
              <TextInput {...price} {...text('output')} />
            </Field>
            <Field label="Currency" error={wrong.currency}>
              <TextInput required maxLength={3} pattern="[A-Za-z]{3}" {...text('currency')} />
            </Field>
          </div>
          <div className="grid gap-3 phone:grid-cols-2">
            <Field
              label="Limit a month"
              error={wrong.monthlyLimitCents}
              help="Before it could be passed, nothing more is sent. Without a price there is no limit."
            >
              <TextInput {...price} {...text('limit')} />
            </Field>
            <Field label="Give up after seconds" error={wrong.timeoutSeconds} help="1 to 300.">
              <TextInput required inputMode="numeric" pattern="[0-9]{1,3}" {...text('timeout')} />
            </Field>
          </div>
          <fieldset className="grid gap-1.5" aria-label="What it may be asked">
            <Checkbox label="Names of themes" {...use('themeNames')} />
            <Checkbox label="Summaries of themes" {...use('themeSummaries')} />
            <Checkbox label="Translations of items" {...use('translations')} />
          </fieldset>
          {other && Object.keys(wrong).length === 0 && (
            <p className="text-sla-late" role="alert">
              {other.message}
            </p>
          )}
          <div className="row flex-wrap">
            <Button type="submit" kind="primary" busy={save.isPending}>
              {model ? 'Change the outside model' : 'Set the outside model'}
            </Button>
            <Button
              busy={tryIt.isPending}
              disabled={form.address === '' || form.model === ''}
              onClick={() => tryIt.mutate(given())}
            >
              {tryIt.isPending ? 'Asking' : 'Try it'}
            </Button>
            {model && (
              <Button kind="ghost" busy={forget.isPending} onClick={() => forget.mutate()}>
                Forget it
              </Button>
            )}
          </div>
          {tryIt.data && (
            <div role="status" className="wrap-anywhere">
              <p className={tryIt.data.worked ? 'med' : 'med text-sla-late'}>{tryIt.data.finding}</p>
              {tryIt.data.answer !== null && (
                <p className="help">
                  It said “{tryIt.data.answer}” for {cost(tryIt.data.costMicros, tryIt.variables.currency)}.
                </p>
              )}
            </div>
          )}
        </fieldset>
      </form>
    </Setting>
  )
}
