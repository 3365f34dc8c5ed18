import { useMutation, useQueryClient } from '@tanstack/react-query'
import { assignMail } from '#act/replies/contract.ts'
import { PickCase } from '#act/replies/web/pick-case.tsx'
import {
  dismissInboundMail,
  fileInboundMail,
  type InboundMail,
  listInboundMails,
} from '#collect/mailbox/contract.ts'
import { MailWords } from '#collect/mailbox/web/mail-words.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { said } from '#platform/web/format.ts'
import { Go, useAddress } from '#platform/web/go.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'
import { usePages } from '#platform/web/use-pages.ts'

const views = [
  { key: 'held', label: 'Waiting' },
  { key: 'quiet', label: 'Automatic' },
  { key: 'dismissed', label: 'Put away' },
  { key: 'all', label: 'Everything' },
] as const
type View = (typeof views)[number]['key']

/** Mail that came in and fits nowhere by itself, with the reason; a person puts it where it belongs. */
export default function HeldMailScreen() {
  const [search] = useAddress()
  const canManage = useCan('mail:manage')
  const state: View = views.find((view) => view.key === search.state)?.key ?? 'held'
  const list = usePages(['inbound-mails', state], (from, options) =>
    call(listInboundMails, { state, limit: 30, ...from }, options),
  )
  const rows = list.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <>
      <TopBar
        title="Mail not understood"
        tabs={
          <Tabs
            label="Mail by what became of it"
            current={state}
            tabs={views.map((view) => ({
              key: view.key,
              label: view.label,
              to: 'held-mail',
              search: view.key === 'held' ? {} : { state: view.key },
            }))}
          />
        }
      >
        {canManage && (
          <Go to="settings/mail-in" className="btn ghost max-phone:hidden">
            How mail comes in
          </Go>
        )}
      </TopBar>
      <Content padded>
        {list.error ? (
          <Failed
            error={list.error}
            title="The mail could not be loaded"
            onRetry={() => void list.refetch()}
          />
        ) : list.isPending ? (
          <LoadingRows />
        ) : rows.length === 0 ? (
          <Empty title={state === 'held' ? 'No mail waits for you' : 'No mail stands here'} tall>
            Answers of customers go to their cases, other mail into the inbox. What fits neither waits here
            with the reason.
          </Empty>
        ) : (
          <>
            <ol className="max-w-[60rem]">
              {rows.map((mail) => (
                <li key={mail.id} className="border-b border-line py-4">
                  <HeldMail mail={mail} />
                </li>
              ))}
            </ol>
            <Pager
              hasMore={list.hasNextPage}
              loading={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          </>
        )}
      </Content>
    </>
  )
}

const stateWords: Record<InboundMail['state'], string> = {
  received: 'being read',
  case: 'on its case',
  feedback: 'an item in the inbox',
  quiet: 'kept, nobody was told',
  held: 'waits',
  dismissed: 'put away',
}

function HeldMail({ mail }: { mail: InboundMail }) {
  return (
    <article aria-label={mail.subject || 'Mail without a subject'}>
      <div className="row flex-wrap items-baseline">
        <h2 className="med min-w-0 break-words">{mail.subject || 'No subject'}</h2>
        {mail.state !== 'held' && <span className="tag">{stateWords[mail.state]}</span>}
        <span className="grow" />
        <span className="help">{said(mail.receivedAt)}</span>
      </div>
      <p className="help mb-2 break-words">
        {mail.from.name && `${mail.from.name}, `}
        {mail.from.address || 'no sender'}
        {mail.contact && (
          <>
            {' '}
            <Go to={`contacts/${mail.contact.id}`} className="link">
              {mail.contact.name}
            </Go>
          </>
        )}
        {mail.why && `. ${mail.why}`}
        {mail.spam && mail.state === 'held' && ` Spam score ${mail.spam.score}.`}
      </p>
      <MailWords mail={mail} />
      {mail.state === 'held' && <Decide mail={mail} />}
    </article>
  )
}

/** Where a held mail belongs: on a case, in the inbox, or nowhere. */
function Decide({ mail }: { mail: InboundMail }) {
  const queries = useQueryClient()
  const canAssign = useCan('cases:write')
  const canFile = useCan('feedback:write')
  const decide = useMutation({
    mutationFn: ({ run }: { run(): Promise<unknown>; message: string }) => run(),
    onSuccess: (_, { message }) => {
      for (const key of ['inbound-mails', 'waiting', 'replies', 'case'])
        void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey.includes(key) })
      toast({ message })
    },
    onError: (error) => toastError(error, 'The mail still waits'),
  })
  const inboundId = mail.id
  return (
    <div className="row mt-3 flex-wrap">
      {canAssign && (
        <PickCase
          contactId={mail.contact?.id ?? null}
          busy={decide.isPending}
          onPick={(caseId) =>
            decide.mutate({
              run: () => call(assignMail, { inboundId, caseId }),
              message: 'It stands on the case now.',
            })
          }
        />
      )}
      {canFile && (
        <>
          <Button
            icon="inbox"
            busy={decide.isPending}
            onClick={() =>
              decide.mutate({
                run: () => call(fileInboundMail, { inboundId }),
                message: 'It is an item in the inbox now.',
              })
            }
          >
            Make it feedback
          </Button>
          <Button
            kind="ghost"
            busy={decide.isPending}
            onClick={() =>
              decide.mutate({ run: () => call(dismissInboundMail, { inboundId }), message: 'Put away.' })
            }
          >
            Put away
          </Button>
        </>
      )}
    </div>
  )
}
