import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { getMailbox, type MailboxView, setMailbox, testMailbox } from '#collect/mailbox/contract.ts'
import { type SecurityChoice, ServerFields } from '#platform/mail/web/server-fields.tsx'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Checkbox, Field, Radio, TextInput } from '#platform/web/form.tsx'
import { said } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

/** How mail comes in: the address of answers, the mailbox that is read, and what an answer does. */
export default function MailboxSettings() {
  const slug = useSlug()
  const mailbox = useQuery({ queryKey: ['mailbox', slug], queryFn: () => call(getMailbox, {}) })
  if (mailbox.error)
    return <Failed error={mailbox.error} title="Mail in" onRetry={() => void mailbox.refetch()} />
  if (!mailbox.data) return <LoadingBlock height={400} />
  return (
    <>
      <Standing mailbox={mailbox.data} />
      <MailboxForm key={mailbox.data.address ?? 'none'} mailbox={mailbox.data} />
    </>
  )
}

/** Whether anything can come in, and when something last did. */
function Standing({ mailbox }: { mailbox: MailboxView }) {
  const { address, listener, imap, polledAt, pollError, receivedAt } = mailbox
  return (
    <div className="grid gap-1 border-b border-line py-3" role="status">
      <p>
        {address
          ? `Answers go to ${address}${mailbox.takesPlus ? ', with a mark of its own for each case' : ''}.`
          : 'No address is set: customers answer to the member who wrote, and Hearback does not see it.'}{' '}
        {receivedAt ? `The last mail came ${said(receivedAt)}.` : address && 'No mail has come yet.'}
      </p>
      <p className="text-ink-2">
        {listener
          ? `This installation takes mail in by ${listener.protocol.toUpperCase()} at ${listener.host}, port ${listener.port}.`
          : 'This installation takes no mail in by SMTP; set MAIL_IN_PORT to switch it on.'}
        {imap &&
          (polledAt ? ` The mailbox was read ${said(polledAt)}.` : ' The mailbox is read within a minute.')}
      </p>
      {pollError && <p className="font-medium text-sla-late">{pollError}</p>}
    </div>
  )
}

const securities: readonly SecurityChoice[] = [
  { value: 'tls', label: 'TLS from the start (usual, port 993)', port: 993 },
  { value: 'starttls', label: 'STARTTLS (port 143)', port: 143 },
  { value: 'none', label: 'Not encrypted (only on this machine)', port: 143 },
]

function MailboxForm({ mailbox }: { mailbox: MailboxView }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const { imap } = mailbox
  const [form, setForm] = useState({
    address: mailbox.address ?? '',
    takesPlus: mailbox.takesPlus,
    unknownSenders: mailbox.unknownSenders,
    holdsSpamFrom: mailbox.holdsSpamFrom === null ? '' : String(mailbox.holdsSpamFrom),
    authServer: mailbox.authServer ?? '',
    reopenDays: String(mailbox.reopenDays),
    endsPause: mailbox.endsPause,
    readsMailbox: imap !== null,
    host: imap?.host ?? '',
    port: String(imap?.port ?? 993),
    security: (imap?.security ?? 'tls') as SecurityChoice['value'],
    user: imap?.user ?? '',
    folder: imap?.folder ?? 'INBOX',
    password: '',
  })
  const put = (change: Partial<typeof form>) => setForm({ ...form, ...change })
  const server = () => ({
    host: form.host,
    port: Number(form.port),
    security: form.security,
    user: form.user,
    folder: form.folder,
    ...(form.password && { password: form.password }),
  })
  const save = useMutation({
    mutationFn: () =>
      call(setMailbox, {
        address: form.address.trim() || null,
        takesPlus: form.takesPlus,
        unknownSenders: form.unknownSenders,
        holdsSpamFrom: form.holdsSpamFrom.trim() === '' ? null : Number(form.holdsSpamFrom),
        authServer: form.authServer.trim() || null,
        reopenDays: Number(form.reopenDays),
        endsPause: form.endsPause,
        imap: form.readsMailbox ? server() : null,
      }),
    onSuccess: (kept) => {
      queries.setQueryData(['mailbox', slug], kept)
      put({ password: '' })
      toast({ message: 'Kept.' })
    },
  })
  const tryIt = useMutation({ mutationFn: () => call(testMailbox, server()) })
  const wrong = { ...fieldErrors(tryIt.error), ...fieldErrors(save.error) }
  const other = save.error ?? tryIt.error
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit} aria-label="Mail in">
      <Setting
        title="Address of answers"
        text="What customers answer to. Route it to this installation, or name the mailbox it arrives in."
      >
        <Field
          label="Address"
          optional
          error={wrong.address}
          help="Empty: answers go to the member who wrote."
        >
          <TextInput
            type="email"
            value={form.address}
            placeholder="reply@in.example.com"
            onChange={(event) => put({ address: event.target.value })}
          />
        </Field>
        <Checkbox
          label="Addresses with a plus arrive too (reply+case@…)"
          help="Each case gets an address of its own. Otherwise answers are found by their thread."
          checked={form.takesPlus}
          onChange={(event) => put({ takesPlus: event.target.checked })}
        />
      </Setting>
      <Setting
        title="Mailbox"
        text="Read by IMAP each minute, from now on; mail is left there as it is. Not needed where your mail server hands it over."
      >
        <Checkbox
          label="Read a mailbox"
          checked={form.readsMailbox}
          onChange={(event) => put({ readsMailbox: event.target.checked })}
        />
        {form.readsMailbox && (
          <>
            <ServerFields
              form={form}
              put={put}
              wrong={wrong}
              placeholder="imap.example.com"
              securities={securities}
              needsUser
              hasPassword={imap !== null}
            />
            <Field label="Folder" error={wrong.folder}>
              <TextInput
                required
                value={form.folder}
                onChange={(event) => put({ folder: event.target.value })}
              />
            </Field>
            <div>
              <Button
                busy={tryIt.isPending}
                disabled={!form.host || !form.user}
                onClick={() => tryIt.mutate()}
              >
                {tryIt.isPending ? 'Connecting' : 'Try the connection'}
              </Button>
            </div>
            {tryIt.data && (
              <p className={tryIt.data.worked ? 'med' : 'med text-sla-late'} role="status">
                {tryIt.data.finding}
              </p>
            )}
          </>
        )}
      </Setting>
      <Setting title="What an answer does" text="Absence notices and other automatic mail do none of it.">
        <Checkbox
          label="It ends a pause in which the case waited for the customer"
          checked={form.endsPause}
          onChange={(event) => put({ endsPause: event.target.checked })}
        />
        <Field
          label="Days in which it takes a resolved case up again"
          error={wrong.reopenDays}
          help="Later its lead is asked. 0: always asked."
        >
          <TextInput
            required
            inputMode="numeric"
            pattern="[0-9]{1,3}"
            className="w-24"
            value={form.reopenDays}
            onChange={(event) => put({ reopenDays: event.target.value })}
          />
        </Field>
        <fieldset className="grid gap-1.5">
          <legend className="med mb-1">Mail of somebody nobody knows, about nothing of ours</legend>
          <Radio
            name="unknown"
            label="Becomes feedback of a new contact"
            checked={form.unknownSenders === 'feedback'}
            onChange={() => put({ unknownSenders: 'feedback' })}
          />
          <Radio
            name="unknown"
            label="Waits under “Mail not understood”"
            checked={form.unknownSenders === 'hold'}
            onChange={() => put({ unknownSenders: 'hold' })}
          />
        </fieldset>
        <Field
          label="Spam score from which mail waits there"
          optional
          error={wrong.holdsSpamFrom}
          help="As the filters of your mail server write it: SpamAssassin and Microsoft call 5 spam, Rspamd 6. Empty: never. Answers to cases are not held."
        >
          <TextInput
            inputMode="decimal"
            pattern="[0-9]{1,3}([.][0-9]{1,2})?"
            className="w-24"
            value={form.holdsSpamFrom}
            onChange={(event) => put({ holdsSpamFrom: event.target.value })}
          />
        </Field>
        <Field
          label="Mail server that checks senders"
          optional
          error={wrong.authServer}
          help="The name your server begins Authentication-Results with. Empty: the host of the mailbox, or of the address’s domain. What it found to be forged changes nothing about a contact or case."
        >
          <TextInput
            value={form.authServer}
            placeholder="mx.example.com"
            onChange={(event) => put({ authServer: event.target.value })}
          />
        </Field>
        {other && Object.keys(wrong).length === 0 && (
          <p className="text-sla-late" role="alert">
            {other.message}
          </p>
        )}
        <div>
          <Button type="submit" kind="primary" busy={save.isPending}>
            Keep
          </Button>
        </div>
      </Setting>
    </form>
  )
}
