import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  changePortal,
  getPortal,
  type Portal,
  renewPortalLink,
  uploadPortalLogo,
} from '#close/portal/contract.ts'
import { longest } from '#close/portal/rules.ts'
import { PortalBoards } from '#close/portal/web/portal-boards.tsx'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { CopyLine } from '#platform/web/copy.tsx'
import { Checkbox, Field, Radio, Select, TextArea, TextInput } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

const accessWords = {
  off: ['Closed', 'Nobody outside sees anything.'],
  public: ['Public', 'Anybody opens it, and search engines list it.'],
  link: ['By its link', 'Whoever has the link opens it; no search engine lists it.'],
  signed_in: ['Signed in', 'Customers sign in by a link in a mail, or come from your product.'],
} as const

/** The portal for customers: who opens it, how it looks, what people may do there. */
export default function PortalSettings() {
  const slug = useSlug()
  const portal = useQuery({ queryKey: ['portal', slug], queryFn: () => call(getPortal, {}) })
  if (portal.error)
    return (
      <Failed
        error={portal.error}
        title="The portal could not be read"
        onRetry={() => void portal.refetch()}
      />
    )
  if (!portal.data) return <LoadingRows rows={4} />
  return <Settings portal={portal.data} />
}

function Settings({ portal }: { portal: Portal }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const canManage = useCan('settings:manage')
  const { url, cssFaults, boards, areas, widgetKeys, logoFileId, ...kept } = portal
  const [draft, setDraft] = useState({
    ...kept,
    brandColor: kept.brandColor ?? '',
    boards: boards.map(({ areaId, segments }) => ({ areaId, segments })),
  })
  const show = (after: Portal, message: string) => {
    queries.setQueryData(['portal', slug], after)
    toast({ message })
  }
  const save = useMutation({
    mutationFn: () => call(changePortal, { ...draft, brandColor: draft.brandColor || null }),
    onSuccess: (after) => show(after, 'The portal was saved.'),
  })
  const renew = useMutation({
    mutationFn: () => call(renewPortalLink, {}),
    onSuccess: (after) => show(after, 'The portal has a new link; the old one opens nothing.'),
    onError: (error) => toastError(error, 'The link stayed as it was'),
  })
  const logo = useMutation({
    mutationFn: (file: File | undefined) =>
      file
        ? call(
            uploadPortalLogo,
            { name: file.name },
            { content: file, headers: { 'content-type': 'application/octet-stream' } },
          )
        : call(changePortal, { logoFileId: null }),
    onSuccess: (after) =>
      show(after, after.logoFileId ? 'The logo stands on the portal.' : 'The logo is taken off.'),
    onError: (error) => toastError(error, 'The logo stayed as it was'),
  })
  const wrong = fieldErrors(save.error)
  const set = <K extends keyof typeof draft>(name: K, value: (typeof draft)[K]) =>
    setDraft({ ...draft, [name]: value })
  const text = (name: 'name' | 'intro' | 'css' | 'brandColor') => ({
    value: draft[name],
    onChange: (event: { target: { value: string } }) => set(name, event.target.value),
  })
  return (
    <form
      className="grid max-w-3xl gap-6 py-4"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <fieldset className="grid gap-2" disabled={!canManage}>
        <legend className="sec mb-1">Who opens it</legend>
        {(Object.keys(accessWords) as Portal['access'][]).map((one) => (
          <Radio
            key={one}
            name="access"
            label={accessWords[one][0]}
            help={accessWords[one][1]}
            checked={draft.access === one}
            onChange={() => set('access', one)}
          />
        ))}
        {portal.access !== 'off' && <CopyLine text={url} label="Address of the portal" />}
        {portal.access === 'link' && canManage && (
          <span>
            <Button size="sm" busy={renew.isPending} onClick={() => renew.mutate()}>
              Make a new link
            </Button>
          </span>
        )}
        <Checkbox
          label="Vote without signing in"
          help="Each browser once. Such votes count in the number that customers see, and not in demand."
          checked={draft.anonymousVotes}
          onChange={(event) => set('anonymousVotes', event.target.checked)}
        />
        <Checkbox
          label="Only contacts we know sign in by mail"
          checked={draft.contactsOnly}
          onChange={(event) => set('contactsOnly', event.target.checked)}
        />
        <Field
          label="People of your product"
          help="It signs who somebody is with the secret of this widget key."
        >
          <Select
            value={draft.widgetKeyId ?? ''}
            onChange={(event) => set('widgetKeyId', event.target.value || null)}
            options={[
              { value: '', label: 'Sign in by mail alone' },
              ...widgetKeys.map((key) => ({ value: key.id, label: key.product })),
            ]}
          />
        </Field>
      </fieldset>
      <fieldset className="grid gap-2" disabled={!canManage}>
        <legend className="sec mb-1">What waits for us</legend>
        <Field label="Ideas">
          <Select
            value={draft.ideasHeld}
            onChange={(event) => set('ideasHeld', event.target.value as Portal['ideasHeld'])}
            options={[
              { value: 'all', label: 'All wait until a member publishes them' },
              { value: 'none', label: 'Shown at once' },
            ]}
          />
        </Field>
        <Field label="Comments">
          <Select
            value={draft.commentsHeld}
            onChange={(event) => set('commentsHeld', event.target.value as Portal['commentsHeld'])}
            options={[
              { value: 'all', label: 'All wait' },
              { value: 'first', label: 'Until one of the person was shown' },
              { value: 'none', label: 'Shown at once' },
            ]}
          />
        </Field>
        <Field label="Links in a comment" help="With more of them it waits." error={wrong.linksAllowed}>
          <TextInput
            type="number"
            min={0}
            max={10}
            value={draft.linksAllowed}
            onChange={(event) => set('linksAllowed', Number(event.target.value))}
          />
        </Field>
      </fieldset>
      <PortalBoards
        boards={draft.boards}
        areas={areas}
        disabled={!canManage}
        error={wrong.boards}
        onChange={(next) => set('boards', next)}
      />
      <fieldset className="grid gap-3" disabled={!canManage}>
        <legend className="sec mb-1">How it looks</legend>
        <Field label="Name" optional help="Empty: the name of the workspace." error={wrong.name}>
          <TextInput maxLength={60} {...text('name')} />
        </Field>
        <Field label="Welcome" optional error={wrong.intro}>
          <TextArea rows={3} maxLength={500} {...text('intro')} />
        </Field>
        <Field
          label="Colour"
          optional
          help="Such as #006048, for buttons and the mark."
          error={wrong.brandColor}
        >
          <TextInput maxLength={7} placeholder="#006048" {...text('brandColor')} />
        </Field>
        <Field label="Logo" optional help="PNG, JPEG, WebP or GIF, at most 300 kB.">
          <input
            type="file"
            className="field"
            accept="image/png,image/jpeg,image/webp,image/gif"
            onChange={(event) => event.target.files?.[0] && logo.mutate(event.target.files[0])}
          />
        </Field>
        {logoFileId && canManage && (
          <span>
            <Button size="sm" busy={logo.isPending} onClick={() => logo.mutate(undefined)}>
              Take the logo off
            </Button>
          </span>
        )}
        <Checkbox
          label="Show the roadmap"
          help="What is in work, planned and under review."
          checked={draft.showsRoadmap}
          onChange={(event) => set('showsRoadmap', event.target.checked)}
        />
        <Checkbox
          label="Show changes"
          help="Releases that are public and have shipped."
          checked={draft.showsChanges}
          onChange={(event) => set('showsChanges', event.target.checked)}
        />
        <Field
          label="Own style (CSS)"
          optional
          help="Colours, letters, lines and spaces of the names in the documentation; the rest is left out."
          error={wrong.css}
        >
          <TextArea
            rows={6}
            spellCheck={false}
            maxLength={longest.css}
            className="font-mono"
            {...text('css')}
          />
        </Field>
        {cssFaults.length > 0 && (
          <ul className="help" aria-label="Left out of the style">
            {cssFaults.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        )}
      </fieldset>
      {save.error && Object.keys(wrong).length === 0 && (
        <p className="text-sla-late" role="alert">
          {save.error.message}
        </p>
      )}
      {canManage && (
        <span>
          <Button kind="primary" type="submit" busy={save.isPending}>
            Save
          </Button>
        </span>
      )}
    </form>
  )
}
