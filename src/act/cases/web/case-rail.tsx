import type { Case } from '#act/cases/contract.ts'
import type { Touchpoint } from '#act/touchpoints/contract.ts'
import ItemSignal from '#collect/signals/web/item-signal.tsx'
import { duration, price, said } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { Icon, type IconName } from '#platform/web/icons.tsx'
import { NpsMark, Verbatim } from '#platform/web/marks.tsx'

/** Everything the customer answered, newest last, in their words. */
export function WhatTheySaid({ one }: { one: Case }) {
  const who = one.contact?.name.split(' ')[0] ?? 'they'
  return (
    <section className="said">
      <h2 className="sec">What {who} said</h2>
      {one.answers.length === 0 && <p className="help mt-1">The case was opened by hand.</p>}
      {one.answers.map((answer) => (
        <div key={answer.responseId ?? answer.feedbackId} className="mt-1.5">
          {answer.verbatim ? (
            <Verbatim text={answer.verbatim} />
          ) : (
            <p className="help">No words, the score only.</p>
          )}
          {answer.feedbackId && !answer.responseId && <ItemSignal feedbackId={answer.feedbackId} />}
          <p className="row mt-1 flex-wrap text-xs text-ink-2">
            {answer.score !== null &&
              (answer.isNps ? <NpsMark score={answer.score} /> : `${answer.score} of ${answer.scoreMax}`)}
            <span className="muted">{said(answer.answeredAt)}</span>
            {answer.fits && <span className="tag">Joined, by “{answer.fits}”</span>}
            {answer.feedbackId && (
              <Go to={`inbox/${answer.feedbackId}`} className="link">
                Open the item
              </Go>
            )}
          </p>
        </div>
      ))}
    </section>
  )
}

const icons: Record<Touchpoint['kind'], IconName> = {
  mail: 'mail',
  sms: 'chat',
  call: 'phone',
  meeting: 'calendar',
  note: 'note',
  gesture: 'star',
}
const kinds: Record<Touchpoint['kind'], string> = {
  mail: 'Mail',
  sms: 'Text message',
  call: 'Call',
  meeting: 'Meeting',
  note: 'Note',
  gesture: 'Gesture',
}

/** Mails, calls, meetings, gestures and notes, newest first. */
export function Touchpoints({ list }: { list: readonly Touchpoint[] }) {
  return (
    <section>
      <div className="row">
        <h2 className="sec grow">Touchpoints</h2>
        <span className="help num">{list.length}</span>
      </div>
      {list.length === 0 && <p className="help mt-1">Nobody has been in touch yet.</p>}
      <ol className="tp">
        {list.map((touch) => (
          <li key={touch.id}>
            <Icon name={icons[touch.kind]} />
            <div className="min-w-0">
              <span className="med">
                {kinds[touch.kind]}
                {touch.direction === 'in' ? ' from the customer' : ''}
                {touch.durationMinutes ? `, ${duration(touch.durationMinutes * 60_000)}` : ''}
                {touch.costCents !== null && `, ${price(touch.costCents, touch.currency ?? undefined)}`}
              </span>
              <p className="text-ink-2">{touch.summary}</p>
              <span className="help">{[said(touch.at), touch.by?.name].filter(Boolean).join(', ')}</span>
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
