import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import {
  getSmsSettings,
  removeSmsProvider,
  type SmsSettings as Settings,
  sendTestSms,
  setSmsProvider,
  testSmsProvider,
} from '#platform/sms/contract.ts'
import { SmsHealth } from '#platform/sms/web/sms-health.tsx'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { CopyLine } from '#platform/web/copy.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'
import { Go, useGo, useSlug } from '#platform/web/go.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** The provider of text messages: its account and sender, the address it calls, a test, and how it goes. */
export default function SmsSettings() {
  const slug = useSlug()
  const settings = useQuery({
    queryKey: ['sms-provider', slug],
    queryFn: () => call(getSmsSettings, {}),
    refetchInterval: 20_000,
  })
  if (settings.error)
    return <Failed error={settings.error} title="Text messages" onRetry={() => void settings.refetch()} />
  if (!settings.data) return <LoadingBlock height={400} />
  const { provider, isDemo } = settings.data
  return (
    <>
      {isDemo && (
        <p className="border-b border-line py-3" role="status">
          This is a demo workspace: whatever is set here, no text message ever leaves it.
        </p>
      )}
      {!provider && !isDemo && (
        <p className="border-b border-line py-3" role="status">
          No provider is set. Text messages wait in the{' '}
          <Go to="text-messages" className="link">
            list of text messages
          </Go>{' '}
          and go out once one is set.
        </p>
      )}
      <ProviderForm key={provider ? 'set' : 'none'} settings={settings.data} />
      {provider && (
        <>
          <Replies settings={settings.data} />
          <Setting title="A test" text="To your own telephone, to see that it arrives.">
            <TestMessage />
          </Setting>
          <Setting title="How it goes" text="The last 24 hours.">
            <SmsHealth health={settings.data.health} />
          </Setting>
        </>
      )}
    </>
  )
}

function ProviderForm({ settings: { provider } }: { settings: Settings }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const [form, setForm] = useState({
    account: provider?.account ?? '',
    token: '',
    sender: provider?.sender ?? '',
    perMinute: String(provider?.perMinute ?? 60),
    address: provider?.address ?? 'https://api.twilio.com',
  })
  const put = (name: keyof typeof form) => (event: { target: { value: string } }) =>
    setForm({ ...form, [name]: event.target.value })
  const reached = () => ({
    account: form.account,
    address: form.address,
    ...(form.token && { token: form.token }),
  })
  const reload = () => queries.invalidateQueries({ queryKey: ['sms-provider', slug] })
  const save = useMutation({
    mutationFn: () =>
      call(setSmsProvider, { ...reached(), sender: form.sender, perMinute: Number(form.perMinute) }),
    onSuccess: async () => {
      setForm({ ...form, token: '' })
      await reload()
      toast({ message: 'The provider is set. What waited for one goes out now.' })
    },
  })
  const tryIt = useMutation({ mutationFn: () => call(testSmsProvider, reached()) })
  const remove = useMutation({
    mutationFn: () => call(removeSmsProvider, {}),
    onSuccess: async () => {
      await reload()
      toast({ message: 'The provider is forgotten. New text messages wait.' })
    },
    onError: (error) => toastError(error, 'The provider is still set'),
  })
  const wrong = { ...fieldErrors(tryIt.error), ...fieldErrors(save.error) }
  const other = save.error ?? tryIt.error
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit} aria-label="Provider of text messages">
      <Setting
        title="Provider"
        text="Twilio, or a service that speaks its form. Account and token stand in its console."
      >
        <div className="grid gap-3 phone:grid-cols-2">
          <Field label="Account SID" error={wrong.account}>
            <TextInput required value={form.account} autoComplete="off" onChange={put('account')} />
          </Field>
          <Field
            label="Auth token"
            error={wrong.token}
            help={provider ? 'Kept sealed. Leave empty to keep it.' : 'Is kept sealed and never shown again.'}
          >
            <TextInput
              type="password"
              required={!provider}
              value={form.token}
              autoComplete="new-password"
              onChange={put('token')}
            />
          </Field>
        </div>
        <Field label="Address of the service" error={wrong.address}>
          <TextInput required type="url" value={form.address} onChange={put('address')} />
        </Field>
        <div className="row flex-wrap">
          <Button busy={tryIt.isPending} disabled={form.account === ''} onClick={() => tryIt.mutate()}>
            {tryIt.isPending ? 'Connecting' : 'Try the connection'}
          </Button>
          {tryIt.data && (
            <p className={tryIt.data.worked ? 'med' : 'med text-sla-late'} role="status">
              {tryIt.data.finding}
            </p>
          )}
        </div>
      </Setting>
      <Setting
        title="Sender"
        text="What people see, and where they answer. It must be one that takes replies."
      >
        <div className="grid gap-3 phone:grid-cols-2">
          <Field
            label="Number"
            error={wrong.sender}
            help="With its country, or the id of a messaging service (MG…)."
          >
            <TextInput
              required
              value={form.sender}
              placeholder="+4915112345678"
              maxLength={64}
              onChange={put('sender')}
            />
          </Field>
          <Field label="Messages a minute, at most" error={wrong.perMinute}>
            <TextInput
              required
              inputMode="numeric"
              pattern="[0-9]{1,4}"
              value={form.perMinute}
              onChange={put('perMinute')}
            />
          </Field>
        </div>
        {other && Object.keys(wrong).length === 0 && (
          <p className="text-sla-late" role="alert">
            {other.message}
          </p>
        )}
        <div className="row flex-wrap">
          <Button type="submit" kind="primary" busy={save.isPending}>
            {provider ? 'Change the provider' : 'Set the provider'}
          </Button>
          {provider && (
            <Button kind="ghost" busy={remove.isPending} onClick={() => remove.mutate()}>
              Forget it
            </Button>
          )}
        </div>
      </Setting>
    </form>
  )
}

function Replies({ settings: { webhook } }: { settings: Settings }) {
  return (
    <Setting
      title="Replies"
      text="So that STOP is obeyed, numbers count as answers, and what people write is heard. Each call is checked by its signature."
    >
      <div className="form-row">
        <span className="font-medium">Address for incoming messages, with POST</span>
        <CopyLine text={webhook.address} label="Address for incoming messages" />
        <p className="help">
          Enter it in the provider’s console at the number: “A message comes in”. What became of a message is
          asked for with each one; nothing is to be entered for that.
        </p>
      </div>
      {!webhook.isReachable && (
        <p className="text-sla-late" role="status">
          The provider cannot reach this address: it names this machine. Start Hearback with HEARBACK_URL set
          to the address people reach it at.
        </p>
      )}
    </Setting>
  )
}

function TestMessage() {
  const go = useGo()
  const [to, setTo] = useState('')
  const send = useMutation({
    mutationFn: () => call(sendTestSms, { to }),
    onSuccess: ({ smsId }) =>
      toast({
        message: 'The test message is queued.',
        actions: [{ label: 'Watch it', run: () => go('text-messages', { search: { sms: smsId } }) }],
      }),
  })
  const wrong = fieldErrors(send.error)
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        send.mutate()
      }}
    >
      <Field label="Your number" error={wrong.to} help="With its country.">
        <TextInput
          required
          type="tel"
          className="max-w-60"
          value={to}
          placeholder="+4915112345678"
          onChange={(event) => setTo(event.target.value)}
        />
      </Field>
      {send.error && Object.keys(wrong).length === 0 && (
        <p className="text-sla-late" role="alert">
          {send.error.message}
        </p>
      )}
      <div>
        <Button type="submit" busy={send.isPending}>
          Send me a test message
        </Button>
      </div>
    </form>
  )
}
