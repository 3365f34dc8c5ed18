import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import {
  getMailServer,
  type MailServer,
  removeMailServer,
  sendTestMail,
  setMailServer,
  type Transcript,
  testMailServer,
} from '#platform/mail/contract.ts'
import { type SecurityChoice, ServerFields } from '#platform/mail/web/server-fields.tsx'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'
import { plural } from '#platform/web/format.ts'
import { Go, useGo, useSlug } from '#platform/web/go.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** The mail server of the workspace: tried before it is kept, with everything the two sides said. */
export default function MailSettings() {
  const slug = useSlug()
  const settings = useQuery({ queryKey: ['mail-server', slug], queryFn: () => call(getMailServer, {}) })
  if (settings.error)
    return <Failed error={settings.error} title="Mail" onRetry={() => void settings.refetch()} />
  if (!settings.data) return <LoadingBlock height={400} />
  const { server, isDemo, waiting } = settings.data
  return (
    <>
      {isDemo && (
        <p className="border-b border-line py-3" role="status">
          This is a demo workspace: whatever is set here, no mail ever leaves it. You can read all of it in
          the{' '}
          <Go to="outbox" className="link">
            outbox
          </Go>
          .
        </p>
      )}
      {!server && !isDemo && (
        <p className="border-b border-line py-3" role="status">
          No mail server is set.{' '}
          {waiting > 0 ? `${plural(waiting, 'mail waits', 'mails wait')} in the ` : 'Mail waits in the '}
          <Go to="outbox" className="link">
            outbox
          </Go>{' '}
          and goes out once a server is set.
        </p>
      )}
      <ServerForm key={server ? 'set' : 'none'} server={server} />
    </>
  )
}

const securities: readonly SecurityChoice[] = [
  { value: 'starttls', label: 'STARTTLS (usual, port 587)', port: 587 },
  { value: 'tls', label: 'TLS from the start (port 465)', port: 465 },
  { value: 'none', label: 'Not encrypted (only on this machine)', port: 25 },
]

function ServerForm({ server }: { server: MailServer | null }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const [form, setForm] = useState({
    host: server?.host ?? '',
    port: String(server?.port ?? 587),
    security: (server?.security ?? 'starttls') as SecurityChoice['value'],
    user: server?.user ?? '',
    password: '',
    fromName: server?.fromName ?? '',
    fromAddress: server?.fromAddress ?? '',
    replyTo: server?.replyTo ?? '',
    perMinute: String(server?.perMinute ?? 60),
    concurrency: String(server?.concurrency ?? 2),
  })
  const put = (change: Partial<typeof form>) => setForm({ ...form, ...change })
  const input = () => {
    const { password, port, perMinute, concurrency, ...rest } = form
    return {
      ...rest,
      port: Number(port),
      ...(password && { password }),
      perMinute: Number(perMinute),
      concurrency: Number(concurrency),
    }
  }
  const reload = () =>
    queries.invalidateQueries({
      predicate: ({ queryKey }) => String(queryKey[0]).startsWith('mail') && queryKey[1] === slug,
    })
  const save = useMutation({
    mutationFn: () => call(setMailServer, input()),
    onSuccess: async (done) => {
      await reload()
      const gone =
        done.released > 0 ? ` ${plural(done.released, 'waiting mail goes', 'waiting mails go')} out now.` : ''
      const old =
        done.old > 0
          ? ` ${plural(done.old, 'older one waits', 'older ones wait')} for you in the outbox.`
          : ''
      toast({ message: `The mail server is set.${gone}${old}` })
    },
  })
  const tryIt = useMutation({
    mutationFn: () => {
      const { perMinute: _, concurrency: __, ...rest } = input()
      return call(testMailServer, rest)
    },
  })
  const wrong = { ...fieldErrors(tryIt.error), ...fieldErrors(save.error) }
  const other = save.error ?? tryIt.error
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit} aria-label="Mail server">
      <Setting
        title="Mail server"
        text="Your own server or that of your mail provider. Hearback hands every mail to it and keeps what it answered."
      >
        <ServerFields
          form={form}
          put={put}
          wrong={wrong}
          placeholder="smtp.example.com"
          securities={securities}
          needsUser={false}
          hasPassword={server?.hasPassword ?? false}
        />
        <div>
          <Button busy={tryIt.isPending} disabled={form.host === ''} onClick={() => tryIt.mutate()}>
            {tryIt.isPending ? 'Connecting' : 'Try the connection'}
          </Button>
        </div>
        {tryIt.data && <Said transcript={tryIt.data} />}
      </Setting>
      <Setting title="Sender" text="What customers see. The address must be one your server may send from.">
        <div className="grid gap-3 phone:grid-cols-2">
          <Field label="Name" optional error={wrong.fromName} help="Empty: the name of the workspace.">
            <TextInput
              value={form.fromName}
              maxLength={120}
              onChange={(event) => put({ fromName: event.target.value })}
            />
          </Field>
          <Field label="Address" error={wrong.fromAddress}>
            <TextInput
              required
              type="email"
              value={form.fromAddress}
              placeholder="feedback@example.com"
              onChange={(event) => put({ fromAddress: event.target.value })}
            />
          </Field>
        </div>
        <Field label="Replies go to" optional error={wrong.replyTo}>
          <TextInput
            type="email"
            value={form.replyTo}
            onChange={(event) => put({ replyTo: event.target.value })}
          />
        </Field>
      </Setting>
      <Setting title="Pace" text="How fast mail goes out. Providers refuse more than they allow.">
        <div className="grid gap-3 phone:grid-cols-2">
          <Field label="Mails a minute, at most" error={wrong.perMinute}>
            <TextInput
              required
              inputMode="numeric"
              pattern="[0-9]{1,6}"
              value={form.perMinute}
              onChange={(event) => put({ perMinute: event.target.value })}
            />
          </Field>
          <Field label="Connections at once" error={wrong.concurrency} help="1 to 10.">
            <TextInput
              required
              inputMode="numeric"
              pattern="[0-9]{1,2}"
              value={form.concurrency}
              onChange={(event) => put({ concurrency: event.target.value })}
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
            {server ? 'Change the mail server' : 'Set the mail server'}
          </Button>
          {server && <TestMail />}
          {server && <Remove onDone={reload} />}
        </div>
      </Setting>
    </form>
  )
}

function Said({ transcript }: { transcript: Transcript }) {
  const speaker = { us: '→', server: '←', note: '·' }
  return (
    <div className="grid gap-2" role="status">
      <p className={transcript.worked ? 'med' : 'med text-sla-late'}>{transcript.finding}</p>
      {transcript.lines.length > 0 && (
        <details open={!transcript.worked}>
          <summary className="link inline cursor-pointer">What the two sides said</summary>
          <pre
            className="mt-2 max-h-80 overflow-auto rounded-2 border border-line bg-sunken p-3 text-xs"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
            tabIndex={0}
          >
            {transcript.lines.map((line) => `${speaker[line.from]} ${line.text}`).join('\n')}
          </pre>
        </details>
      )}
    </div>
  )
}

function TestMail() {
  const go = useGo()
  const send = useMutation({
    mutationFn: () => call(sendTestMail, {}),
    onSuccess: ({ mailId }) =>
      toast({
        message: 'A test mail to you is queued.',
        actions: [{ label: 'Watch it', run: () => go('outbox', { search: { mail: mailId } }) }],
      }),
    onError: (error) => toastError(error, 'No test mail was queued'),
  })
  return (
    <Button busy={send.isPending} onClick={() => send.mutate()}>
      Send me a test mail
    </Button>
  )
}

function Remove({ onDone }: { onDone(): Promise<unknown> }) {
  const remove = useMutation({
    mutationFn: () => call(removeMailServer, {}),
    onSuccess: async () => {
      await onDone()
      toast({ message: 'The mail server is forgotten. New mail waits in the outbox.' })
    },
    onError: (error) => toastError(error, 'The mail server is still set'),
  })
  return (
    <Button kind="ghost" busy={remove.isPending} onClick={() => remove.mutate()}>
      Forget it
    </Button>
  )
}
