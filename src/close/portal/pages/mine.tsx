/** @jsxImportSource hono/jsx */
import type { Open } from '#close/portal/open.ts'
import { Aside, IdeaList } from '#close/portal/pages/parts.tsx'
import { dayText, portalPage } from '#close/portal/pages/shell.tsx'
import type { Change } from '#close/portal/queries/changes.ts'
import type { Idea } from '#close/portal/queries/ideas.ts'
import type { Said } from '#close/portal/queries/mine.ts'
import type { RoadmapColumn } from '#close/portal/rules.ts'

/** What became of all that a person said, by every channel. */
export function minePage(
  open: Open,
  of: {
    things: Said[]
    wanted: Idea[]
    /** of the others, those that the person hears of by mail */
    followed: Idea[]
    votes: ReadonlyMap<string, number>
    roadmap: Record<RoadmapColumn, Idea[]> | undefined
    changes: Change[] | undefined
    said: string | undefined
  },
): Response {
  const { texts, base, language } = open
  return portalPage(open, {
    title: texts.mineTitle,
    tab: 'mine',
    path: `${base}/mine`,
    isPersonal: true,
    said: of.said,
    children: (
      <div class="two">
        <div>
          <h1>{texts.mineTitle}</h1>
          <p class="lead">{texts.mineNote}</p>
          {of.things.length === 0 ? (
            <p class="gap">
              {texts.mineNone} <a href={`${base}/suggest`}>{texts.suggest}</a>
            </p>
          ) : null}
          {of.things.map((thing) => (
            <Thing open={open} thing={thing} />
          ))}
          {of.wanted.length > 0 ? (
            <section class="big-gap" aria-labelledby="wanted">
              <h2 id="wanted">{texts.wantedTitle}</h2>
              <IdeaList open={open} ideas={of.wanted} votes={of.votes} back={`${base}/mine`} />
            </section>
          ) : null}
          {of.followed.length > 0 ? (
            <section class="big-gap" aria-labelledby="followed">
              <h2 id="followed">{texts.followedTitle}</h2>
              <IdeaList open={open} ideas={of.followed} votes={of.votes} back={`${base}/mine`} />
            </section>
          ) : null}
        </div>
        <Aside open={open} roadmap={of.roadmap} changes={of.changes} votes={of.votes} />
      </div>
    ),
  })

  function Thing({ open, thing }: { open: Open; thing: Said }) {
    const channel = Object.hasOwn(texts.channel, thing.channel) ? texts.channel[thing.channel] : undefined
    const isNo = thing.stands === 'declined' || thing.stands === 'parked'
    const here = thing.steps.findIndex((step) => step.at === null)
    return (
      <article class="thing">
        <div class="row">
          <blockquote dir="auto">{`“${thing.words}”`}</blockquote>
          <span class="note">{[channel, dayText(thing.at, language)].filter(Boolean).join(', ')}</span>
        </div>
        <p class="dim">
          {isNo ? <b>{texts.stands[thing.stands]}</b> : texts.stands[thing.stands]}{' '}
          {thing.idea ? (
            <a href={`${open.base}/ideas/${thing.idea.id}`} dir="auto">
              {thing.idea.title}
            </a>
          ) : null}
        </p>
        {thing.idea?.note ? (
          <p class="pre" dir="auto">
            {thing.idea.note}
          </p>
        ) : null}
        {isNo ? null : (
          <ol class="wire">
            {thing.steps.map((step, i) => (
              <li class={step.at ? 'done' : i === here ? 'here' : undefined}>
                <b>{texts.steps[step.key]}</b>
                {step.at ? <span>{dayText(step.at, language)}</span> : null}
              </li>
            ))}
          </ol>
        )}
      </article>
    )
  }
}
