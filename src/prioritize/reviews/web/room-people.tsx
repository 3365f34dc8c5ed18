import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { dateOn, initials } from '#platform/web/format.ts'
import { Menu } from '#platform/web/menu.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'
import { attendReview, type Review } from '#prioritize/reviews/contract.ts'
import { positionWords, type Standing } from '#prioritize/reviews/rules.ts'
import { ActionLine, AddAction, Head } from '#prioritize/reviews/web/review-parts.tsx'
import { useRoomChange } from '#prioritize/reviews/web/use-reviews.ts'

const standingWords: Record<Standing, string> = { expected: 'expected', here: 'here', excused: 'excused' }

/** Who is here by position, what was agreed today, and what became of what was agreed last time. */
export function RoomPeople({ review, requestId }: { review: Review; requestId: string | undefined }) {
  const canWrite = useCan('requests:write')
  const { member, members } = useSession()
  const attend = useRoomChange(({ memberId, standing }: { memberId: string; standing: Standing | null }) =>
    call(attendReview, { reviewId: review.id, memberId, standing }),
  )
  const isMeHere = review.attendees.some((one) => one.member.id === member.id && one.standing === 'here')
  const { before } = review
  const done = before.actions.filter((one) => one.state === 'done').length
  return (
    <>
      <section className="room-part">
        <Head title="Here">
          {review.here} of {review.expected}
        </Head>
        <ul className="room-people">
          {review.attendees.map((one) => (
            <li key={one.member.id} className={one.standing === 'here' ? '' : 'off'}>
              <span className="av" aria-hidden="true">
                {initials(one.member.name)}
              </span>
              <span className="grow min-w-0">
                <span className="block cut">{one.member.name}</span>
                <span className="help cut block">
                  {[
                    one.member.id === review.ledBy?.id && 'leads',
                    ...one.positions.map(positionWords),
                    one.standing !== 'here' && standingWords[one.standing],
                  ]
                    .filter(Boolean)
                    .join(', ')}
                </span>
              </span>
              {canWrite && (
                <Menu
                  label={`Attendance of ${one.member.name}`}
                  trigger={
                    <Button
                      kind="ghost"
                      size="sm"
                      icon="more"
                      aria-label={`Attendance of ${one.member.name}`}
                    />
                  }
                  items={[
                    ...(['here', 'excused', 'expected'] as const)
                      .filter((standing) => standing !== one.standing)
                      .map((standing) => ({
                        label: standingWords[standing].replace(/^./, (letter) => letter.toUpperCase()),
                        onSelect: () => attend.mutate({ memberId: one.member.id, standing }),
                      })),
                    'line' as const,
                    {
                      label: 'Take off the list',
                      onSelect: () => attend.mutate({ memberId: one.member.id, standing: null }),
                    },
                  ]}
                />
              )}
            </li>
          ))}
          {review.vacant.map((position) => (
            <li key={position} className="off">
              <span className="av" aria-hidden="true">
                –
              </span>
              <span className="grow">
                <span className="block">{positionWords(position)}</span>
                <span className="help">is needed; nobody here holds it</span>
              </span>
            </li>
          ))}
        </ul>
        {canWrite && (
          <div className="row gap-1.5 mt-2">
            {!isMeHere && review.state === 'running' && (
              <Button
                size="sm"
                kind="primary"
                onClick={() => attend.mutate({ memberId: 'me', standing: 'here' })}
              >
                I am here
              </Button>
            )}
            <Picker
              trigger={
                <Button size="sm" icon="plus">
                  Somebody else
                </Button>
              }
              label="Who attends"
              options={members
                .filter(({ id }) => !review.attendees.some((one) => one.member.id === id))
                .map(({ id, name }) => ({ value: id, label: name }))}
              onPick={(memberId) =>
                attend.mutate({ memberId, standing: review.state === 'running' ? 'here' : 'expected' })
              }
            />
          </div>
        )}
      </section>
      <section className="room-part">
        <Head title="Actions from today">{review.agreed.length}</Head>
        {review.agreed.length === 0 && (
          <p className="help mt-1">What is agreed here stands in its owner’s day.</p>
        )}
        <ul>
          {review.agreed.map((item) => (
            <ActionLine key={item.id} item={item} />
          ))}
        </ul>
        {canWrite && review.state === 'running' && <AddAction reviewId={review.id} requestId={requestId} />}
      </section>
      <section className="room-part">
        <Head
          title={
            before.review ? `Agreed before, ${dateOn(before.review.heldAt.slice(0, 10))}` : 'Agreed before'
          }
        >
          {before.actions.length > 0 && `${done} of ${before.actions.length} done`}
        </Head>
        {before.actions.length === 0 && (
          <p className="help mt-1">
            {before.review ? 'Nothing was agreed last time.' : 'This is the first review of its kind.'}
          </p>
        )}
        <ul>
          {before.actions.map((item) => (
            <ActionLine key={item.id} item={item} />
          ))}
        </ul>
      </section>
    </>
  )
}
