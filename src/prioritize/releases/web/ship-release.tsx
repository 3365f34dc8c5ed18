import { useState } from 'react'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, TextArea } from '#platform/web/form.tsx'
import { plural } from '#platform/web/format.ts'
import { type Release, shipRelease, takeBackRelease } from '#prioritize/releases/contract.ts'
import { useReleaseChange } from '#prioritize/releases/web/use-releases.ts'

/** Ships a release: says before which requests become shipped, and what keeps it. */
export function ShipRelease({ release, onClose }: { release: Release; onClose(): void }) {
  const ship = useReleaseChange(() => call(shipRelease, { releaseId: release.id }), onClose)
  const barred = release.requests.filter((one) => one.bar)
  const moving = release.requests.filter((one) => one.status !== 'shipped')
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Ship the release"
      footer={
        <Button
          kind="primary"
          busy={ship.isPending}
          disabled={barred.length > 0}
          onClick={() => ship.mutate()}
        >
          Ship
        </Button>
      }
    >
      <p className="med">{release.name}</p>
      <p className="mt-2">
        {moving.length === 0
          ? 'No request changes its status by it.'
          : `${plural(moving.length, 'request')} ${moving.length === 1 ? 'becomes' : 'become'} shipped. Customers are told when you announce it; nothing is sent by this.`}
        {release.isPublic && ' It stands in the changelog at once.'}
      </p>
      <ul className="mt-3 grid gap-2">
        {moving.map((one) => (
          <li key={one.id}>
            {one.title}
            {one.bar && <span className="err block">{one.bar}</span>}
          </li>
        ))}
      </ul>
    </SidePanel>
  )
}

/** Takes a release back, with why. */
export function TakeBackRelease({ release, onClose }: { release: Release; onClose(): void }) {
  const [reason, setReason] = useState('')
  const back = useReleaseChange(() => call(takeBackRelease, { releaseId: release.id, reason }), onClose)
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Take the release back"
      footer={
        <Button kind="primary" busy={back.isPending} disabled={!reason.trim()} onClick={() => back.mutate()}>
          Take back
        </Button>
      }
    >
      <p>
        What shipped with <b className="font-medium">{release.name}</b> is in progress again
        {release.isPublic && ', and it leaves the changelog'}. Mails that left stay sent.
      </p>
      <div className="mt-4">
        <Field label="Why">
          <TextArea
            rows={3}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
      </div>
    </SidePanel>
  )
}
