import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import type { StepProps } from '#app/setup/web/setup-screen.tsx'
import { StepFoot } from '#app/setup/web/step-foot.tsx'
import { FormError } from '#app/web/outside/outside-page.tsx'
import { DropFile } from '#collect/imports/web/drop-file.tsx'
import { listWidgetKeys, updateWidgetKey } from '#collect/widget/contract.ts'
import { Origins } from '#collect/widget/web/origins.tsx'
import { Snippet } from '#collect/widget/web/snippet.tsx'
import { createApiKey } from '#platform/identity/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { CopyLine } from '#platform/web/copy.tsx'
import { Go, useSlug } from '#platform/web/go.tsx'
import { Icon, type IconName } from '#platform/web/icons.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'

const channels = [
  {
    key: 'widget',
    icon: 'widget',
    title: 'A widget on your pages',
    text: 'One script tag: bug reports, requests and praise from inside your product.',
    Part: WidgetPart,
  },
  {
    key: 'file',
    icon: 'file',
    title: 'A file',
    text: 'Reviews, tickets or survey answers of the past, and your accounts and contacts.',
    Part: FilePart,
  },
  {
    key: 'api',
    icon: 'link',
    title: 'A program, by API',
    text: 'A key, and one call for each thing a customer said.',
    Part: ApiPart,
  },
] as const

type Channel = (typeof channels)[number]['key']

/** The ways in that exist; each opens in place and works at once. */
export function ChannelsStep({ onBack, onSkip, onDone }: StepProps) {
  const [open, setOpen] = useState<Channel | undefined>('widget')
  return (
    <>
      <div className="ways">
        {channels.map(({ key, Part, ...rest }) => (
          <Way
            key={key}
            {...rest}
            isOpen={open === key}
            onPress={() => setOpen(open === key ? undefined : key)}
          >
            <Part />
          </Way>
        ))}
      </div>
      <p className="help">
        What somebody tells you by telephone or in person is recorded in the inbox, with the key c. Answers to
        surveys arrive there by themselves.
      </p>
      <StepFoot onBack={onBack} onSkip={onSkip} onNext={onDone} />
    </>
  )
}

function Way({
  icon,
  title,
  text,
  isOpen,
  onPress,
  children,
}: {
  icon: IconName
  title: string
  text: string
  isOpen: boolean
  onPress(): void
  children: ReactNode
}) {
  const id = useId()
  return (
    <section>
      <h2>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={onPress}
        >
          <Icon name={icon} />
          <span className="med">{title}</span>
          <Icon name={isOpen ? 'down' : 'next'} small className="turn" />
          <span className="help">{text}</span>
        </button>
      </h2>
      {isOpen && (
        <div id={id} className="part">
          {children}
        </div>
      )}
    </section>
  )
}

function WidgetPart() {
  const slug = useSlug()
  const queries = useQueryClient()
  const queryKey = ['widget-keys', slug]
  const keys = useQuery({ queryKey, queryFn: () => call(listWidgetKeys, {}) })
  const key = keys.data?.data.find((one) => one.isActive)
  const change = useMutation({
    mutationFn: (origins: string[]) => call(updateWidgetKey, { keyId: key!.id, origins }),
    onSuccess: () => queries.invalidateQueries({ queryKey }),
  })
  if (keys.error) return <Failed error={keys.error} title="Widget" onRetry={() => void keys.refetch()} />
  if (!keys.data) return <LoadingBlock height={220} />
  if (!key)
    return (
      <p>
        Every key is switched off. Make one in{' '}
        <Go to="settings/widget" className="link">
          the settings of the widget
        </Go>
        .
      </p>
    )
  return (
    <>
      <p>First say where your pages are: nobody else may use the key.</p>
      <Origins
        origins={key.origins}
        disabled={change.isPending}
        onSave={(origins) => change.mutate(origins)}
        error={change.error}
      />
      <p>Then put this tag before the end of their body. Customers read “Tell {key.product}”.</p>
      <Snippet widget={key} scriptUrl={keys.data.scriptUrl} demoUrl={keys.data.demoUrl} />
    </>
  )
}

function FilePart() {
  return (
    <>
      <DropFile />
      <p className="help">
        The next page shows where its columns go and tries it out first. You come back here by “Finish setting
        up” in the sidebar. On the command line: <code>npx hearback import FILE</code>.
      </p>
    </>
  )
}

function ApiPart() {
  const make = useMutation({
    mutationFn: () => call(createApiKey, { name: 'First program', scopes: ['feedback:write'] }),
  })
  if (!make.data) {
    return (
      <>
        <p>The key may record feedback and nothing else. It is shown once.</p>
        {make.error && <FormError>{make.error.message}</FormError>}
        <div>
          <Button kind="primary" busy={make.isPending} onClick={() => make.mutate()}>
            Make the key
          </Button>
        </div>
        <p className="help">
          <a className="link" href="/api/docs" target="_blank" rel="noreferrer">
            What the API offers
          </a>
        </p>
      </>
    )
  }
  const body = JSON.stringify({ verbatim: 'The export takes too long', channel: 'email' })
  const command = `curl ${location.origin}/api/v1/feedback -H 'Authorization: Bearer ${make.data.secret}' -H 'Content-Type: application/json' -d '${body}'`
  return (
    <>
      <p>
        <b className="font-semibold">Copy the key now.</b> It is not shown again.
      </p>
      <CopyLine text={make.data.secret} label="API key" />
      <p>The first item, to try it:</p>
      <CopyLine text={command} label="Command" />
    </>
  )
}
