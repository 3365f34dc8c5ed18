import { Button } from '#platform/web/button.tsx'
import { date, dateOn, dateTime, plural, time } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { statusWords } from '#prioritize/requests/rules.ts'
import type { Review, ReviewMinutes } from '#prioritize/reviews/contract.ts'
import { kindWords, positionWords } from '#prioritize/reviews/rules.ts'
import { Effects } from '#prioritize/reviews/web/effects.tsx'
import { ActionLine, periodText } from '#prioritize/reviews/web/review-parts.tsx'
import { SummaryView } from '#prioritize/reviews/web/review-summary.tsx'
import { RoomTell } from '#prioritize/reviews/web/room-tell.tsx'
import { attendanceWords } from '#prioritize/reviews/words.ts'

/** The minutes of a review that was held: as it was then, at an address that stays, made to be printed. */
export function Minutes({ review, minutes }: { review: Review; minutes: ReviewMinutes }) {
  const took = minutes.parts.reduce((sum, part) => sum + part.tookSeconds, 0)
  const planned = minutes.parts.reduce((sum, part) => sum + part.minutes, 0)
  return (
    <>
      <TopBar
        title={`${kindWords[review.kind]}, ${date(review.startedAt!)}`}
        crumbs={[{ label: 'Reviews', to: 'reviews' }]}
      >
        <Button icon="print" onClick={() => window.print()}>
          Print
        </Button>
      </TopBar>
      <Content padded>
        <div className="minutes">
          <div className="minutes-words">
            <header>
              <h2 className="nx">Minutes: {kindWords[review.kind]}</h2>
              <p className="text-ink-2">
                {dateTime(review.startedAt!)} to {time(review.heldAt!)}, {Math.max(1, Math.round(took / 60))}{' '}
                of {planned} minutes. Looked at {periodText(review)}.
                {minutes.ledBy && ` Led by ${minutes.ledBy}.`}
                {review.movedFrom && ` Moved from ${dateOn(review.movedFrom)}.`}
              </p>
              {review.occasion && <p className="text-ink-2">{review.occasion}</p>}
            </header>
            <section>
              <h2 className="sec">Decided</h2>
              {minutes.decisions.length === 0 && <p className="help">Nothing was decided.</p>}
              <ol className="minutes-list">
                {minutes.decisions.map((one) => (
                  <li key={one.requestId}>
                    <p>
                      <Go to={`requests/${one.requestId}`} className="med hover:underline">
                        {one.title}
                      </Go>
                      : {one.from === one.to ? 'stays' : `${statusWords[one.from].toLowerCase()} to`}{' '}
                      <b>{statusWords[one.to].toLowerCase()}</b>
                      {one.to === 'parked'
                        ? one.parkedUntil
                          ? ` until ${dateOn(one.parkedUntil)}`
                          : ' until the next quarterly review'
                        : one.targetOn && (one.to === 'planned' || one.to === 'in_progress')
                          ? ` for ${dateOn(one.targetOn)}`
                          : ''}
                    </p>
                    {one.reason && <p className="text-ink-2">{one.reason}</p>}
                    <p className="help">
                      {plural(one.accounts, 'account')} behind it, {one.owner ?? 'nobody'} owns it, decided by{' '}
                      {one.by ?? 'the system'}
                    </p>
                  </li>
                ))}
              </ol>
              {minutes.undecided.length > 0 && (
                <p className="help mt-1">
                  Left for later: {minutes.undecided.map((one) => one.title).join('; ')}.
                </p>
              )}
            </section>
            <section>
              <h2 className="sec">Who does what</h2>
              {minutes.actions.length === 0 && <p className="help">Nothing was agreed.</p>}
              <ol className="minutes-list">
                {minutes.actions.map((one) => (
                  <li key={one.id}>
                    <p>{one.text}</p>
                    <p className="help">
                      {one.owner ?? 'Nobody'}, by {dateOn(one.dueOn)}
                    </p>
                  </li>
                ))}
              </ol>
            </section>
            {minutes.notes.length > 0 && (
              <section>
                <h2 className="sec">Notes</h2>
                <ul className="minutes-list">
                  {minutes.notes.map((note, i) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: minutes do not change
                    <li key={i}>
                      <p>{note.text}</p>
                      <p className="help">
                        {[minutes.parts[note.part]?.title, note.by].filter(Boolean).join(', ')}
                      </p>
                    </li>
                  ))}
                </ul>
              </section>
            )}
            {minutes.before.length > 0 && (
              <section>
                <h2 className="sec">What had become of what was agreed before</h2>
                <ul className="minutes-list">
                  {minutes.before.map((one) => (
                    <li key={one.id} className="row items-baseline">
                      <span className={`tick self-center${one.state === 'done' ? ' on' : ''}`}>
                        {one.state === 'done' && <Icon name="check" />}
                      </span>
                      <span>
                        {one.text}
                        <span className="help">
                          {' '}
                          {[
                            one.owner,
                            one.state === 'open' ? `open, due ${dateOn(one.dueOn)}` : one.state,
                            one.outcome,
                          ]
                            .filter(Boolean)
                            .join(', ')}
                        </span>
                      </span>
                    </li>
                  ))}
                </ul>
              </section>
            )}
            <section>
              <h2 className="sec">Attendance and agenda</h2>
              <ul className="minutes-list">
                {minutes.attendees.map((one, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: minutes do not change
                  <li key={i} className="row">
                    <span className="grow">
                      {one.name} <span className="help">{one.positions.map(positionWords).join(', ')}</span>
                    </span>
                    <span className={one.standing === 'here' ? '' : 'muted'}>
                      {attendanceWords[one.standing]}
                    </span>
                  </li>
                ))}
                {minutes.vacant.map((position) => (
                  <li key={position} className="row">
                    <span className="grow">{positionWords(position)}</span>
                    <span className="muted">nobody held it</span>
                  </li>
                ))}
                {minutes.parts.map((part, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: minutes do not change
                  <li key={i} className="row num">
                    <span className="grow">{part.title}</span>
                    <span className="muted">
                      {part.tookSeconds > 0
                        ? `${Math.max(1, Math.round(part.tookSeconds / 60))} of ${part.minutes} min`
                        : 'not reached'}
                    </span>
                  </li>
                ))}
              </ul>
            </section>
            {minutes.decisions.length > 0 && <RoomTell review={review} />}
            {review.agreed.length > 0 && (
              <section className="no-print">
                <h2 className="sec">How these actions stand now</h2>
                <ul>
                  {review.agreed.map((item) => (
                    <ActionLine key={item.id} item={item} />
                  ))}
                </ul>
              </section>
            )}
          </div>
          <section className="minutes-summary">
            <h2 className="sec">The period, as it was counted then</h2>
            <SummaryView summary={minutes.summary} />
            {minutes.effects && <Effects effects={minutes.effects} />}
          </section>
        </div>
      </Content>
    </>
  )
}
